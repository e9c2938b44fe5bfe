"""Numbers of the caseload: who carries how many, and what is overdue for how long."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from casemgmt.models import Case
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from casemgmt.selectors.case import (
    DUE_FIELD,
    FILTERED_CATEGORY,
    agreements_ended,
    may_filter,
)
from teams.models import Team, User

KINDS = {
    "contact": "Contacts",
    "review": "Reviews",
    "polygraph": "Polygraphs",
    "assessment": "Assessments",
}
AGES = (("1 to 7 days", 1, 7), ("8 to 30 days", 8, 30), ("More than 30 days", 31, None))
BANDS = (1, 2, 3, 4, 5, None)  # None: nobody has assessed it yet
UNITS_BY_OFFICER = 4  # who supervises more units than this sees teams, not officers


@dataclass(frozen=True)
class Carried:
    """The open cases of one officer or one team, by level."""

    kind: str  # officer or team: the parameter by which the list of cases is narrowed
    key: UUID
    name: str
    by_band: dict[int | None, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return all of them."""
        return sum(self.by_band.values())


@dataclass(frozen=True)
class Overdue:
    """How many cases have one kind of thing overdue, by age."""

    kind: str
    by_age: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return all of them."""
        return sum(self.by_age)


@dataclass(frozen=True)
class Caseload:
    """The caseload in a supervisory line as it is now."""

    carried: list[Carried]
    overdue: dict[str, Overdue]
    shows_risk: bool

    @property
    def total(self) -> int:
        """Return all open cases."""
        return sum(one.total for one in self.carried)


def count_caseload(viewer: Viewer) -> Caseload:
    """Count the open cases that the viewer may know of, in one pass over them."""
    kinds = [k for k in KINDS if k == "review" or may_filter(viewer, FILTERED_CATEGORY[k])]
    holder = "officer" if len(viewer.scope.unit_ids) <= UNITS_BY_OFFICER else "team"
    shows_risk = _shows_risk(viewer)
    groups = [f"{holder}_id", *(["risk_band"] if shows_risk else [])]
    rows = list(_open(viewer).values(*groups).annotate(total=Count("pk"), **_ages(viewer, kinds)))
    overdue = {
        kind: Overdue(
            kind, tuple(sum(row[f"{kind}_{at}"] for row in rows) for at in range(len(AGES)))
        )
        for kind in kinds
    }
    return Caseload(_carried(holder, rows), overdue, shows_risk)


def _shows_risk(viewer: Viewer) -> bool:
    ended = agreements_ended(viewer, Category.RISK)
    beyond = bool(ended) and _open(viewer).filter(agency_id__in=ended).exists()
    return may_filter(viewer, Category.RISK) and not beyond


def _open(viewer: Viewer) -> QuerySet[Case]:
    """The same cases that the list of open cases shows."""
    return Case.objects.visible_to(viewer).exclude(stage=Case.Stage.CLOSED).order_by()


def _ages(viewer: Viewer, kinds: list[str]) -> dict[str, Count]:
    counts = {}
    for kind in kinds:
        ended = agreements_ended(viewer, FILTERED_CATEGORY[kind]) if kind != "review" else []
        for at, (_, youngest, oldest) in enumerate(AGES):
            within = Q(**{f"{DUE_FIELD[kind]}__lte": viewer.today - timedelta(days=youngest)})
            if oldest:
                within &= Q(**{f"{DUE_FIELD[kind]}__gte": viewer.today - timedelta(days=oldest)})
            if ended:
                within &= ~Q(agency_id__in=ended)
            counts[f"{kind}_{at}"] = Count("pk", filter=within)
    return counts


def _carried(holder: str, rows: list[dict]) -> list[Carried]:
    ids = {row[f"{holder}_id"] for row in rows}
    table = User if holder == "officer" else Team
    found = {
        pk: Carried(holder, key, name)
        for pk, key, name in table.objects.filter(pk__in=ids).values_list("pk", "key", "name")
    }
    for row in rows:
        bands = found[row[f"{holder}_id"]].by_band
        band = row.get("risk_band")
        bands[band] = bands.get(band, 0) + row["total"]
    return sorted(found.values(), key=lambda one: one.name)
