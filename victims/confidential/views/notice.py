"""What is to be told to one victim, and ticking it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from casemgmt.core.errors import RuleBroken
from casemgmt.web.base import ViewerRequest
from victims.confidential.forms.notice import NoticeForm
from victims.confidential.models import Sheet
from victims.confidential.notices import OPENING
from victims.confidential.selectors.client import open_client
from victims.confidential.selectors.notice import list_notices, open_notice
from victims.confidential.selectors.sheet import list_sheets
from victims.confidential.services.notice import note_step
from victims.confidential.views.base import ConfidentialView


class NoticeList(ConfidentialView):
    """Every notice of a victim, the open ones first."""

    def get(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Show them, and what the victim wishes to be told."""
        wishes, _ = list_sheets(request.viewer, client_id, Sheet.Kind.NOTICE)
        context = {
            "client": open_client(request.viewer, client_id),
            "notices": list_notices(request.viewer, client_id),
            "wishes": wishes,
        }
        return render(request, "victims/notice/list.html", context)


class Notice(ConfidentialView):
    """One notice: the safe way, the words, and the form that ticks it."""

    def get(self, request: ViewerRequest, client_id: UUID, notice_id: UUID) -> HttpResponse:
        """Show it."""
        return self._page(request, client_id, notice_id, NoticeForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, client_id: UUID, notice_id: UUID) -> HttpResponse:
        """Note what came of it, or show what to mend."""
        form = NoticeForm(request.POST, viewer=request.viewer)
        if form.is_valid():
            try:
                note_step(request.viewer, client_id, notice_id, words=form.words())
            except RuleBroken as error:
                form.reject(error, "note")
            else:
                messages.success(request, "Noted.")
                return HttpResponseRedirect(reverse("victims:notice_list", args=[client_id]))
        return self._page(request, client_id, notice_id, form, status=422)

    def _page(
        self,
        request: ViewerRequest,
        client_id: UUID,
        notice_id: UUID,
        form: NoticeForm,
        status: int = 200,
    ) -> HttpResponse:
        viewer = request.viewer
        context = {
            "form": form,
            "notice": open_notice(viewer, client_id, notice_id),
            "client": open_client(viewer, client_id),
            "rules": list_sheets(viewer, client_id, Sheet.Kind.CONTACT_RULE)[0],
            "wishes": list_sheets(viewer, client_id, Sheet.Kind.NOTICE)[0],
            "opening": OPENING,
        }
        return render(request, "victims/notice/detail.html", context, status=status)
