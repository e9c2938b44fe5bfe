"""Registrations for notices: for those who may know that there is one; for others no such page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.policy.actions import Action
from casemgmt.selectors.case import show_number
from casemgmt.web import rules
from casemgmt.web.base import GuardedView, ViewerRequest
from victims.forms.notice_duty import RegisterForm
from victims.selectors.notice_duty import (
    access_duties,
    knows_of_duties,
    list_duties,
    victims_to_register,
)
from victims.services.notice_duty import note_sent, register_for_notices, stop_notices


class NoticeDuties(GuardedView):
    """Whom the agency owes notice, of what, until when."""

    access = rules.CASE_PEOPLE

    def get(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Show them."""
        return _page(request, case_id)

    def post(self, request: ViewerRequest, case_id: UUID) -> HttpResponse:
        """Register a victim whom the system knows."""
        case, _ = access_duties(request.viewer, case_id, action=Action.ADD)
        victims = victims_to_register(request.viewer, case)
        form = RegisterForm(request.POST, viewer=request.viewer, victims=victims)
        if form.is_valid():
            try:
                register_for_notices(request.viewer, case_id, **form.cleaned_data)
            except RuleBroken as error:
                form.reject(error)
            else:
                return _done(
                    request,
                    case_id,
                    "Registered. Treatment, examiners and the defense never learn of it.",
                )
        return _page(request, case_id, form, status=422)


class NoticeStop(GuardedView):
    """A victim wants no more notices."""

    access = rules.CASE_PEOPLE

    def post(self, request: ViewerRequest, case_id: UUID, duty_id: UUID) -> HttpResponse:
        """Stop them at once."""
        try:
            stop_notices(request.viewer, case_id, duty_id)
        except RuleBroken as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("victims:notice_duties", args=[case_id]))
        return _done(request, case_id, "Stopped. Nothing is owed any more.")


class NoticeNote(GuardedView):
    """A notice was given, or the victim was not reached."""

    access = rules.CASE_PEOPLE

    def post(self, request: ViewerRequest, case_id: UUID, duty_id: UUID) -> HttpResponse:
        """Note it."""
        sent = {
            "event_id": _key(request.POST.get("event_id", "")),
            "outcome": request.POST.get("outcome", ""),
        }
        try:
            note_sent(request.viewer, case_id, duty_id, **sent)
        except RuleBroken as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("victims:notice_duties", args=[case_id]))
        return _done(request, case_id, "Noted.")


def _done(request: ViewerRequest, case_id: UUID, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("victims:notice_duties", args=[case_id]))


def _page(
    request: ViewerRequest, case_id: UUID, form: RegisterForm | None = None, status: int = 200
) -> HttpResponse:
    case, facts = access_duties(request.viewer, case_id)
    may_keep = knows_of_duties(request.viewer, facts, Action.ADD)
    if form is None and may_keep:
        victims = victims_to_register(request.viewer, case)
        form = RegisterForm(viewer=request.viewer, victims=victims)
    context = {
        "case_id": case_id,
        "case_number": show_number(request.viewer, case, facts),
        "duties": list_duties(request.viewer, case, facts),
        "form": form,
        "may_keep": may_keep,
    }
    return render(request, "victims/notice_duty/list.html", context, status=status)


def _key(text: str) -> str:
    """Return a key as it is written; of what is none, nothing, so that no odd sign is on record."""
    try:
        return str(UUID(text))
    except ValueError:
        return ""
