"""Forms of a meeting: when and where, why it is cancelled, who is invited, further segments."""

from datetime import date, datetime, time
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from casemgmt.core.walltime import moments_of, wall_of
from casemgmt.web.forms import Form, MaxText
from teams.models import AgendaItem, Meeting, Membership
from teams.services.meeting import Appointment

FIRST, SECOND = "first", "second"
NAMES_NOBODY = "Everyone invited reads it, and it stands in lists. Name no person and no case."


class MeetingForm(Form):
    """When, how long and where; a time that comes twice, as the clocks go back, is asked again."""

    title = forms.CharField(
        label="Title", max_length=120, initial="Case review", help_text=NAMES_NOBODY
    )
    day = forms.DateField(label="Day")
    time = forms.TimeField(label="Time")
    which = forms.ChoiceField(
        label="This time comes twice on that day, because the clocks go back. Which one?",
        choices=[(FIRST, "The first, before they go back"), (SECOND, "The second, after")],
        widget=forms.RadioSelect,
    )
    minutes_long = forms.IntegerField(
        label="Length in minutes", min_value=15, max_value=480, initial=90
    )
    place = forms.CharField(
        label="Place", max_length=120, required=False, help_text="A place, a link, or both."
    )
    link = forms.URLField(
        label="Link to join", max_length=300, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, zone: str = "", **options: Any) -> None:
        """Take the zone of the meeting; ask which hour is meant only where there are two."""
        super().__init__(*args, **options)
        self.zone = zone or settings.TIME_ZONE
        self.fields["time"].help_text = f"As the clock on the wall shows it ({self.zone})."
        self.moments = moments_of(wall, self.zone) if (wall := self._typed()) else []
        if len(self.moments) < 2:
            del self.fields["which"]

    @classmethod
    def initial_of(cls, meeting: Meeting) -> dict[str, object]:
        """Return what the form shows for a meeting that exists."""
        wall = wall_of(meeting.starts_at, meeting.zone)
        kept = ("title", "minutes_long", "place", "link")
        return {name: getattr(meeting, name) for name in kept} | {
            "day": wall.date(),
            "time": wall.time(),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse a time that the clocks leave out, and a meeting that is nowhere."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("day") and cleaned.get("time") and not self.moments:
            wall = datetime.combine(cleaned["day"], cleaned["time"])
            self.add_error("time", _left_out(wall))
        if not cleaned.get("place") and not cleaned.get("link") and "link" not in self.errors:
            self.add_error("place", "Give a place or a link to join, or both.")
        return cleaned

    def appointment(self) -> Appointment:
        """Return what was entered; only after is_valid()."""
        values = self.cleaned_data
        later = values.get("which") == SECOND
        return Appointment(
            title=values["title"],
            starts_at=self.moments[-1 if later else 0],
            zone=self.zone,
            minutes_long=values["minutes_long"],
            place=values["place"],
            link=values["link"],
        )

    def _typed(self) -> datetime | None:
        """Return the wall time as typed, before the form is checked."""
        found = [_cleaned(self, "day"), _cleaned(self, "time")]
        if isinstance(found[0], date) and isinstance(found[1], time):
            return datetime.combine(found[0], found[1])
        return None


class MoveForm(MeetingForm):
    """A meeting that exists, with the version that the person had open."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class CancelForm(Form):
    """Why a meeting does not take place."""

    reason = forms.CharField(label="Reason", max_length=200, help_text=NAMES_NOBODY)
    version = forms.IntegerField(widget=forms.HiddenInput)


class InvitedForm(Form):
    """Who of the team is invited."""

    members = forms.MultipleChoiceField(label="Invited", widget=forms.CheckboxSelectMultiple)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, seats: list[Membership], **options: Any) -> None:
        """Offer the present members."""
        super().__init__(*args, **options)
        offer(self, "members", choices_of(seats))


class SegmentForm(Form):
    """One more segment that speaks of no person."""

    kind = forms.ChoiceField(
        label="Kind", choices=AgendaItem.Kind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(label="Title", max_length=160, help_text=NAMES_NOBODY)


class MinutesForm(Form):
    """What was said in general and to each segment; each segment has a field of its own."""

    general = MaxText(
        label="In general",
        max_length=20000,
        rows=6,
        required=False,
        help_text=f"{NAMES_NOBODY} What concerns a case is written at its item.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, segments: list[AgendaItem], **options: Any) -> None:
        """Add a field for each segment."""
        super().__init__(*args, **options)
        self.keys = [str(item.pk) for item in segments]
        for item in segments:
            label = f"{item.get_kind_display()}: {item.title}"
            field = MaxText(label=label, max_length=4000, rows=3, required=False, initial=item.note)
            self.fields[str(item.pk)] = field

    def notes(self) -> dict[str, str]:
        """Return the text of each segment by its key."""
        return {key: self.cleaned_data[key] for key in self.keys}


class AddendumForm(Form):
    """What a member adds to approved minutes."""

    text = MaxText(label="Addendum", max_length=4000, help_text=NAMES_NOBODY)


def offer(form: Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Let a form's field offer these choices."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def choices_of(seats: list[Membership]) -> list[tuple[str, str]]:
    """Return members as choices: name, discipline, agency."""
    return [(str(seat.user.key), words_of(seat)) for seat in seats]


def words_of(seat: Membership) -> str:
    """Return a member in words."""
    user = seat.user
    parts = [user.name, user.get_discipline_display(), getattr(user.agency, "name", "")]
    return ", ".join(part for part in parts if part)


def _cleaned(form: Form, name: str) -> object:
    field = form.fields[name]
    raw = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    try:
        return field.clean(raw)
    except ValidationError:
        return None


def _left_out(wall: datetime) -> str:
    return (
        f"{wall:%H:%M} does not exist on {wall:%B %-d, %Y}: the clocks go forward over it. "
        "Choose an earlier or a later time."
    )


class GuestForm(Form):
    """Somebody from outside the team."""

    sign_in = forms.CharField(
        label="Sign-in name or e-mail address",
        max_length=200,
        help_text="A guest hears items that name nobody, and cases on which the guest stands. "
        "Before every other case the guest leaves the room.",
    )
