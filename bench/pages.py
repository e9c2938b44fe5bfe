"""Whole pages through the product's own selectors and views, against the same
without permissions."""

from unittest.mock import patch

from django.db import connections, transaction

from audit.models import Kind
from audit.reveal import Revealed
from audit.services.record import Entry, record
from bench.existence import signed_in
from bench.lists import COUNT_LIMIT, FIRST, LIMIT, PAGE
from bench.readers import PEOPLE
from bench.report import Row
from bench.timing import medians
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.case import COUNT_CAP, HEAD, CaseFilter, CasePage, access_case, list_cases
from casemgmt.selectors.facts import facts_for
from teams.models import User
from teams.selectors.viewers import build_viewer

REASON = "the limit has no permissions"
MEASURED = ("member", "line over an agency")
CATEGORIES_TARGET, PAGE_TARGET = 1.2, 2.5
NOTHING, NARROWED = CaseFilter(), CaseFilter(stage=Case.Stage.PRETRIAL)


def measure() -> list[Row]:
    """Return the rows of the page's parts and of the whole page."""
    rows: list[Row] = []
    for who in MEASURED:
        user = User.objects.select_related("agency").get(username=PEOPLE[who])
        with transaction.atomic():
            viewer = build_viewer(user)
            rows += [*_categories(who, viewer), *_list(who, viewer), *_access(who, viewer)]
            transaction.set_rollback(True)
        rows += _whole(who, user)
    return rows


def heads(keys: list) -> list[Case]:
    """Fetch the heads of a page as the owner, by key and nothing else."""
    rows = Case.objects.using("owner").unscoped(reason=REASON).select_related(*HEAD)
    return list(rows.filter(pk__in=keys).order_by("next_review", "pk"))


def unfiltered(viewer: Viewer, wanted: CaseFilter, *, after: str = "") -> CasePage:
    """Return a page as list_cases does, of everybody's cases: no scope, no rules,
    every row on the ledger."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(LIMIT, [*FIRST, PAGE])
        keys = cursor.fetchall()
        cursor.execute(COUNT_LIMIT, [COUNT_CAP])
        total = cursor.fetchone()[0]
    rows = heads([key for key, _ in keys[:-1]])
    record(viewer, [entry for row in rows for entry in _entries(row)])
    shown = [_shown(row) for row in rows]
    return CasePage(shown, total, f"{keys[-2][1].isoformat()}~{keys[-2][0]}", wanted)


def _shown(row: Case) -> Revealed:
    values = {name: getattr(row, name) for name in row.FIELD_CATEGORY}
    extra = {"stage_text": row.get_stage_display(), "due_soon": []}
    return Revealed(str(row.pk), "case", values, {}, {}, row.version, extra)


def _entries(row: Case) -> list[Entry]:
    by_category: dict[str, list[str]] = {}
    for name, category in row.FIELD_CATEGORY.items():
        by_category.setdefault(category, []).append(name)
    return [
        Entry(
            kind=Kind.LIST, subject_kind="case", subject_id=str(row.pk), case_id=str(row.pk),
            owner_agency_id=row.agency_id, category=category, fields=tuple(names),
        )
        for category, names in by_category.items()
    ]  # fmt: skip


def _categories(who: str, viewer: Viewer) -> list[Row]:
    keys = [row.id for row in list_cases(viewer, NOTHING).rows]

    def decided() -> None:
        for facts in facts_for(viewer, heads(keys)).values():
            for category in Category:
                decide(viewer, Action.LIST, category, facts)

    found = medians({"limit": lambda: heads(keys), "decided": decided}, rounds=60)
    name = f"25 cases x {len(Category)} categories, {who}"
    return [Row(name, found["decided"], found["limit"], CATEGORIES_TARGET)]


def _list(who: str, viewer: Viewer) -> list[Row]:
    ways = {
        "limit": lambda: unfiltered(viewer, NOTHING),
        "secured": lambda: list_cases(viewer, NOTHING),
        "narrowed": lambda: list_cases(viewer, NARROWED),
    }
    found = medians(ways, rounds=60)
    limit, name = found["limit"], f"case list, secured and logged, {who}"
    return [
        Row(name, found["secured"], limit, PAGE_TARGET),
        Row(f"for comparison: {name}, narrowed to cases before trial", found["narrowed"], limit),
    ]


def _access(who: str, viewer: Viewer) -> list[Row]:
    key = list_cases(viewer, NOTHING).rows[0].id
    found = medians(
        {"limit": lambda: heads([key]), "secured": lambda: access_case(viewer, key)}, rounds=60
    )
    return [Row(f"access_case with its facts, {who}", found["secured"], found["limit"])]


def _whole(who: str, user: User) -> list[Row]:
    """The page as a browser gets it: middleware, template and commit on both sides."""
    client = signed_in(user)

    def get() -> None:
        response = client.get("/cases/")
        if response.status_code != 200:
            raise RuntimeError(f"the list answered {response.status_code}")

    def get_unfiltered() -> None:
        with patch("casemgmt.views.case.list_cases", unfiltered):
            get()

    found = medians({"limit": get_unfiltered, "secured": get}, rounds=40)
    return [
        Row(f"whole case list page over HTTP, {who}", found["secured"], found["limit"], PAGE_TARGET)
    ]
