"""Pages of cases: the list, the file, one section, the timeline, the search."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from casemgmt.core.errors import NotVisible
from casemgmt.forms.case import CaseFilterForm
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Discipline
from casemgmt.selectors.case import access_case, find_cases, list_cases, show_number
from casemgmt.selectors.file import may_record, open_file, standing_of
from casemgmt.selectors.head import may_open
from casemgmt.selectors.sections import ON_PAGE, TABLES, open_sections
from casemgmt.selectors.timeline import timeline_of
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.htmx import render_part


class CaseList(GuardedView):
    """The viewer's cases by next review; filters stand in the address."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show a page of the list."""
        form = CaseFilterForm(request.GET, viewer=request.viewer)
        page = list_cases(request.viewer, form.wanted(), after=request.GET.get("after", ""))
        kept = [(k, str(v)) for k, v in request.GET.items() if k != "after" and v]
        context = {
            "form": form,
            "page": page,
            "several_teams": len(request.viewer.scope.group_ids) != 1,
            "may_open": may_open(request.viewer),
            "may_be_officer": request.viewer.discipline == Discipline.SUPERVISION,
            "chips": [(words, _without(kept, name)) for name, words in form.chips()],
            "first_url": f"?{urlencode(kept)}" if request.GET.get("after") else "",
            "next_url": f"?{urlencode([*kept, ('after', page.next_key)])}" if page.next_key else "",
        }
        return render_part(request, "casemgmt/case/list.html", "casemgmt/case/_rows.html", context)


def _without(kept: list[tuple[str, str]], name: str) -> str:
    return "?" + urlencode([(k, v) for k, v in kept if k != name])


class CaseDetail(GuardedView):
    """The case file on one page."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the file."""
        viewer = request.viewer
        case, facts = access_case(viewer, case_id)
        file = open_file(viewer, case, facts)
        context = {
            "file": file,
            "team_record_withheld": file.withheld_decision(Category.TEAM_RECORD),
            "case_id": case_id,
            "may_record": may_record(viewer, facts),
        }
        return render_part(
            request, "casemgmt/case/detail.html", "casemgmt/case/_file.html", context
        )


class CaseSection(GuardedView):
    """One category of a case, at its own address."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID, slug: str) -> HttpResponse:
        """Show the section; a category that is hidden answers as one that does not exist."""
        viewer = request.viewer
        case, facts = access_case(viewer, case_id)
        category = next((c for c in TABLES if c.value.replace("_", "-") == slug), None)
        sections = open_sections(viewer, case, facts, [category], limit=ON_PAGE) if category else []
        if not sections:
            raise NotVisible("section", f"{case_id}/{slug}", case_id, "existence_hidden")
        context = {
            "section": sections[0],
            "case_id": case_id,
            "case_number": show_number(viewer, case, facts),
            "standing": standing_of(viewer, case, facts),
            "may_record": may_record(viewer, facts),
        }
        return render_part(
            request, "casemgmt/case/section.html", "casemgmt/case/_section.html", context
        )


class CaseTimeline(GuardedView):
    """Every dated record of a case that the viewer may see."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the timeline."""
        case, facts = access_case(request.viewer, case_id)
        context = {
            "months": timeline_of(request.viewer, case, facts),
            "case_id": case_id,
            "case_number": show_number(request.viewer, case, facts),
            "standing": standing_of(request.viewer, case, facts),
        }
        return render_part(
            request, "casemgmt/case/timeline.html", "casemgmt/case/_timeline.html", context
        )


class Search(GuardedView):
    """Search by name or case number; no match reads the same whatever the reason."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show up to 25 hits."""
        words = " ".join(request.GET.get("q", "").split())[:80]
        found = find_cases(request.viewer, words) if len(words) >= 2 else []
        context = {"words": words, "found": found, "list_url": reverse("casemgmt:case_list")}
        return render_part(
            request, "casemgmt/case/search.html", "casemgmt/case/_found.html", context
        )
