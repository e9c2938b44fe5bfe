"""Papers that name areas: the list of areas to keep away from, and the travel permit."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import formats

from casemgmt.core.pdf import write_pdf
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.times import DAY_FORMAT
from victims.forms.areas import PermitForm
from victims.selectors.areas import Paper, access_paper

AWAY = "Areas to keep away from"
COARSE = (
    "The areas are drawn wide on purpose. They say nothing of where anybody lives, and some of "
    "them mean nothing at all."
)


class AreaList(GuardedView):
    """The areas and terms of a case, on paper."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Return the PDF."""
        paper = access_paper(request.viewer, case_id)
        return _pdf(paper, AWAY, [])


class TravelPermit(GuardedView):
    """A permit to travel, made and printed, kept nowhere."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show the form."""
        return self._page(request, case_id, PermitForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Return the PDF, or show what to mend with everything typed still there."""
        form = PermitForm(request.POST, viewer=request.viewer)
        if not form.is_valid():
            return self._page(request, case_id, form, status=422)
        paper, given = access_paper(request.viewer, case_id), form.cleaned_data
        barred = [
            area for area in paper.areas if area.casefold() in given["destination"].casefold()
        ]
        if barred:
            form.add_error("destination", f"{barred[0]} is an area to keep away from.")
            return self._page(request, case_id, form, status=422)
        days = [formats.date_format(given[name], DAY_FORMAT) for name in ("starts_on", "ends_on")]
        lines = [
            f"To: {given['destination']}", f"From {days[0]} until {days[1]}",
            f"For: {given['purpose']}", f"Given by: {request.viewer.name}",
        ]  # fmt: skip
        return _pdf(paper, "Travel permit", [{"heading": "Travel", "lines": lines}])

    def _page(
        self, request: ViewerRequest, case_id: UUID, form: PermitForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "case_id": case_id, "paper": access_paper(request.viewer, case_id)}
        return render(request, "victims/areas/permit.html", context, status=status)


def _pdf(paper: Paper, title: str, sections: list[dict[str, object]]) -> HttpResponse:
    areas = list(paper.areas) or ["None on record."]
    body = [
        {"heading": "", "lines": [f"{paper.person_name}, case {paper.number}"]},
        *sections,
        {"heading": AWAY, "lines": [*areas, COARSE] if paper.areas else areas},
        {"heading": "Terms", "lines": list(paper.terms) or ["None on record."]},
    ]
    data = {"title": title, "language": "en", "footer": title, "sections": body}
    response = HttpResponse(write_pdf("letter.typ", data), content_type="application/pdf")
    name = title.lower().replace(" ", "-")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
