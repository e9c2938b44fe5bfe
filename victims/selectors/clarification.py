"""Reads the ladder of clarification on a case: what stands ready for any victim, and the steps that
a release opens to this very viewer. Without one the page says "not open", whatever the reason."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from audit.models import Kind
from audit.reveal import Revealed, reveal_many
from casemgmt.core.errors import NotVisible
from casemgmt.models import Case, Decision
from casemgmt.models.base import CaseRecord
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts, RecordFacts
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.facts import facts_for
from teams.selectors.meeting import may_conduct
from victims import ladder
from victims.models import ClarificationStep, Clearance, NoContactTerm, Readiness


@dataclass(frozen=True)
class RungState:
    """How a rung stands for the person under supervision; None where it is not the viewer's."""

    rung: ladder.Rung
    ready: bool | None
    cleared: bool | None
    allowed: bool | None


@dataclass(frozen=True)
class LadderPage:
    """The ladder of a case in one viewer's measure."""

    steps: list[Revealed]
    rungs: list[RungState]
    may_say_ready: bool
    may_clear: bool
    may_allow: bool


def show_ladder(viewer: Viewer, case: Case, facts: CaseFacts) -> LadderPage:
    """Return the page; what it shows is on the ledger."""
    grounds = grounds_on(viewer, case, facts)
    known = (grounds.ready, grounds.cleared, grounds.allowed)
    return LadderPage(
        steps=[
            step.with_extra(missing=ladder.missing(step["rung"], grounds))
            for step in steps_of(viewer, case, facts)
        ],
        rungs=[
            RungState(rung, *(None if held is None else rung.name in held for held in known))
            for rung in ladder.RUNGS
        ],
        may_say_ready=may_say_ready(viewer, facts),
        may_clear=may_conduct(viewer, case.team_id),
        may_allow=bool(decide(viewer, Action.ADD, Category.VICTIM_SYSTEM, facts)),
    )


def steps_of(viewer: Viewer, case: Case, facts: CaseFacts) -> list[Revealed]:
    """Return the steps that a release in force opens to the viewer; an organization has its own,
    those that ended too."""
    rows = list(
        ClarificationStep.objects.visible_to(viewer).filter(case=case).select_related("release")
    )
    by_key = {str(row.pk): row for row in rows}
    shown = _shown(viewer, rows, facts)
    return [
        one.with_extra(
            label=by_key[one.id].get_rung_display(),
            state_words=by_key[one.id].get_state_display(),
            release_id=str(by_key[one.id].release_id),
            is_stopped=_has_ended(viewer, by_key[one.id]),
            is_own=by_key[one.id].owner_agency_id == viewer.agency_id,
        )
        for one in shown
    ]


def access_step(viewer: Viewer, step_id: object) -> tuple[ClarificationStep, CaseFacts]:
    """Return a step that is open to the viewer; raises NotVisible for every other."""
    rows = ClarificationStep.objects.visible_to(viewer).filter(pk=step_id)
    row = rows.select_for_update(of=("self",)).select_related("release", "case").first()
    if row is None:
        raise NotVisible("clarificationstep", step_id)
    facts = facts_for(viewer, [row.case])[str(row.case_id)]
    found = decide(viewer, Action.VIEW, row.CATEGORY, facts, record=row.record_facts())
    if not found:
        raise NotVisible("clarificationstep", step_id, row.case_id, found.because)
    return row, facts


def grounds_on(viewer: Viewer, case: Case, facts: CaseFacts) -> ladder.Grounds:
    """Return what stands today; all of it is of the case, and nothing of any victim."""
    return ladder.Grounds(
        ready=_ready(viewer, case, facts),
        cleared=_cleared(viewer, case, facts),
        allowed=_allowed(viewer, case, facts),
    )


def may_say_ready(viewer: Viewer, facts: CaseFacts) -> bool:
    """Whether the viewer says for treatment how far the person is."""
    treats = viewer.discipline == Discipline.TREATMENT
    return treats and bool(decide(viewer, Action.ADD, Category.TREATMENT_SUMMARY, facts))


def clearing_decisions(viewer: Viewer, case: Case) -> QuerySet[Decision]:
    """Return the decisions that can clear a step: reached by consensus, about contact or living
    together, with their worksheet, and not replaced."""
    rows = Decision.objects.visible_to(viewer)
    replaced = rows.filter(replaces__isnull=False).order_by().values("replaces")
    return rows.filter(
        case=case,
        outcome=Decision.Outcome.CONSENSUS,
        touches__overlap=[ladder.CONTACT, ladder.REUNIFICATION],
    ).exclude(pk__in=replaced)


def terms_on(viewer: Viewer, case: Case) -> QuerySet[NoContactTerm]:
    """Return the terms of no contact in force."""
    standing = Q(ends_on__isnull=True) | Q(ends_on__gte=viewer.today)
    return NoContactTerm.objects.visible_to(viewer).filter(standing, case=case)


def show_terms(viewer: Viewer, case: Case) -> list[Revealed]:
    """Return the terms of no contact in force as the viewer may see them, each on the ledger."""
    return _on_ledger(viewer, case, terms_on(viewer, case))


def show_clearing(viewer: Viewer, case: Case) -> list[Revealed]:
    """Return the decisions that can clear a step as the viewer may see them, on the ledger."""
    return _on_ledger(viewer, case, clearing_decisions(viewer, case))


def _on_ledger(viewer: Viewer, case: Case, rows: QuerySet[Any]) -> list[Revealed]:
    return _shown(viewer, list(rows), facts_for(viewer, [case])[str(case.pk)])


def _ready(viewer: Viewer, case: Case, facts: CaseFacts) -> frozenset[str] | None:
    rows = Readiness.objects.visible_to(viewer).filter(case=case).select_related("author")
    shown = _open(viewer, facts, Readiness, rows)
    if shown is None:
        return None
    newest: dict[str, str] = {}
    for row in shown:
        newest.setdefault(row["rung"], row["word"])
    return frozenset(name for name, word in newest.items() if word == Readiness.Word.READY)


def _cleared(viewer: Viewer, case: Case, facts: CaseFacts) -> frozenset[str] | None:
    standing = clearing_decisions(viewer, case).order_by().values("pk")
    rows = Clearance.objects.visible_to(viewer).filter(
        case=case, ends_on__gte=viewer.today, decision__in=standing
    )
    shown = _open(viewer, facts, Clearance, rows)
    return None if shown is None else frozenset(row["rung"] for row in shown)


def _allowed(viewer: Viewer, case: Case, facts: CaseFacts) -> frozenset[str] | None:
    """Every term in force has to leave a step open; where there is none, none forbids."""
    shown = _open(viewer, facts, NoContactTerm, terms_on(viewer, case))
    if shown is None:
        return None
    open_to_all = frozenset(name for name, _ in ladder.CHOICES)
    return (
        open_to_all.intersection(*(set(row["allows"]) for row in shown)) if shown else open_to_all
    )


def _open(
    viewer: Viewer, facts: CaseFacts, table: type[CaseRecord], rows: QuerySet[Any]
) -> list[Revealed] | None:
    """Return the rows as the viewer may see them; None where the table is not the viewer's."""
    typical = RecordFacts(parts=table().parts(), owner_agency_id=viewer.agency_id)
    opens = decide(viewer, Action.VIEW, table.CATEGORY, facts, record=typical)
    shown = _shown(viewer, list(rows), facts)
    return shown if opens or shown else None


def _shown(viewer: Viewer, rows: list[Any], facts: CaseFacts) -> list[Revealed]:
    return reveal_many(viewer, rows, {facts.case_id: facts}, kind=Kind.VIEW, action=Action.VIEW)


def _has_ended(viewer: Viewer, row: ClarificationStep) -> bool:
    release = row.release
    over = release.revoked_at is not None or (release.ends_at or viewer.now) <= viewer.now
    return row.stopped_at is not None or over
