"""The first page of the ledger: how it stands, what waits, and the ways in."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from audit.alarm import WORDS
from audit.forms.find import FindForm
from audit.selectors.find import AUTHORITY, CASE, PERSON_WAY, VICTIM, Way
from audit.selectors.health import list_alarms, readings_now, troubles_now
from audit.services.answer import find_ways, open_home
from audit.views.counted import Count
from audit.words import authority_words, subject_words
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.rules import LEDGER_READERS

WEEK = timedelta(days=7)
HEADS = {CASE: "Case", PERSON_WAY: "Person", VICTIM: "A victim's record", AUTHORITY: "Authority"}


class Home(GuardedView):
    """Today's state, what waits, ways in."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show it."""
        viewer = request.viewer
        waiting = open_home(viewer, since=viewer.now - WEEK)
        context = {
            "readings": readings_now(),
            "troubles": troubles_now(),
            "alarms": [(row, WORDS.get(row.kind, row.kind)) for row in list_alarms()],
            "waiting": waiting,
            "find": FindForm(viewer=viewer),
            "since": viewer.today - WEEK,
            "yesterday": viewer.today - timedelta(days=1),
        }
        return render(request, "audit/home/index.html", context)


class Find(GuardedView):
    """The ways in that fit what was typed."""

    access = LEDGER_READERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show them, or say what can be typed."""
        form = FindForm(request.GET, viewer=request.viewer)
        is_asked = form.is_valid()
        ways = find_ways(request.viewer, form.cleaned_data["words"] if is_asked else "")
        context = {"find": form, "ways": [_shown(way) for way in ways], "is_asked": is_asked}
        status = 200 if is_asked else 422
        return render(request, "audit/home/find.html", context, status=status)


def _shown(way: Way) -> Count:
    head = HEADS.get(way.kind) or subject_words(way.of).capitalize()
    label = authority_words(way.label) if way.kind == AUTHORITY else way.label
    if way.kind == CASE:
        return Count(f"{head} {label}: who saw it", 0, reverse("audit:by_case", args=[way.key]))
    if way.kind == PERSON_WAY:
        return Count(f"{head}: {label}", 0, reverse("audit:by_person", args=[way.key]))
    if way.kind == VICTIM:
        return Count(f"{head}: who saw it", 0, reverse("audit:by_victim", args=[way.key]))
    if way.kind == AUTHORITY:
        query = urlencode({"kind": way.of, "ref": way.key})
        return Count(f"{head}: {label}", 0, f"{reverse('audit:by_authority')}?{query}")
    query = urlencode({"of": way.of, "subject": way.key})
    return Count(f"{head}: who saw it", 0, f"{reverse('audit:by_record')}?{query}")
