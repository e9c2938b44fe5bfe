"""What one viewer may see of each table of the victim's side: rows, or the reason why not.

Equal whether or not there are any.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from audit.models import Kind
from audit.reveal import Revealed, reveal_many
from casemgmt.models import Case
from casemgmt.models.base import CaseRecord
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.decision import Decision
from casemgmt.policy.facts import CaseFacts, RecordFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from victims.models import NoContactTerm, Perspective, Statement, SystemRecord

# A statement that these close was once open to this very viewer: only then may its end be told.
TOLD_TO_THE_NAMED = ("release_revoked", "release_ended", "release_not_started")


@dataclass(frozen=True)
class Part:
    """One table for one viewer: `withheld` says why there is nothing.

    `ended` are releases that named the viewer.
    """

    rows: list[Revealed] = field(default_factory=list)
    withheld: Decision | None = None
    ended: list[Decision] = field(default_factory=list)
    is_open: bool = False

    @property
    def is_absent(self) -> bool:
        """Whether not even a reason may stand here."""
        return not (self.is_open or self.rows or self.ended or self.withheld is not None)

    @property
    def keys(self) -> str:
        """The keys of the rows, for asking whether they are still open."""
        return ",".join(row.id for row in self.rows)

    @property
    def notices(self) -> list[str]:
        """The redisclosure notices that travel with the rows."""
        return sorted({notice for row in self.rows for notice in row.notices})


def statements_part(viewer: Viewer, case: Case, facts: CaseFacts) -> Part:
    """Return the released words that name this viewer, newest first.

    Nothing tells of those that name another (T26).
    """
    rows = list(
        Statement.objects.visible_to(viewer)
        .filter(case=case)
        .select_related("release")
        .order_by("-given_on", "-created_at")
    )
    shown = _reveal(viewer, rows, facts)
    if shown or _opens_by_itself(viewer, facts):
        return Part(shown, ended=_ended(viewer, rows, facts), is_open=True)
    ended = _ended(viewer, rows, facts)
    if ended:
        return Part(ended=ended)
    decision = decide(viewer, Action.VIEW, Category.VICTIM_STATEMENT, facts, record=RecordFacts())
    return Part(withheld=None if decision.hidden else _not_telling(decision))


def no_contact_part(viewer: Viewer, case: Case, facts: CaseFacts) -> Part:
    """Return the no-contact terms."""
    return _plain_part(viewer, case, facts, NoContactTerm)


def system_part(viewer: Viewer, case: Case, facts: CaseFacts) -> Part:
    """Return what the system itself knows of victims."""
    return _plain_part(viewer, case, facts, SystemRecord)


def reason_of(decision: Decision) -> Decision | None:
    """Return why something is withheld, in words that tell nothing; nothing where it is hidden."""
    return None if decision.hidden else _not_telling(decision)


def perspectives_part(viewer: Viewer, case: Case, facts: CaseFacts) -> Part:
    """Return the advocate's input on victims in general, newest first."""
    return _plain_part(viewer, case, facts, Perspective, "author")


def _plain_part(
    viewer: Viewer, case: Case, facts: CaseFacts, table: type[CaseRecord], *related: str
) -> Part:
    """Decide on the table as such, so that a refusal reads the same with rows and without."""
    typical = RecordFacts(parts=table().parts())
    decision = decide(viewer, Action.VIEW, table.CATEGORY, facts, record=typical)
    if not decision:
        return Part(withheld=None if decision.hidden else _not_telling(decision))
    rows = table.objects.visible_to(viewer).filter(case=case).select_related(*related)
    return Part(_reveal(viewer, rows, facts), is_open=True)


def _reveal(viewer: Viewer, rows: Iterable[CaseRecord], facts: CaseFacts) -> list[Revealed]:
    return reveal_many(viewer, rows, {facts.case_id: facts}, kind=Kind.VIEW, action=Action.VIEW)


def _opens_by_itself(viewer: Viewer, facts: CaseFacts) -> bool:
    """Whether the viewer needs no release: an advocate whose organization shared the words."""
    own = RecordFacts(author_id=viewer.user_id, owner_agency_id=viewer.agency_id)
    bare = replace(facts, releases=())
    return decide(viewer, Action.VIEW, Category.VICTIM_STATEMENT, bare, record=own).allowed


def _ended(viewer: Viewer, rows: list[Statement], facts: CaseFacts) -> list[Decision]:
    """Return one decision for each way in which a release that named the viewer ended.

    Never how many.
    """
    found: dict[str, Decision] = {}
    for row in rows:
        decision = decide(
            viewer, Action.VIEW, Category.VICTIM_STATEMENT, facts, record=row.record_facts()
        )
        if decision.because in TOLD_TO_THE_NAMED:
            found.setdefault(decision.because, decision)
    return [found[because] for because in sorted(found)]


def _not_telling(decision: Decision) -> Decision:
    """Return the decision in words that do not tell of a release that names someone else."""
    if decision.rule == "gate":
        return replace(decision, because="gate_missing")
    return decision
