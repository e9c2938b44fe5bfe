"""What a monitor outside asks: does the ledger's own work go on. It tells no more than that."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse

from audit.selectors.health import troubles_now
from casemgmt.web import rules
from casemgmt.web.base import declares


@declares(rules.PUBLIC)
def ledger_health(request: HttpRequest) -> JsonResponse:
    """Answer 200 where all goes on, else 503; never what has stopped, how much or since when."""
    try:
        works = not troubles_now()
    except DatabaseError:
        works = False
    return JsonResponse({"ledger": "ok" if works else "stopped"}, status=200 if works else 503)
