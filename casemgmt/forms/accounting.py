"""The forms of accountings of disclosures: the request, its steps, and suspensions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from audit.accounting import Law, Suspension
from audit.models import SuspensionRow
from audit.services.accounting import Terms
from casemgmt.core import clock
from casemgmt.web.forms import Form, MaxText


def this_day() -> date:
    """Return today in the jurisdiction's zone."""
    return clock.today()


class TermsForm(Form):
    """What was asked, by whom and when."""

    law = forms.ChoiceField(
        label="Which list", widget=forms.RadioSelect,
        help_text="Under which law your agency owes it.",
    )  # fmt: skip
    asked_by = forms.CharField(
        label="Who asked, and as what", max_length=200,
        help_text="For example: the person, in writing; or a guardian, with the paper seen.",
    )  # fmt: skip
    asked_on = forms.DateField(
        label="Day of the request", initial=this_day, help_text="Sixty days run from it."
    )
    send_to = forms.CharField(label="Where the list goes", max_length=240, required=False)
    since = forms.DateField(
        label="From which day", required=False,
        help_text="Empty: as far back as the law goes. The person may ask for a shorter time.",
    )  # fmt: skip
    fee = forms.CharField(
        label="Fee that the person was told beforehand", max_length=40, required=False,
        help_text="The first list in twelve months is free.",
    )  # fmt: skip

    def __init__(self, *args: Any, laws: Sequence[Law], **options: Any) -> None:
        """Take the laws under which the agency owes a list."""
        super().__init__(*args, **options)
        self.fields["law"].choices = [  # type: ignore[attr-defined]
            (law.key, f"{law.words} ({law.source}): {law.years} years") for law in laws
        ]

    def terms(self) -> Terms:
        """Return what a valid form says."""
        names = ("law", "asked_by", "asked_on", "send_to", "since", "fee")
        return Terms(**{name: self.cleaned_data[name] for name in names})


class PersonForm(TermsForm):
    """The request of a person under supervision."""

    number = forms.CharField(
        label="Number of a case of the person", max_length=20,
        help_text="All cases of this person with which your agency has to do are in the list.",
    )  # fmt: skip
    field_order = ("number", "law", "asked_by", "asked_on", "send_to", "since", "fee")


class StepForm(Form):
    """Why it takes longer, why it ended, or how it was given."""

    words = MaxText(label="Reason", max_length=500, rows=3)


class SuspensionForm(Form):
    """The statement of an agency that accountings would impede its work."""

    number = forms.CharField(label="Number of the case", max_length=20)
    kind = forms.ChoiceField(
        label="Who makes the statement", choices=SuspensionRow.Kind.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    agency = forms.ChoiceField(label="Agency of the directory", required=False)
    recipient = forms.CharField(
        label="Or its name, as it stands in the list", max_length=160, required=False
    )
    said_by = forms.CharField(
        label="Who made it, in which office", max_length=200,
        help_text="The name stands in the documentation (45 CFR 164.528(a)(2)(ii)(A)).",
    )  # fmt: skip
    statement = forms.CharField(
        label="The written statement, by number or day", max_length=200, required=False,
        help_text="Empty: it was spoken. Then it lasts 30 days at most.",
    )  # fmt: skip
    starts = forms.DateField(label="From", initial=this_day)
    ends = forms.DateField(label="Last day, as the statement names it")

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], **options: Any) -> None:
        """Take the agencies that can make one."""
        super().__init__(*args, **options)
        choices = [("", "None of these"), *agencies]
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]

    def rule(self, agency_id: int | None) -> Suspension:
        """Return what a valid form says, of the agency that was chosen."""
        held = self.cleaned_data
        return Suspension(
            agency_id=agency_id, recipient="" if agency_id else held["recipient"],
            kind=held["kind"], starts=held["starts"], ends=held["ends"],
            statement=held["statement"], said_by=held["said_by"],
        )  # fmt: skip
