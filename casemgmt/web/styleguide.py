"""A page with each component, on invented data, so that the look is decided in one place."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casemgmt.core.clock import now, today
from casemgmt.core.vocabulary import terms
from casemgmt.web.base import GuardedView
from casemgmt.web.forms import Form, MaxText
from casemgmt.web.rules import ANYONE_SIGNED_IN

PLACES = [("home", "At home"), ("office", "At the office"), ("phone", "By phone")]
LEVELS = ("Level I", "Level II", "Level III")
OFFICERS = (
    ("Ana Reyes", (12, 20, 10)),
    ("Ben Ortiz", (9, 15, 11)),
    ("Dana Whitfield", (0, 0, 0)),
    ("Tom Halloran", (3, 18, 7)),
)


class SampleForm(Form):
    """One field of each kind."""

    held_on = forms.DateField(label="Day", help_text="The day it took place.")
    place = forms.ChoiceField(label="Where", choices=PLACES, widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Choose one"), ("visit", "Visit"), ("call", "Call")]
    )
    present = forms.MultipleChoiceField(
        label="Who was there", choices=[("officer", "Officer"), ("provider", "Treatment provider")],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    subject = forms.CharField(label="Subject", max_length=120)
    note = MaxText(
        label="What happened", help_text="What you saw and heard, not what you think of it."
    )
    again = forms.BooleanField(label="A second visit is needed", required=False)


class Styleguide(GuardedView):
    """The styleguide page."""

    access = ANYONE_SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show each component; with ?errors=1 the form as it answers bad input."""
        wrong = {"held_on": "2026-02-30", "place": "moon", "note": "x" * 4100}
        form = SampleForm(wrong if "errors" in request.GET else None, viewer=self.request.viewer)
        return render(request, "web/styleguide.html", {"form": form, **samples()})


def samples() -> dict[str, Any]:
    """Return invented data for each component."""
    day, moment = today(), now()
    return {
        "days": [day + timedelta(days=away) for away in (-400, -3, 0, 5, 90)],
        "moments": [moment - timedelta(seconds=seconds) for seconds in (5, 900, 9000, 300000)],
        "done": {"due_on": day, "done_on": day - timedelta(days=2)},
        "cases": [
            ("24-0117", "Rivers, Jon", "Community, phase 2", "II", day + timedelta(days=12)),
            ("24-0121", "Okafor-Lindqvist, Daniel", "Custody", "III", day - timedelta(days=4)),
            ("25-0009", "Marsh, Peter", "Intake", "I", day),
        ],
        "plain_bars": [
            {"label": name, "value": sum(counts), "url": "#charts"} for name, counts in OFFICERS
        ],
        "stacked_bars": [{"label": name, "parts": _parts(counts)} for name, counts in OFFICERS],
        "terms": list(terms().values()),
    }


def _parts(counts: tuple[int, ...]) -> list[dict[str, Any]]:
    return [{"label": name, "value": n} for name, n in zip(LEVELS, counts, strict=True)]
