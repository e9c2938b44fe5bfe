"""Reads for emergency access: the case behind a number, what is open, what waits for a review, what
was looked at."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, Q, QuerySet

from audit.models import Kind
from audit.services.record import Entry, record
from casemgmt.core.errors import NotVisible
from casemgmt.models import BrokenGlass, Case
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.emergency import EmergencyFacts
from casemgmt.policy.people import Office, Viewer

REVIEWERS = (Office.PRIVACY_OFFICER, Office.AGENCY_HEAD)
MOST = 200


@dataclass(frozen=True)
class Look:
    """One thing that was shown or refused while a glass was open."""

    at: datetime
    what: str
    fields: tuple[str, ...]
    refused: bool


@dataclass(frozen=True)
class GlassRow:
    """A broken glass with the number of its case, where the reader may know it."""

    glass: BrokenGlass
    number: str
    is_mine: bool
    is_open: bool
    is_late: bool


def case_of_own_agency(viewer: Viewer, number: str) -> uuid.UUID | None:
    """Return the key of a case of the viewer's own agency by its exact number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_of_own_agency(%s, %s)", [number, viewer.today])
        found = cursor.fetchone()[0]
    return uuid.UUID(str(found)) if found else None


def is_ours(viewer: Viewer, case_id: object) -> bool:
    """Return whether the viewer's agency keeps a case, unsealed, or sits on its team."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app_is_ours(%s, %s) AND %s <> ALL (app_sealed_ids())",
            [str(case_id), viewer.today, str(case_id)],
        )
        return cursor.fetchone()[0]


def emergency_facts(viewer: Viewer, case_id: object) -> EmergencyFacts | None:
    """Return what the rule of an emergency asks; None for a case of another agency, or for none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM glass_facts(%s, %s)", [str(case_id), viewer.today])
        row = cursor.fetchone()
    return EmergencyFacts(sealed=row[0], conflict=row[1]) if row else None


def open_glasses(viewer: Viewer) -> list[BrokenGlass]:
    """Return what the viewer has open by emergency access at this moment."""
    rows = BrokenGlass.objects.visible_to(viewer).filter(
        user_id=viewer.user_id, ends_at__gt=viewer.now
    )
    return list(rows.order_by("ends_at"))


def count_late(viewer: Viewer) -> int:
    """Return how many reviews of the viewer's agency are late; none for who does not read them."""
    if not viewer.reads_ledger and viewer.office != Office.AGENCY_HEAD:
        return 0
    rows = BrokenGlass.objects.visible_to(viewer).filter(agency_id=viewer.agency_id)
    return rows.filter(reviewed_at__isnull=True, review_due__lt=viewer.today).count()


def open_glass_on(viewer: Viewer, case_id: object) -> BrokenGlass | None:
    """Return the viewer's own open glass on a case."""
    return next(
        (glass for glass in open_glasses(viewer) if str(glass.case_id) == str(case_id)), None
    )


def my_glasses(viewer: Viewer) -> list[GlassRow]:
    """Return the viewer's own emergency access and that of others to the viewer's own cases."""
    # A subquery: a join would lose the rows whose case has gone behind the wall again.
    kept = Case.objects.visible_to(viewer).filter(officer_id=viewer.user_id).order_by()
    mine = Q(user_id=viewer.user_id) | Q(case__in=kept.values("pk"))
    rows = BrokenGlass.objects.visible_to(viewer).filter(mine)
    return _rows(viewer, rows.order_by("-opened_at", "pk")[:MOST])


def list_glasses(viewer: Viewer) -> list[GlassRow]:
    """Return the agency's broken glasses, those that wait for a review first; raises NotVisible."""
    require_reader(viewer)
    rows = BrokenGlass.objects.visible_to(viewer).filter(agency_id=viewer.agency_id)
    ordered = rows.order_by(F("reviewed_at").asc(nulls_first=True), "review_due", "-opened_at")
    return _rows(viewer, ordered[:MOST])


def access_glass(viewer: Viewer, glass_id: object) -> BrokenGlass:
    """Return a broken glass of the viewer's agency for its reviewers; raises NotVisible."""
    require_reader(viewer)
    rows = BrokenGlass.objects.visible_to(viewer).filter(agency_id=viewer.agency_id, pk=glass_id)
    found = rows.select_related("user", "agency", "reviewed_by").first()
    if found is None:
        raise NotVisible("brokenglass", glass_id)
    return found


def show_glass(viewer: Viewer, glass_id: object) -> tuple[GlassRow, list[Look]]:
    """Return a broken glass with what was looked at; that it was read is on the ledger."""
    glass = access_glass(viewer, glass_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM glass_looks(%s)", [str(glass.pk)])
        looks = [_look(*row) for row in cursor.fetchall()]
    entry = Entry(
        kind=Kind.LEDGER, subject_kind="brokenglass", subject_id=str(glass.pk), total=len(looks),
        category=Category.LEDGER, owner_agency_id=viewer.agency_id, authority="own_organization",
    )  # fmt: skip
    record(viewer, [entry])
    return _rows(viewer, [glass])[0], looks


def may_review(viewer: Viewer, glass: BrokenGlass) -> bool:
    """Return whether the viewer writes the review: the office, and never one's own."""
    mine = glass.user_id == viewer.user_id
    return viewer.office in REVIEWERS and glass.agency_id == viewer.agency_id and not mine


def require_reader(viewer: Viewer) -> None:
    """Raise NotVisible for whoever holds no office that reviews or audits."""
    if not viewer.reads_ledger and viewer.office != Office.AGENCY_HEAD:
        raise NotVisible("brokenglass", because="rule:glass_reviewers")


def numbers_for_office(case_ids: list) -> dict[uuid.UUID, str]:
    """Return the numbers of cases that the viewer's office deals with."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, number FROM office_case_numbers(%s::uuid[])",
            [[str(key) for key in case_ids]],
        )
        return {uuid.UUID(str(key)): number for key, number in cursor.fetchall()}


def _rows(viewer: Viewer, found: QuerySet[BrokenGlass] | list[BrokenGlass]) -> list[GlassRow]:
    if isinstance(found, QuerySet):
        found = list(found.select_related("user", "agency", "reviewed_by"))
    keys = [glass.case_id for glass in found]
    cases = Case.objects.visible_to(viewer).filter(pk__in=keys)
    numbers = numbers_for_office(keys) | dict(cases.values_list("pk", "number"))
    record(viewer, [_entry(glass) for glass in found])
    return [
        GlassRow(
            glass,
            numbers.get(glass.case_id, ""),
            is_mine=glass.user_id == viewer.user_id,
            is_open=glass.ends_at > viewer.now,
            is_late=glass.reviewed_at is None and glass.review_due < viewer.today,
        )
        for glass in found
    ]


def _entry(glass: BrokenGlass) -> Entry:
    return Entry(
        kind=Kind.LIST, subject_kind="brokenglass", subject_id=str(glass.pk),
        case_id=str(glass.case_id), owner_agency_id=glass.agency_id, category=Category.LEDGER,
        fields=("user", "reason", "opened_at", "ends_at"), authority="own_organization",
    )  # fmt: skip


def _look(  # noqa: PLR0913  # one row of the ledger
    at: datetime, kind: str, outcome: str, category: str, subject: str, fields: list, because: str
) -> Look:
    known = category in {c.value for c in Category}
    what = LABELS[Category(category)] if known else subject.replace("_", " ")
    return Look(
        at, f"{kind.replace('_', ' ')}: {what.lower()}", tuple(fields), outcome == "refused"
    )
