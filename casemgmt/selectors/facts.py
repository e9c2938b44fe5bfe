"""Builds the facts that rules look at, for one case or a page of them,
in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable

from casemgmt.models import Case, CaseGroupGrant, CaseUserGrant, ExamReferral, Release
from casemgmt.policy.facts import CaseFacts, ReleaseFacts, Standing
from casemgmt.policy.people import Discipline, Viewer
from teams.selectors.memberships import current_memberships

STRONGEST_FIRST = (
    "assignment",
    "membership",
    "supervisory_line",
    "designee",
    "grant",
    "break_glass",
)


def facts_for(viewer: Viewer, cases: Iterable[Case]) -> dict[str, CaseFacts]:
    """Return the facts of each case by its key; at most 5 queries whatever their number."""
    cases = list(cases)
    ids = [case.pk for case in cases]
    standings = _standings(viewer, cases, ids)
    releases = _releases(ids)
    examined = _examined(viewer, ids)
    return {
        str(case.pk): CaseFacts(
            case_id=str(case.pk),
            stage=case.stage,
            sealed=case.sealed_at is not None,
            conflict=str(case.pk) in viewer.scope.conflict_case_ids,
            standings=tuple(
                sorted(standings[case.pk], key=lambda s: STRONGEST_FIRST.index(s.kind))
            ),
            owner_agency_id=case.agency_id,
            examiner_ids=frozenset({viewer.user_id} if case.pk in examined else ()),
            releases=tuple(releases[case.pk]),
        )
        for case in cases
    }


def _standings(viewer: Viewer, cases: list[Case], ids: list) -> dict[object, list[Standing]]:
    found: dict[object, list[Standing]] = defaultdict(list)
    for grant in CaseUserGrant.objects.filter(user_id=viewer.user_id, content_object__in=ids):
        if grant.valid_until is None or grant.valid_until > viewer.now:
            found[grant.content_object_id].append(Standing(grant.kind, f"{grant.kind}:{grant.pk}"))
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
