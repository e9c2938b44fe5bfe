"""The forms of a condition: a new one, a new wording, an end."""

from django import forms

from casemgmt.models import Condition
from casemgmt.services.plan import ConditionWords
from casemgmt.web.forms import Form, MaxText


class ConditionForm(Form):
    """A new condition of supervision."""

    kind = forms.ChoiceField(label="About", choices=[("", "Choose"), *Condition.Kind.choices])
    source = forms.ChoiceField(
        label="Source",
        choices=Condition.Source.choices,
        initial=Condition.Source.COURT,
        widget=forms.RadioSelect,
    )
    text = MaxText(
        label="Wording", max_length=2000, rows=5,
        help_text="As it was ordered, so plain that anyone can tell whether it is met. "
        "No names of victims.",
    )  # fmt: skip
    starts_on = forms.DateField(label="In force from")
    ends_on = forms.DateField(
        label="Until", required=False, help_text="Leave it empty if no end was set."
    )
    protects_victim = forms.BooleanField(
        label="It protects a victim",
        required=False,
        help_text="Advocates and police see a condition that protects a victim.",
    )
    is_exam_subject = forms.BooleanField(
        label="An exam may be about it",
        required=False,
        help_text="The examiner sees a condition that an exam may be about.",
    )

    def words(self) -> ConditionWords:
        """Return what the condition says."""
        return ConditionWords(**self.cleaned_data)


class VersionedForm(Form):
    """A form of a condition that exists; `version` is the one that the person had open."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def go_on_from(self, version: int) -> None:
        """Let the next save be against `version`, with everything typed still there."""
        self.data = {**self.data, self.add_prefix("version"): str(version)}


class AmendConditionForm(VersionedForm):
    """New wording and why."""

    text = MaxText(label="Wording", max_length=2000, rows=5)
    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text="Kept with the old wording. For example: order of March 3.",
    )


class EndConditionForm(VersionedForm):
    """The last day and why; a box that says what follows."""

    ends_on = forms.DateField(label="Last day in force")
    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text="Kept with the condition. For example: order of March 3.",
    )
    confirmed = forms.BooleanField(label="After this day nobody is held to this condition")
