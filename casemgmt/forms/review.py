"""Forms of an agenda: plan a meeting with its cases, add cases, write to an item."""

from typing import Any

from django import forms

from audit.reveal import Revealed
from casemgmt.web.forms import Form, MaxText
from casemgmt.web.times import day_words
from teams.forms.meeting import NAMES_NOBODY, MeetingForm, choices_of, offer
from teams.models import AgendaItem, Membership

WINDOWS = (7, 14, 30, 60)  # days ahead in which a review may be due
MOST_SEGMENTS = 10
TITLE_LENGTH = 160


class SegmentLines(MaxText):
    """Titles of segments, one a line."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label, max_length=1600, rows=2, required=False, help_text="One item a line."
        )

    def clean(self, value: object) -> list[str]:
        """Return the titles; refuse too many and too long ones."""
        lines = [line.strip() for line in (super().clean(value) or "").splitlines()]
        titles = [line for line in lines if line]
        if len(titles) > MOST_SEGMENTS:
            raise forms.ValidationError(f"Keep to {MOST_SEGMENTS} items, one a line.")
        if any(len(title) > TITLE_LENGTH for title in titles):
            raise forms.ValidationError(f"Keep each line to {TITLE_LENGTH} characters.")
        return titles


class PlanForm(MeetingForm):
    """A meeting, who is invited, which cases and which other items."""

    members = forms.MultipleChoiceField(label="Invited", widget=forms.CheckboxSelectMultiple)
    cases = forms.MultipleChoiceField(
        label="Cases on the agenda", widget=forms.CheckboxSelectMultiple, required=False
    )
    policy = SegmentLines("Policy items")
    procedure = SegmentLines("Procedure items")
    needs = SegmentLines("Local needs")

    def __init__(
        self, *args: Any, seats: list[Membership], due: list[Revealed], **options: Any
    ) -> None:
        """Offer the present members and the cases due; all of them are chosen at first."""
        super().__init__(*args, **options)
        members = choices_of(seats)
        offer(self, "members", members)
        self.fields["members"].initial = [key for key, _ in members]
        offer(self, "cases", [(head.id, case_words(head)) for head in due])
        self.fields["cases"].initial = [head.id for head in due]
        self.fields["policy"].help_text += f" {NAMES_NOBODY}"
        self.order_fields(["title", "day", "time", "which", "minutes_long", "place", "link"])

    def segments(self) -> list[tuple[str, str]]:
        """Return kind and title of each segment."""
        return [
            (kind, title) for kind in AgendaItem.Kind.values for title in self.cleaned_data[kind]
        ]


class AgendaForm(Form):
    """Further cases for an agenda: from those due, or one by its number."""

    cases = forms.MultipleChoiceField(
        label="Cases due for review", widget=forms.CheckboxSelectMultiple, required=False
    )
    number = forms.CharField(
        label="Another case, by its number",
        max_length=20,
        required=False,
        help_text="For example 24-0117.",
    )

    def __init__(self, *args: Any, due: list[Revealed], **options: Any) -> None:
        """Offer the cases due that are not on the agenda."""
        super().__init__(*args, **options)
        offer(self, "cases", [(head.id, case_words(head)) for head in due])
        if not due:
            del self.fields["cases"]

    def clean(self) -> dict[str, Any]:
        """Ask for at least one case."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("cases") and not cleaned.get("number"):
            raise forms.ValidationError("Choose a case, or type the number of one.")
        return cleaned


class ItemForm(Form):
    """The question of an item and what was said."""

    question = forms.CharField(label="Question to the team", max_length=300, required=False)
    minutes = MaxText(
        label="What was said",
        max_length=8000,
        rows=8,
        required=False,
        help_text="The gist, not the words. Nothing from the advocate's confidential record.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def case_words(head: Revealed) -> str:
    """Return the head of a case in one line: who, number, when the review is due."""
    due = head["next_review"]
    when = f"{due:%b} {due.day}, {due.year} ({day_words(due)})"
    return f"{head['person_name']}, {head['number']}, review due {when}, {head['officer_name']}"
