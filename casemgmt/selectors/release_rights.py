"""Who records which kind of paper on a case, and who takes one back."""

from collections.abc import Iterable

from casemgmt.models import Release
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.papers import GateTerms
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.rules import decide

Kind = Release.Kind
OF_ADVOCATES = frozenset({Category.VICTIM_STATEMENT.value, Category.VICTIM_ADVOCACY.value})
ADVOCACY = (Discipline.COMMUNITY_ADVOCACY, Discipline.SYSTEM_ADVOCACY)
JUSTICE = (Discipline.SUPERVISION, Discipline.PROSECUTION, Discipline.COURT)
# What the person under supervision signs, or a court orders.
SIGNED = (Kind.AUTHORIZATION, Kind.PART2_CONSENT, Kind.PART2_JUSTICE_CONSENT)

WHO = {
    Kind.VICTIM_RELEASE: "An advocate of the organization that releases it records it.",
    Kind.AUTHORIZATION: "Whoever shares under it records it, or the officer who received it.",
    Kind.PART2_CONSENT: "The program that shares records it, or the officer who received it.",
    Kind.PART2_JUSTICE_CONSENT: "The program that shares records it, or the officer who "
    "received it.",
    Kind.COURT_ORDER: "Supervision, the prosecution or the court records an order.",
}
TAKES_BACK = "Only people of the agency that shares under it take it back, or an officer who is "
TAKES_BACK += "told so."


def may_record(viewer: Viewer, facts: CaseFacts, terms: GateTerms) -> bool:
    """Whether the viewer records this paper on a case where the viewer stands."""
    if not _acts(facts):
        return False
    shares = terms.from_agency_id == viewer.agency_id
    receives = viewer.agency_id in terms.to_agency_ids
    if terms.kind == Kind.VICTIM_RELEASE:
        if OF_ADVOCATES & set(terms.categories) or not terms.categories:
            return shares and viewer.is_advocate
        return (shares or receives) and viewer.discipline in ADVOCACY
    if terms.kind == Kind.COURT_ORDER:
        return viewer.discipline in JUSTICE
    if shares:
        return _writes(viewer, facts, terms.categories) or _provides(viewer, facts)
    return receives and viewer.discipline == Discipline.SUPERVISION


def kinds_for(viewer: Viewer, facts: CaseFacts) -> list[str]:
    """Return the kinds of paper that the viewer can record on a case."""
    if not _acts(facts):
        return []
    kinds: list[str] = []
    if viewer.is_advocate:
        kinds.append(Kind.VICTIM_RELEASE)
    if _provides(viewer, facts) or viewer.discipline == Discipline.SUPERVISION:
        kinds += SIGNED
    if viewer.discipline in JUSTICE:
        kinds.append(Kind.COURT_ORDER)
    return kinds


def may_revoke(viewer: Viewer, facts: CaseFacts, row: Release) -> bool:
    """Whether the viewer takes a paper back: taking back is made easy, giving is not."""
    if not _acts(facts):
        return False
    shares = row.from_agency_id == viewer.agency_id
    if row.kind == Kind.VICTIM_RELEASE:
        return shares and viewer.discipline in ADVOCACY
    if row.kind == Kind.COURT_ORDER:
        return viewer.discipline in JUSTICE
    if shares:
        return _writes(viewer, facts, row.categories) or _provides(viewer, facts)
    told = row.to_agency_id == viewer.agency_id or row.created_by_id == viewer.user_id
    return told and viewer.discipline == Discipline.SUPERVISION


def may_file(viewer: Viewer, facts: CaseFacts, row: Release) -> bool:
    """Whether the viewer files the signed form: who recorded the paper, or may take it back."""
    mine = row.created_by_id == viewer.user_id and _acts(facts)
    return mine or may_revoke(viewer, facts, row)


def _acts(facts: CaseFacts) -> bool:
    """Neither a broken glass nor a designee's seat writes."""
    return bool(facts.standings) and facts.standings[0].kind not in ("break_glass", "designee")


def _provides(viewer: Viewer, facts: CaseFacts) -> bool:
    provider = viewer.discipline == Discipline.TREATMENT
    return provider and decide(viewer, Action.ADD, Category.TREATMENT_SUMMARY, facts).allowed


def _writes(viewer: Viewer, facts: CaseFacts, categories: Iterable[str]) -> bool:
    known = [Category(name) for name in categories if name in set(Category)]
    return any(decide(viewer, Action.ADD, category, facts).allowed for category in known)
