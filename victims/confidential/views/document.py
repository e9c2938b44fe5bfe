"""Files of a victim: listed, kept, opened."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from casemgmt.core.errors import RuleBroken
from casemgmt.web.base import ViewerRequest
from victims.confidential.forms.document import DocumentForm
from victims.confidential.selectors.client import open_client
from victims.confidential.selectors.document import list_documents, open_document
from victims.confidential.services.document import FileGiven, keep_document
from victims.confidential.views.base import ConfidentialView


class DocumentList(ConfidentialView):
    """A victim's files, and the form that adds one."""

    def get(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Show them, the newest first."""
        return self._page(request, client_id, DocumentForm(viewer=request.viewer))

    def post(self, request: ViewerRequest, client_id: UUID) -> HttpResponse:
        """Keep a file, or say what to mend."""
        form = DocumentForm(request.POST, request.FILES, viewer=request.viewer)
        if form.is_valid():
            file = form.cleaned_data["file"]
            given = FileGiven(file.name, file.size, file.chunks())
            try:
                keep_document(request.viewer, client_id, given=given)
            except RuleBroken as error:
                form.reject(error, "file")
            else:
                messages.success(request, "The file is kept. Only your organization can open it.")
                return HttpResponseRedirect(reverse("victims:document_list", args=[client_id]))
        return self._page(request, client_id, form, status=422)

    def _page(
        self, request: ViewerRequest, client_id: UUID, form: DocumentForm, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form,
            "client": open_client(request.viewer, client_id),
            "documents": list_documents(request.viewer, client_id),
        }
        return render(request, "victims/document/list.html", context, status=status)


class DocumentDetail(ConfidentialView):
    """One file, as a download; it opens whole or not at all."""

    def get(self, request: ViewerRequest, client_id: UUID, document_id: UUID) -> HttpResponse:
        """Give the file; each part is checked before the first one leaves."""
        shown, parts = open_document(request.viewer, client_id, document_id)
        response = HttpResponse(b"".join(parts), content_type="application/octet-stream")
        response["Content-Disposition"] = content_disposition_header(True, shown.name)  # noqa: FBT003
        response["X-Content-Type-Options"] = "nosniff"
        return response
