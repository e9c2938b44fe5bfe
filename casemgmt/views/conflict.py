"""Conflicts of interest: one's own on a case, and those that an agency keeps for its people."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.forms.conflict import ConflictForm, DeclareForm, EndForm
from casemgmt.selectors.case import access_case, show_number
from casemgmt.selectors.conflict import access_conflict, list_conflicts, people_kept
from casemgmt.services.conflict import declare_conflict, end_conflict, set_conflict_by_number
from casemgmt.views.record import tell
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest


class ConflictDeclare(GuardedView):
    """One's own conflict with a case, confirmed."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show what follows from it."""
        return self._page(request, case_id, DeclareForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Put it on record; the page after it names nothing any more."""
        form = DeclareForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            declare_conflict(request.viewer, case_id, reason=form.cleaned_data["reason"])
            return HttpResponseRedirect(reverse("casemgmt:conflict_declared"))
        return self._page(request, case_id, form, status=422)

    def _page(
        self, request: ViewerRequest, case_id: UUID, form: DeclareForm, status: int = 200
    ) -> HttpResponse:
        case, facts = access_case(request.viewer, case_id)
        number = show_number(request.viewer, case, facts)
        context = {"form": form, "case_id": case_id, "case_number": number}
        return render(request, "casemgmt/conflict/declare.html", context, status=status)


class ConflictDeclared(GuardedView):
    """The plain page after it."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Say that it is on record, and name nothing."""
        return render(request, "casemgmt/conflict/declared.html")


class ConflictList(GuardedView):
    """The conflicts of the agency's people, those that stand first."""

    access = rules.CONFLICT_KEEPERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show them."""
        context = {"rows": list_conflicts(request.viewer)}
        return render(request, "casemgmt/conflict/list.html", context)


class ConflictAdd(GuardedView):
    """A conflict of one of the agency's people."""

    access = rules.CONFLICT_KEEPERS

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show the form."""
        return self._page(request, self._form(request))

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Put it on record; another agency's number reads as a missing one."""
        form = self._form(request, request.POST)
        if form.is_valid():
            held = form.cleaned_data
            try:
                set_conflict_by_number(
                    request.viewer, held["number"], person_key=held["person"], reason=held["reason"]
                )
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, "On record. The case is closed to this person at once.")
                return HttpResponseRedirect(reverse("casemgmt:conflict_list"))
        return self._page(request, form, status=422)

    def _form(self, request: ViewerRequest, typed: object = None) -> ConflictForm:
        people = [(str(one.key), one.name) for one in people_kept(request.viewer)]
        return ConflictForm(typed, viewer=request.viewer, people=people)

    def _page(self, request: ViewerRequest, form: ConflictForm, status: int = 200) -> HttpResponse:
        return render(request, "casemgmt/conflict/add.html", {"form": form}, status=status)


class ConflictEnd(GuardedView):
    """The end of a conflict, confirmed with a reason; never of one's own."""

    access = rules.CONFLICT_KEEPERS

    def get(self, request: ViewerRequest, conflict_id: int) -> HttpResponse:
        """Show whose it is."""
        return self._page(request, conflict_id, EndForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, conflict_id: int) -> HttpResponse:
        """End it."""
        form = EndForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                end_conflict(request.viewer, conflict_id, reason=form.cleaned_data["reason"])
            except RuleBroken as error:
                tell(form, error)
            else:
                messages.success(request, "It is ended. What else gives access counts again.")
                return HttpResponseRedirect(reverse("casemgmt:conflict_list"))
        return self._page(request, conflict_id, form, status=422)

    def _page(
        self, request: ViewerRequest, conflict_id: int, form: EndForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "row": access_conflict(request.viewer, conflict_id)}
        return render(request, "casemgmt/conflict/end.html", context, status=status)
