"""The forms of what was told: whom, when and what; then by what authority; and the privacy
officer's finding."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from casemgmt.forms.contact import this_minute
from casemgmt.models import SpokenDisclosure, SpokenReview
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.statutes import EVIDENCE
from casemgmt.services.spoken import Grounds, Telling
from casemgmt.web.forms import Form, MaxText

Choices = Sequence[tuple[str, str]]


class TellingForm(Form):
    """Who was told what, when and for what."""

    once = forms.CharField(
        max_length=36, required=False, widget=forms.HiddenInput, initial=uuid.uuid4
    )
    told_at = forms.DateTimeField(
        label="When it was told", initial=this_minute,
        help_text="After a day and more it shows as entered late.",
    )  # fmt: skip
    way = forms.ChoiceField(
        label="In which way", choices=SpokenDisclosure.Way.choices, widget=forms.RadioSelect
    )
    to_person = forms.ChoiceField(label="Who was told, of the team", required=False)
    to_agency = forms.ChoiceField(
        label="Or an agency of the directory", required=False,
        help_text="Its address is known here. Write the person's name below.",
    )  # fmt: skip
    to_name = forms.CharField(label="Or somebody else: name", max_length=120, required=False)
    to_organization = forms.CharField(
        label="Organization, where it is not in the directory", max_length=160, required=False
    )
    to_address = forms.CharField(label="Address, if known", max_length=240, required=False)
    to_phone = forms.CharField(label="Telephone, if known", max_length=30, required=False)
    categories = forms.MultipleChoiceField(
        label="What was told", widget=forms.CheckboxSelectMultiple,
        help_text="Only what you receive yourself on this case is here.",
    )  # fmt: skip
    description = MaxText(
        label="In a few words", max_length=500, rows=3,
        help_text="Name the kinds of information, not what it says. No names of victims. "
        "For example: attendance since May, next appointment.",
    )  # fmt: skip
    purpose = forms.CharField(
        label="For what", max_length=200, help_text="What the recipient needs it for."
    )

    def __init__(
        self,
        *args: Any,
        people: Choices,
        agencies: Choices,
        categories: Sequence[Category],
        **options: Any,
    ) -> None:
        """Take the people at the table, the directory, and what the teller receives himself."""
        super().__init__(*args, **options)
        shown: dict[str, Choices] = {
            "to_person": [("", "Somebody else"), *people],
            "to_agency": [("", "None of these"), *agencies],
            "categories": [(str(c), LABELS[c]) for c in categories],
        }
        for name, choices in shown.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def telling(self) -> Telling:
        """Return what a valid form says."""
        held = {name: value for name, value in self.cleaned_data.items() if name != "once"}
        return Telling(**held | {"categories": tuple(held["categories"])})


class GroundsForm(Form):
    """By what authority, with what the law asks for."""

    ground = forms.ChoiceField(label="By what authority", widget=forms.RadioSelect)
    statute = forms.ChoiceField(
        label="The law, where it is one", required=False,
        help_text="Fill in below what it asks for; what is missing is said at its field.",
    )  # fmt: skip
    law = forms.CharField(max_length=200, required=False)
    asked_by = forms.CharField(max_length=200, required=False)
    nature = forms.CharField(max_length=300, required=False)
    medical_person = forms.CharField(max_length=120, required=False)
    affiliation = forms.CharField(max_length=160, required=False)
    facility = forms.CharField(max_length=160, required=False)
    handed = forms.ChoiceField(
        label="The notice and a copy of the consent went with it",
        choices=[("", "No consent under 42 CFR Part 2"), *SpokenDisclosure.Handed.choices],
        required=False,
    )
    correction = forms.CharField(
        label="What was wrong before", max_length=300, required=False, widget=forms.HiddenInput
    )

    def __init__(
        self,
        *args: Any,
        grounds: Choices,
        statutes: Choices,
        corrects: bool = False,
        **options: Any,
    ) -> None:
        """Take the authorities that fit this recipient; a correction says what was wrong."""
        super().__init__(*args, **options)
        self.fields["ground"].choices = list(grounds)  # type: ignore[attr-defined]
        self.fields["statute"].choices = [("", "None"), *statutes]  # type: ignore[attr-defined]
        for name, words in EVIDENCE.items():
            self.fields[name].label = words
        if corrects:
            self.fields["correction"].widget = forms.TextInput()

    def grounds(self) -> Grounds:
        """Return what a valid form says."""
        held = self.cleaned_data
        evidence = {name: held[name] for name in EVIDENCE if held[name]}
        return Grounds(held["ground"], held["statute"], evidence, held["handed"])


class FindingForm(Form):
    """What the privacy officer found."""

    finding = forms.ChoiceField(
        label="Finding", choices=SpokenReview.Finding.choices, widget=forms.RadioSelect
    )
    note = MaxText(label="Why", max_length=1000, rows=4)
