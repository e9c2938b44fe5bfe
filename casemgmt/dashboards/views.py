"""Pages of the dashboard: the numbers, the meetings and decisions behind them, and the files."""

import csv
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from audit.cells import guarded
from audit.models import Kind
from casemgmt.core.errors import NotVisible
from casemgmt.dashboards.decisions import list_decisions
from casemgmt.dashboards.meetings import STATES, list_meetings
from casemgmt.dashboards.periods import CHOICES, period_of
from casemgmt.dashboards.tables import SLOT_WORDS, TABLES, as_lines, count_all, listed
from casemgmt.dashboards.voice import count_voice, least
from casemgmt.dashboards.waiting import waiting_for_input
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.htmx import is_part

PERIOD_WORDS = {30: "Last 30 days", 90: "Last 90 days", 365: "Last year"}


class Dashboard(GuardedView):
    """Four numbers that matter, then the charts."""

    access = rules.SUPERVISORS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Count and show; the counting is on the ledger."""
        period = period_of(request.viewer, request.GET.get("days", ""))
        numbers = count_all(request.viewer, period)
        context = {
            "numbers": numbers,
            "charts": {name: rows(numbers) for name, rows in TABLES.items()},
            "periods": [(days, PERIOD_WORDS[days], days == period.days) for days in CHOICES],
            "held_url": listed("meetings", period),
            "heard_url": listed("decisions", period, perspective="heard"),
        }
        return render(request, "casemgmt/dashboards/index.html", context)


class Table(GuardedView):
    """One chart's table as a file."""

    access = rules.SUPERVISORS

    def get(self, request: ViewerRequest, name: str) -> HttpResponse:
        """Answer the table as comma-separated text; the export is on the ledger."""
        if name not in TABLES:
            raise NotVisible("table", name)
        period = period_of(request.viewer, request.GET.get("days", ""))
        numbers = count_all(request.viewer, period, kind=Kind.EXPORT, table=name)
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = (
            f'attachment; filename="{name}-{period.today.isoformat()}.csv"'
        )
        csv.writer(response).writerows(
            [guarded(cell) for cell in line] for line in as_lines(TABLES[name](numbers))
        )
        return response


class Meetings(GuardedView):
    """The meetings behind the number of those held."""

    access = rules.SUPERVISORS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show the meetings of the period, narrowed to a state when the address names one."""
        period = period_of(request.viewer, request.GET.get("days", ""))
        state, team = request.GET.get("state", ""), _uuid(request.GET.get("team", ""))
        kept = {"team": team} if team else {}
        chips = [
            (word, listed("meetings", period, state=key, **kept), key == state)
            for key, word in STATES.items()
        ]
        context = {
            "period": PERIOD_WORDS[period.days],
            "rows": list_meetings(request.viewer, period, state, team=team),
            "chips": [("All", listed("meetings", period, **kept), state not in STATES), *chips],
        }
        return render(request, "casemgmt/dashboards/meetings.html", context)


class Decisions(GuardedView):
    """The decisions behind the numbers of victims' perspectives."""

    access = rules.SUPERVISORS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show a page of decisions, narrowed to a slot when the address names one."""
        period = period_of(request.viewer, request.GET.get("days", ""))
        slot, after = request.GET.get("perspective", ""), request.GET.get("after", "")
        page = list_decisions(request.viewer, period, slot, after=after)
        words: dict[str, str] = {"heard": "Heard", **SLOT_WORDS}
        chips = [
            (word, listed("decisions", period, perspective=key), key == slot)
            for key, word in words.items()
        ]
        here = listed("decisions", period, perspective=slot)
        context = {
            "period": PERIOD_WORDS[period.days],
            "rows": page.rows,
            "chips": [("All", listed("decisions", period), slot not in words), *chips],
            "first_url": here if after else "",
            "next_url": f"{here}&{urlencode({'after': page.next_key})}" if page.next_key else "",
        }
        return render(request, "casemgmt/dashboards/decisions.html", context)


class VictimsVoice(GuardedView):
    """Measures of the victims' voice that tell of no person."""

    access = rules.SUPERVISORS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Count and show; the counting is on the ledger."""
        period = period_of(request.viewer, request.GET.get("days", ""))
        context = {
            "voice": count_voice(request.viewer, period),
            "period": PERIOD_WORDS[period.days],
            "periods": [(days, PERIOD_WORDS[days], days == period.days) for days in CHOICES],
            "least": least(),
        }
        return render(request, "casemgmt/dashboards/voice.html", context)


class InputWaited(GuardedView):
    """Which cases wait for an advocate's input: part of the work page, or a page itself."""

    access = rules.ADVOCATES

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show the cases."""
        template = "_waited" if is_part(request) else "waited"
        context = {"rows": waiting_for_input(request.viewer)}
        return render(request, f"casemgmt/dashboards/{template}.html", context)


def _uuid(text: str) -> UUID | None:
    """Return the key that an address names; what is none names nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None
