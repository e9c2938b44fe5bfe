"""By what authority something may have been told: the recipient's own standing, papers of the case
that were open for this recipient at that moment, a law, or nothing on record."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from casemgmt.core.keys import key_in
from casemgmt.models import Case, Release
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.facts import CaseFacts, RecordFacts
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.regimes import PART2
from casemgmt.policy.rules import decide
from casemgmt.policy.spoken import (
    NO_AUTHORITY,
    Cover,
    Recipient,
    cover_by_paper,
    cover_by_statute,
    no_cover,
)
from casemgmt.policy.statutes import STATUTES, Statute
from casemgmt.selectors.release import named_releases
from casemgmt.selectors.sections import TABLES
from casemgmt.selectors.standing_rows import FOR_TELLERS, read_standing
from teams.models import Agency, User
from teams.models.user import DISCIPLINE_LABELS
from teams.selectors.memberships import members_of
from teams.selectors.people import find_person

STANDING, LAW, NOTHING = "standing", "law", "none"
PAPER = "paper:"
# The advocates' confidential record is not here: what leaves it stands on their own ledger.
TOLD = (
    Category.IDENTITY, *TABLES, Category.TEAM_RECORD, Category.VICTIM_SYSTEM,
    Category.VICTIM_STATEMENT,
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What is told to whom and when, as far as an authority depends on it."""

    recipient: Recipient
    categories: tuple[str, ...]
    told_at: datetime


def tellable(viewer: Viewer, facts: CaseFacts) -> list[Category]:
    """Return the categories that the viewer receives on this case himself."""
    return [c for c in TOLD if decide(viewer, Action.VIEW, c, facts).allowed]


def recipients_at_table(viewer: Viewer, case: Case) -> list[tuple[str, str]]:
    """Return the people of the case's team and its officer, by key, in words; not the viewer."""
    people = {member.user.pk: member.user for member in members_of(case.team_id, viewer)}
    people[case.officer_id] = case.officer
    people.pop(viewer.user_id, None)
    return [(str(one.key), _person(one)) for one in sorted(people.values(), key=lambda u: u.name)]


def recipient_agencies() -> list[tuple[str, str]]:
    """Return the agencies of the directory, by key, in words."""
    rows = Agency.objects.filter(closed_on__isnull=True).order_by("name")
    return [(str(key), name) for key, name in rows.values_list("key", "name")]


def recipient_of(person_key: str, agency_key: str) -> Recipient:
    """Return the recipient as papers name one; a person of the system brings the agency."""
    person = find_person(person_key) if person_key else None
    if person is not None:
        return Recipient(person.agency_id, person.pk, person.discipline)
    agency = Agency.objects.filter(key=key_in(agency_key)).first() if agency_key else None
    return Recipient(agency.pk if agency else None)


def grounds_for(
    viewer: Viewer, case: Case, facts: CaseFacts, asked: Asked
) -> list[tuple[str, str]]:
    """Return what the teller can choose among, in words; a paper that opened nothing of it to this
    recipient at that moment is not there."""
    found = []
    if asked.recipient.user_id:
        cover = cover_of(viewer, case, facts, asked, STANDING)
        if (words := _covered(cover, asked)) is not None:
            found.append((STANDING, f"The recipient receives it on this case already{words}"))
    for paper in _papers(viewer, case):
        cover = cover_of(viewer, case, facts, asked, f"{PAPER}{paper.pk}")
        if (words := _covered(cover, asked)) is not None:
            found.append((f"{PAPER}{paper.pk}", f"{_paper(paper)}{words}"))
    return [
        *found,
        (LAW, "A law, which I choose below"),
        (NOTHING, "I know of none: it is recorded, and the privacy officer looks at it"),
    ]


def cover_of(
    viewer: Viewer,
    case: Case,
    facts: CaseFacts,
    asked: Asked,
    ground: str,
    statute: Statute | None = None,
) -> Cover:
    """Return what a ground covers of what was told.

    Of what the teller himself has under a paper only a law or an order lets him pass anything on.
    """
    part2 = is_part2(viewer, asked.categories)
    if ground == LAW and statute is not None:
        return cover_by_statute(statute, asked.categories, part2=part2)
    if ground == STANDING and asked.recipient.user_id:
        cover = _by_standing(viewer, case, asked, part2=part2)
    elif ground.startswith(PAPER):
        paper = paper_of(viewer, case, ground)
        if paper is None:
            return no_cover(asked.categories)
        cover = cover_by_paper(
            paper.facts(), asked.recipient, asked.categories, at=asked.told_at, part2=part2,
            teller_agency_id=viewer.agency_id,
        )  # fmt: skip
        if paper.kind == Release.Kind.COURT_ORDER:
            return cover
    else:
        return no_cover(asked.categories)
    return replace(cover, uncovered=_not_passed_on(viewer, facts, asked) | dict(_left(cover)))


def paper_of(viewer: Viewer, case: Case, ground: str) -> Release | None:
    """Return the paper that a ground names, among those under which the viewer's agency shares."""
    return next((p for p in _papers(viewer, case) if ground == f"{PAPER}{p.pk}"), None)


def is_part2(viewer: Viewer, categories: Iterable[str]) -> bool:
    """Whether what is told is bound by 42 CFR Part 2: a program tells it, or it is of a program."""
    return viewer.of_part2_program or Category.SUD_TREATMENT in categories


def statute_choices() -> list[tuple[str, str]]:
    """Return the laws in words."""
    return [(one.key, f"{one.words} ({one.source})") for one in STATUTES]


def _papers(viewer: Viewer, case: Case) -> list[Release]:
    """Return the papers under which the viewer's agency shares, and orders."""
    rows = named_releases(viewer).filter(case=case).select_related("from_agency", "to_agency")
    return [
        row for row in rows.order_by("-ends_at", "pk")
        if row.from_agency_id == viewer.agency_id or row.kind == Release.Kind.COURT_ORDER
    ]  # fmt: skip


def _by_standing(viewer: Viewer, case: Case, asked: Asked, *, part2: bool) -> Cover:
    """Ask the rules for the recipient, by his standing alone and as of that moment."""
    nothing = no_cover(asked.categories)
    user_id = asked.recipient.user_id
    if user_id is None:
        return nothing
    rows = read_standing([user_id], case.pk, at=asked.told_at, source=FOR_TELLERS)
    if rows is None or not rows.people:
        return nothing
    stander = rows.people[0]
    record = RecordFacts(owner_agency_id=viewer.agency_id, regimes=frozenset({PART2}))
    left, parts, first = {}, {}, None
    for name in asked.categories:
        what = record if part2 and name != Category.SUD_TREATMENT else None
        decision = decide(
            stander.viewer, Action.VIEW, Category(name), stander.facts, record=what
        )  # fmt: skip
        if decision:
            first = first or decision
            if decision.parts is not None:
                parts[name] = ", ".join(sorted(decision.parts)).replace("_", " ")
        else:
            left[name] = NO_AUTHORITY
    if first is None:
        return nothing
    return Cover(first.authority, first.authority_ref, left, parts)


def _not_passed_on(viewer: Viewer, facts: CaseFacts, asked: Asked) -> dict[str, str]:
    """Return the categories that the teller has under a paper for himself alone."""
    return {
        name: "use_limited" for name in asked.categories
        if not decide(viewer, Action.DISCLOSE, Category(name), facts)
    }  # fmt: skip


def _left(cover: Cover) -> dict[str, str]:
    return dict(cover.uncovered or {})


def _covered(cover: Cover, asked: Asked) -> str | None:
    """Return what to add to the words of a ground; None where it covers nothing of it."""
    left, parts = _left(cover), cover.parts or {}
    covered = [
        LABELS[Category(name)].lower() + (f" ({parts[name]} alone)" if name in parts else "")
        for name in asked.categories if name not in left
    ]  # fmt: skip
    if not covered:
        return None
    return f": {', '.join(covered)}" if left or parts else ""


def _person(user: User) -> str:
    discipline = DISCIPLINE_LABELS[Discipline(user.discipline)].lower()
    return f"{user.name}, {discipline}" + (f", {user.agency.name}" if user.agency else "")


def _paper(row: Release) -> str:
    until = f", until {timezone.localtime(row.ends_at):%b %-d, %Y}" if row.ends_at else ""
    return f"{row.get_kind_display()} to {row.to_agency.name}{until}"
