"""Sends the paper of a release as a PDF that names nobody in its file name."""

from django.http import HttpResponse

from casemgmt.core.pdf import write_pdf
from victims.confidential.copy import Copy


def send_pdf(copy: Copy, *, name: str) -> HttpResponse:
    """Return the tagged PDF; it opens in the browser and rests in no folder by itself."""
    response = HttpResponse(write_pdf("letter.typ", copy.data()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
