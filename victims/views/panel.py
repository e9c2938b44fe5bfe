"""The victim's side of a case, in the viewer's measure.

The panel of the case page and the input of a meeting.
"""

from uuid import UUID

from django.http import HttpResponse

from casemgmt.selectors.case import access_case
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.htmx import render_part
from victims.selectors.input import input_for_case
from victims.selectors.panel import open_panel


class Panel(GuardedView):
    """Statements, no-contact terms, what the system knows, the advocate's input.

    Each as far as the viewer may.
    """

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the panel, as a page or as a part of the case's page."""
        case, facts = access_case(request.viewer, case_id)
        context = {
            "panel": open_panel(request.viewer, case, facts),
            "case_id": case_id,
            "case_number": case.number,
        }
        return render_part(
            request, "victims/panel/detail.html", "victims/panel/_panel.html", context
        )


class Input(GuardedView):
    """The advocate's input, which a meeting hears first."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the input, as a part of the meeting's item or as a page."""
        case, facts = access_case(request.viewer, case_id)
        context = {
            "input": input_for_case(request.viewer, case, facts),
            "case_id": case_id,
            "case_number": case.number,
        }
        return render_part(
            request, "victims/input/detail.html", "victims/input/_input.html", context
        )
