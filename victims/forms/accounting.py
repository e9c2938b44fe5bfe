"""The form of a victim's request for the list of disclosures."""

from django import forms

from casemgmt.forms.accounting import TermsForm


class VictimRequestForm(TermsForm):
    """Whose list, under which law, asked when and by whom."""

    number = forms.CharField(label="Number of the case", max_length=20)
    given_name = forms.CharField(label="Victim's given name", max_length=128)
    family_name = forms.CharField(
        label="Victim's family name", max_length=128,
        help_text="The whole name, as your agency's record has it.",
    )  # fmt: skip
    field_order = (
        "number", "given_name", "family_name", "law", "asked_by", "asked_on", "send_to", "since",
        "fee",
    )  # fmt: skip
