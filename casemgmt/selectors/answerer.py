"""Who answers access reviews, and which of them wait for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from casemgmt.core import clock
from casemgmt.models import AccessReview, ReviewedSeat
from casemgmt.policy.people import Office, Viewer
from teams.models import Membership, User

ANSWERING = (Office.PRIVACY_OFFICER, Office.AGENCY_HEAD)


@dataclass(frozen=True)
class Waiting:
    """How many reviews wait for somebody, and until when."""

    number: int = 0
    until: date | None = None


def waiting_reviews(viewer: Viewer) -> Waiting:
    """Return how many open reviews wait for this viewer's answers, and until when.

    A team's review waits for its coordinators; for the offices only where it comes to them.
    """
    found = list(waiting_keys(viewer).values())
    return Waiting(len(found), min(found, default=None))


def waiting_keys(viewer: Viewer) -> dict[str, date]:
    """Return the reviews that wait for this viewer's answers, each with its last day."""
    if not viewer.is_coordinator and viewer.office not in ANSWERING:
        return {}
    seats = ReviewedSeat.objects.visible_to(viewer).filter(answer="", ended_at=None)
    seats = seats.exclude(user_id=viewer.user_id).filter(_comes_to(viewer))
    rows = AccessReview.objects.visible_to(viewer).filter(closed_at=None, due_on__gte=viewer.today)
    found = rows.filter(pk__in=seats.order_by().values("review")).values_list("pk", "due_on")
    return {str(key): due for key, due in found}


def _comes_to(viewer: Viewer) -> Q:
    """Return the condition that a seat under review is this viewer's to answer."""
    mine = Q(review__team_id__in=viewer.coordinates)
    if viewer.office not in ANSWERING:
        return mine
    seats = Membership.objects.filter(role="coordinator", starts__lte=viewer.today)
    seats = seats.filter(Q(until__isnull=True) | Q(until__gte=viewer.today))
    leads = seats.filter(team=OuterRef("review__team"))
    of_lead = Q(Exists(leads.filter(user=OuterRef("user")))) | ~Q(Exists(leads))
    ours = Q(review__agency_id=viewer.agency_id)
    return mine | ours | (Q(review__team__unit__agency_id=viewer.agency_id) & of_lead)


def answerers_of(team_id: int | None, agency_id: int | None) -> Iterator[tuple[int, str]]:
    """Yield who answers a review, and the place that it is answered for: the coordinators of a
    team; the privacy officer and the head of an agency, also where a team has nobody; the
    administrators where an agency has nobody either."""
    today = clock.today()
    if team_id is not None:
        seats = Membership.objects.filter(team_id=team_id, role="coordinator", starts__lte=today)
        seats = seats.filter(Q(until__isnull=True) | Q(until__gte=today), user__is_active=True)
        yield from ((key, f"team{team_id}") for key in seats.values_list("user_id", flat=True))
        if seats.exists():
            return
    people = User.objects.filter(is_active=True)
    here = Q(agency_id=agency_id) if agency_id else Q(agency__units__teams__id=team_id)
    offices = people.filter(here, office__in=ANSWERING).distinct()
    if not offices.exists():
        offices = people.filter(here, office=Office.ADMINISTRATOR).distinct()
    yield from ((key, "office") for key in offices.values_list("pk", flat=True))
