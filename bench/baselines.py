"""What the list would cost without its functions: guardian's own query, and a check in Python of
row after row."""

from datetime import date
from uuid import UUID

from guardian.shortcuts import get_objects_for_user  # noqa: TID251  # the baseline that the product does without

from bench.readers import Reader
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts, Standing
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from teams.models import Agency, User
from teams.selectors.viewers import build_viewer

CHUNK = 500
REASON = "the baseline asks guardian"
# From the copy, whose index gives them in the order of the list.
CHUNKS = """SELECT id, next_review, stage, agency_id, unit_id FROM bench_case
  WHERE sealed_at IS NULL AND stage <> 'closed' AND (next_review, id) > (%s, %s::uuid)
  ORDER BY next_review, id LIMIT %s"""
GRANTS = """SELECT case_id, 'assignment' FROM casemgmt_caseusergrant
    WHERE user_id = %s AND case_id = ANY (%s::uuid[])
    AND (starts_at IS NULL OR starts_at <= app_now())
    AND (valid_until IS NULL OR valid_until > app_now())
  UNION ALL SELECT case_id, 'membership' FROM casemgmt_casegroupgrant
    WHERE group_id = ANY (app_group_ids()) AND case_id = ANY (%s::uuid[])"""


def guardian_sql(user_id: int, page: int) -> tuple[str, tuple]:
    """Return the first page as guardian filters it; its query alone,
    without what Django adds to it."""
    user = User.objects.get(pk=user_id)
    cases = (
        Case.objects.unscoped(reason=REASON).filter(sealed_at__isnull=True).exclude(stage="closed")
    )
    held = get_objects_for_user(user, "casemgmt.view_case", cases, accept_global_perms=False)
    agencies = get_objects_for_user(
        user, "teams.supervise_agency", Agency, accept_global_perms=False
    )
    if agencies.exists():
        held = cases.filter(agency__in=agencies.order_by())
    rows = held.order_by("next_review", "pk").values_list("pk", "next_review")[:page]
    return rows.query.sql_with_params()


def fetch_and_decide(reader: Reader, wanted: int) -> list[str]:
    """Return the first page by asking the rules about each case in the order of the list."""
    viewer = build_viewer(User.objects.select_related("agency").get(pk=reader.user_id))
    found: list[str] = []
    last = (date(1, 1, 1), str(UUID(int=0)))
    while len(found) < wanted:
        rows = reader.ask(CHUNKS, *last, CHUNK)
        grants = _standings(reader, rows)
        found += [row[0] for row in rows if _may_see(viewer, row, grants)]
        if len(rows) < CHUNK:
            break
        last = (rows[-1][1], rows[-1][0])
    return found[:wanted]


def _standings(reader: Reader, rows: object) -> dict[str, str]:
    ids = [row[0] for row in rows]  # type: ignore[attr-defined]
    return dict(reader.ask(GRANTS, reader.user_id, ids, ids))


def _may_see(viewer: Viewer, row: tuple, grants: dict[str, str]) -> bool:
    key, _, stage, agency, unit = row
    in_line = unit in viewer.scope.unit_ids or agency in viewer.scope.agency_ids
    kind = grants.get(key) or ("supervisory_line" if in_line else "")
    standings = (Standing(kind, ""),) if kind else ()
    facts = CaseFacts(case_id=key, stage=stage, standings=standings, owner_agency_id=agency)
    return bool(decide(viewer, Action.LIST, Category.IDENTITY, facts))
