"""A page tells that it is being printed."""

from django.http import HttpResponse

from audit.services.printed import record_print
from casemgmt.core.errors import NotVisible
from casemgmt.web.base import GuardedView, ViewerRequest
from casemgmt.web.page_load import page_of_token
from casemgmt.web.rules import ANYONE_SIGNED_IN


class Printed(GuardedView):
    """Takes the signed id of a page, which only the session that it was given to can use."""

    access = ANYONE_SIGNED_IN

    def post(self, request: ViewerRequest) -> HttpResponse:
        """Keep on the ledger that what the page showed was printed."""
        page_id = page_of_token(request, request.POST.get("page", ""))
        if not page_id:
            raise NotVisible("page", because="strange_page")
        record_print(request.viewer, page_id)
        return HttpResponse(status=204)
