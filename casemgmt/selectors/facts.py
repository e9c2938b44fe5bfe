"""Builds the facts that rules look at, for one case or a page of them,
in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from casemgmt.models import Case, CaseGroupGrant, CaseUserGrant, ExamReferral, Release
from casemgmt.models.grant import LINE_KINDS
from casemgmt.policy.facts import CaseFacts, ReleaseFacts, Standing
from casemgmt.policy.people import Discipline, Viewer
from teams.models import Membership
from teams.selectors.memberships import current_memberships

STRONGEST_FIRST = (
    "assignment",
    "membership",
    "supervisory_line",
    "designee",
    "grant",
    "break_glass",
)
# A provider's and an examiner's row are assignments too.
AUTHORITY = {"provider": "assignment", "examiner": "assignment"}


def facts_for(viewer: Viewer, cases: Iterable[Case]) -> dict[str, CaseFacts]:
    """Return the facts of each case by its key; at most 5 queries whatever their number, and one
    more where the viewer stands on none."""
    cases = list(cases)
    ids = [case.pk for case in cases]
    standings = _standings(viewer, cases, ids)
    releases = _releases(ids)
    examined = _examined(viewer, ids)
    former = _former(viewer, [key for key in ids if not standings[key]])
    return {
        str(case.pk): CaseFacts(
            case_id=str(case.pk),
            stage=case.stage,
            sealed=case.sealed_at is not None,
            conflict=str(case.pk) in viewer.scope.conflict_case_ids,
            standings=tuple(
                sorted(standings[case.pk], key=lambda s: STRONGEST_FIRST.index(s.kind))
            ),
            was_member=case.pk in former,
            owner_agency_id=case.agency_id,
            sovereign=case.sovereign,
            examiner_ids=frozenset({viewer.user_id} if case.pk in examined else ()),
            releases=tuple(releases[case.pk]),
        )
        for case in cases
    }


def _standings(viewer: Viewer, cases: list[Case], ids: list) -> dict[object, list[Standing]]:
    found: dict[object, list[Standing]] = defaultdict(list)
    if not viewer.active or not viewer.has_caseload:
        return found  # rows that are left of an earlier seat lend nothing
    for grant in _grants(viewer, ids):
        found[grant.content_object_id].append(_lent_by(viewer, grant))
    seats = {m.team.group_id: m for m in current_memberships(viewer)}
    if seats:
        rows = CaseGroupGrant.objects.filter(group_id__in=seats, content_object__in=ids)
        for case_id, group_id in rows.values_list("content_object", "group_id"):
            seat = seats[group_id]
            found[case_id].append(Standing("membership", f"membership:{seat.pk}", seat.starts))
    for case in cases:
        if case.unit_id in viewer.scope.unit_ids:
            found[case.pk].append(Standing("supervisory_line", f"unit:{case.unit_id}"))
        if case.agency_id in viewer.scope.agency_ids:
            found[case.pk].append(Standing("supervisory_line", f"agency:{case.agency_id}"))
    return found


def _lent_by(viewer: Viewer, grant: CaseUserGrant) -> Standing:
    if grant.user_id != viewer.user_id:
        return Standing("supervisory_line", f"person:{grant.user_id}")
    return Standing(AUTHORITY.get(grant.kind, grant.kind), f"{grant.kind}:{grant.pk}")


def _grants(viewer: Viewer, ids: list) -> Iterable[CaseUserGrant]:
    """Read the viewer's rows in force, and the assignments of the people in the viewer's line."""
    holds = Q(user_id=viewer.user_id)
    if viewer.scope.line_ids:
        holds |= Q(user_id__in=viewer.scope.line_ids, kind__in=LINE_KINDS)
    begun = Q(starts_at__isnull=True) | Q(starts_at__lte=viewer.now)
    going = Q(valid_until__isnull=True) | Q(valid_until__gt=viewer.now)
    return CaseUserGrant.objects.filter(holds, begun, going, content_object__in=ids).order_by("pk")


def _former(viewer: Viewer, ids: list) -> set:
    """Return the cases of which a team had the viewer as a member: the refusal says that it ended.
    The walls show the application none of these; explanations see them."""
    if not ids:
        return set()
    ended = Membership.objects.filter(user_id=viewer.user_id, until__lt=viewer.today)
    rows = CaseGroupGrant.objects.filter(
        content_object__in=ids, group_id__in=ended.values("team__group_id")
    )
    return set(rows.values_list("content_object", flat=True))


def _releases(ids: list) -> dict[object, list[ReleaseFacts]]:
    """Read all gates of these cases: rules must know one for another recipient to say why it does
    not open."""
    found: dict[object, list[ReleaseFacts]] = defaultdict(list)
    for release in Release.objects.unscoped(reason="the rules weigh every gate of a case").filter(
        case__in=ids
    ):
        found[release.case_id].append(release.facts())
    return found


def _examined(viewer: Viewer, ids: list) -> set:
    if viewer.discipline != Discipline.POLYGRAPH:
        return set()
    rows = ExamReferral.objects.unscoped(reason="the rules ask where an examiner is assigned")
    return set(
        rows.filter(case__in=ids, examiner_id=viewer.user_id).values_list("case_id", flat=True)
    )
