"""Explains access: what a person sees on a case, by which rule and ground, why not the rest, and
what would change it. Asks the one engine; every answer is on the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from audit.services.record import Entry, Operator, record, record_refusal
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.decision import Decision
from casemgmt.policy.explain import Explained, explained, underlying
from casemgmt.policy.facts import CaseFacts, Standing
from casemgmt.policy.gates import FAULTS
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.policy.table import Grade
from casemgmt.selectors.standing_rows import (
    FOR_OPERATORS,
    FOR_VIEWERS,
    Stander,
    find_number,
    read_standing,
)
from teams.models import User
from teams.models.user import DISCIPLINE_LABELS, OFFICE_LABELS
from teams.selectors.people import find_person

NO_CATEGORY_OF_A_CASE = {Category.AGGREGATE, Category.STAFF_WELLBEING, Category.LEDGER}
CATEGORIES = tuple(category for category in Category if category not in NO_CATEGORY_OF_A_CASE)
NOT_YOURS = (
    "No case of your agency has this number, or it is another agency's and this person does not "
    "stand on it. Look at the number on the case."
)
PAPER_FAULTS = frozenset({"gate_missing", *FAULTS})


@dataclass(frozen=True)
class Explanation:
    """What one person sees on one case at one moment, as far as whoever asks may know it."""

    person: str
    person_key: str
    discipline: str
    agency: str
    case_id: str
    number: str
    at: datetime
    is_now: bool
    policy_version: str
    rows: list[Explained]

    @property
    def shown(self) -> list[Explained]:
        """Return what is shown, whole or in part."""
        return [row for row in self.rows if row.decision.allowed]

    @property
    def withheld(self) -> list[Explained]:
        """Return the rest, as far as it may be named."""
        return [row for row in self.rows if not row.decision.allowed]


def explain(
    asker: Viewer | Operator,
    person_key: object,
    case_id: object,
    category: Category | None = None,
    *,
    at: datetime | None = None,
) -> Explanation:
    """Explain a case's categories, or one of them, for a person; raises NotVisible where the asker
    may not know: everybody asks for himself, privacy officers and auditors for their agency."""
    person = find_person(person_key)
    if person is None:
        raise NotVisible("explanation", case_id, case_id)
    return _explain(asker, person.pk, case_id, category, at)


def explain_own(viewer: Viewer, case_id: object) -> Explanation:
    """Explain to the viewer what he sees on a case and why not the rest; raises NotVisible."""
    return _explain(viewer, viewer.user_id, case_id, None, None)


def ask_office(
    viewer: Viewer, person_key: object, number: str, category: Category | None, at: datetime | None
) -> Explanation:
    """Explain to a privacy officer or an auditor; raises RuleBroken, in the same words for a case
    that is not there and for one that is not his business, and writes the refusal."""
    case_id = find_number(number)
    try:
        return explain(viewer, person_key, case_id, category, at=at)
    except NotVisible as refusal:
        record_refusal(
            viewer, kind="explanation", subject_id=number, case_id=case_id, because=refusal.because
        )
        raise RuleBroken(NOT_YOURS) from None


def _explain(
    asker: Viewer | Operator,
    person_id: int,
    case_id: object,
    category: Category | None,
    at: datetime | None,
) -> Explanation:
    source = FOR_OPERATORS if isinstance(asker, Operator) else FOR_VIEWERS
    rows = read_standing([person_id], case_id, at=at, source=source)
    if rows is None or not rows.people:
        raise NotVisible("explanation", case_id, case_id)
    stander = rows.people[0]
    wanted = (category,) if category else CATEGORIES
    found = _explained(asker, stander, rows.case, wanted)
    if not found:
        raise NotVisible("explanation", case_id, case_id, "existence_hidden")
    told = _explanation(stander, rows.case, found, at)
    record(asker, [_entry(asker, stander, told, rows.case)])
    return told


def _explained(
    asker: Viewer | Operator, stander: Stander, case: Case, wanted: Iterable[Category]
) -> list[Explained]:
    """Return what the asker may be told, nothing where the person's very relation to the case is
    not his business."""
    head = decide(stander.viewer, Action.VIEW, Category.IDENTITY, stander.facts)
    if isinstance(asker, Operator):
        return [_whole(stander, category) for category in wanted]
    if asker.user_id == stander.user.pk:
        rows = [_for_self(asker, stander, category) for category in wanted]
        return [row for row in rows if not (head.hidden or row.decision.hidden)]
    if head.hidden and asker.agency_id != case.agency_id:
        return []
    return [_for_office(asker, stander, category) for category in wanted]


def _whole(stander: Stander, category: Category) -> Explained:
    return explained(stander.viewer, category, stander.facts, stander.grounds)


def _for_self(asker: Viewer, stander: Stander, category: Category) -> Explained:
    """Explain to the person himself: the page's own decision; what would change it looks at no
    paper between others."""
    row = _whole(stander, category)
    facts = papers_of(asker, stander.facts)
    ours = explained(stander.viewer, category, facts, stander.grounds)
    return replace(row, changes=ours.changes, nothing=ours.nothing)


def _for_office(asker: Viewer, stander: Stander, category: Category) -> Explained:
    """Explain to an office: of papers only those from or to its own agency are its business, so
    whether another one opens a category to another agency is not told (T26)."""
    facts = papers_of(asker, stander.facts)
    row = explained(stander.viewer, category, facts, stander.grounds)
    if row.decision.allowed or stander.viewer.agency_id == asker.agency_id:
        return row
    if row.rule.grade == Grade.GATE and underlying(stander.viewer, category, facts) in PAPER_FAULTS:
        return _not_told(row, stander.viewer.agency_name)
    return row


def papers_of(asker: Viewer, facts: CaseFacts) -> CaseFacts:
    """Return the facts with the papers from or to the asker's agency alone."""
    known = tuple(
        release for release in facts.releases
        if asker.agency_id in (release.from_agency_id, release.to_agency_id)
    )  # fmt: skip
    return replace(facts, releases=known)


def _not_told(row: Explained, agency: str) -> Explained:
    neutral = Decision(
        allowed=False, category=row.category, rule=str(row.rule),
        policy_version=row.decision.policy_version,
    )  # fmt: skip
    words = (
        f"Only through a paper that names {agency}. Whether there is one is between that agency "
        "and whoever owns the record: ask its privacy officer."
    )
    return replace(row, decision=neutral, ground=None, changes=(), nothing="", not_told=words)


def _explanation(
    stander: Stander, case: Case, rows: list[Explained], at: datetime | None
) -> Explanation:
    user, viewer = stander.user, stander.viewer
    discipline = DISCIPLINE_LABELS[viewer.discipline]
    if viewer.office:
        discipline = f"{discipline}, {OFFICE_LABELS[viewer.office].lower()}"
    return Explanation(
        person=user.name, person_key=str(user.key), discipline=discipline,
        agency=viewer.agency_name, case_id=str(case.pk), number=case.number, at=viewer.now,
        is_now=at is None, policy_version=in_force().version, rows=rows,
    )  # fmt: skip


def _entry(asker: Viewer | Operator, stander: Stander, told: Explanation, case: Case) -> Entry:
    """Write who was explained whose access to what: names of categories, never content."""
    if isinstance(asker, Operator):
        ground = Standing("")
    elif asker.user_id == stander.user.pk:
        ground = next(iter(stander.facts.standings), Standing(""))
    else:
        ground = Standing("own_organization")
    return Entry(
        subject_kind="explanation", subject_id=told.person_key, case_id=told.case_id,
        owner_agency_id=case.agency_id, fields=tuple(str(row.category) for row in told.rows),
        authority=ground.kind, authority_ref=ground.ref, policy_version=told.policy_version,
        detail={"act": "explain access", "at": told.at.isoformat()},
    )  # fmt: skip


def people_named(words: str, *, most: int = 20) -> list[User]:
    """Return the people with this sign-in name or e-mail address, else those whose name has the
    words."""
    people = User.objects.select_related("agency").order_by("name", "pk")
    exact = people.filter(username__iexact=words) | people.filter(email__iexact=words)
    return list(exact[:most]) or list(people.filter(name__icontains=words)[:most])
