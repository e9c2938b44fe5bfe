"""The forms that change the head of a case: open, hand over, close, open again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms

from casemgmt.core import clock
from casemgmt.models import Case
from casemgmt.services.case import CaseWords, PersonWords
from casemgmt.web.forms import Form

NOBODY = "new"
OPEN_STAGES = [choice for choice in Case.Stage.choices if choice[0] != Case.Stage.CLOSED]
Choices = Sequence[tuple[str, str]]


class OpeningForm(Form):
    """Who is supervised, by whom, from when; `match` is asked where a case has such a name."""

    given_name = forms.CharField(label="Given names", max_length=128)
    family_name = forms.CharField(label="Family names", max_length=128)
    other_names = forms.CharField(label="Other names", max_length=200, required=False)
    born_on = forms.DateField(label="Date of birth", required=False)
    match = forms.ChoiceField(
        label="One of these people", widget=forms.RadioSelect,
        error_messages={"required": "A case of yours has such a name. Is it the same person?"},
    )  # fmt: skip
    number = forms.CharField(
        label="Case number", max_length=20, help_text="The next free one is filled in."
    )
    stage = forms.ChoiceField(
        label="Stage", choices=OPEN_STAGES, initial=Case.Stage.SUPERVISED, widget=forms.RadioSelect
    )
    is_juvenile = forms.BooleanField(
        label="It is a youth's case",
        required=False,
        help_text="On a youth's case only instruments made for youths are scored.",
    )
    offense = forms.CharField(
        label="Offense of conviction", max_length=160, required=False,
        help_text="Before trial: the allegation. As the court names it, without a victim's name.",
    )  # fmt: skip
    team = forms.ChoiceField(label="Team")
    officer = forms.ChoiceField(label="Supervising officer")
    opened_on = forms.DateField(label="Opened on", initial=clock.today)
    next_review = forms.DateField(label="Next review by the team")

    def __init__(
        self, *args: Any, teams: Choices, officers: Choices, matches: Choices = (), **options: Any
    ) -> None:
        """Take the teams and people of the viewer's unit, and people of that name."""
        super().__init__(*args, **options)
        self.fields["team"].choices = teams  # type: ignore[attr-defined]
        self.fields["officer"].choices = officers  # type: ignore[attr-defined]
        self.fields["next_review"].initial = clock.today() + timedelta(days=28)
        if matches:
            self.fields["match"].choices = [*matches, (NOBODY, "None of them: another person")]  # type: ignore[attr-defined]
        else:
            del self.fields["match"]

    @property
    def name_is_given(self) -> bool:
        """Whether there is a name to look for."""
        self.is_valid()
        return {"given_name", "family_name"} <= self.cleaned_data.keys()

    def person(self) -> PersonWords:
        """Return who it is."""
        return PersonWords(**self._kept(PersonWords))

    def person_id(self) -> str:
        """Return the known person, "" for a new one."""
        chosen = self.cleaned_data.get("match", NOBODY)
        return "" if chosen == NOBODY else chosen

    def words(self) -> CaseWords:
        """Return what stands at the head."""
        return CaseWords(**self._kept(CaseWords))

    def _kept(self, kind: type[Any]) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in kind.__dataclass_fields__}


class HandOverForm(Form):
    """To whom and why."""

    officer = forms.ChoiceField(label="New supervising officer")
    reason = forms.CharField(label="Why", max_length=300, help_text="Kept in the ledger.")

    def __init__(self, *args: Any, officers: Choices, **options: Any) -> None:
        """Take the colleagues of the unit."""
        super().__init__(*args, **options)
        self.fields["officer"].choices = [("", "Choose"), *officers]  # type: ignore[attr-defined]


class CloseForm(Form):
    """When supervision ended and why; a box that says what follows."""

    closed_on = forms.DateField(label="Supervision ended on", initial=clock.today)
    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text="For example: term served, transferred, revoked by the court.",
    )
    confirmed = forms.BooleanField(label="The case leaves the lists; what was recorded stays")


class ReopenForm(Form):
    """At which stage, with which next review, and why."""

    stage = forms.ChoiceField(
        label="Stage", choices=OPEN_STAGES, initial=Case.Stage.SUPERVISED, widget=forms.RadioSelect
    )
    next_review = forms.DateField(label="Next review by the team")
    reason = forms.CharField(label="Why", max_length=300, help_text="Kept in the ledger.")


class StageForm(Form):
    """At which stage the case is now, and what changed it."""

    stage = forms.ChoiceField(label="New stage", choices=OPEN_STAGES, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="What changed it",
        max_length=300,
        help_text="For example: sentenced on May 4. Kept in the ledger.",
    )
