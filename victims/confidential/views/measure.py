"""The organization's own measures."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from casemgmt.web.base import ViewerRequest
from victims.confidential.selectors.measure import list_measures
from victims.confidential.views.base import ConfidentialView


class Measures(ConfidentialView):
    """Numbers of the last year that tell of nobody."""

    def get(self, request: ViewerRequest) -> HttpResponse:
        """Show them."""
        context = {"measures": list_measures(request.viewer), "least": settings.SMALL_CELL}
        return render(request, "victims/measure/list.html", context)
