"""The form of an event of a case."""

from django import forms

from casemgmt.models import CaseEvent
from casemgmt.services.case_event import EventWords
from casemgmt.web.forms import Form, MaxText


class CaseEventForm(Form):
    """What happened or is set."""

    kind = forms.ChoiceField(label="What", choices=[("", "Choose"), *CaseEvent.Kind.choices])
    happens_at = forms.DateTimeField(
        label="When", help_text="When it happened, or the time for which it is set."
    )
    place = forms.CharField(
        label="Court, facility or area",
        max_length=120,
        required=False,
        help_text="Advocates and police read it. Of a move, the town or area alone: no address.",
    )
    note = MaxText(
        label="Note",
        max_length=2000,
        rows=3,
        required=False,
        help_text="For those who read the whole supervision record. No names of victims.",
    )

    def words(self) -> EventWords:
        """Return what the event says."""
        return EventWords(**self.cleaned_data)
