"""The advocate's input on a case, as a meeting hears it before anything else."""

from dataclasses import dataclass

from casemgmt.models import Case
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from victims.selectors.parts import Part, perspectives_part, statements_part
from victims.selectors.question import questions_part


@dataclass(frozen=True)
class CaseInput:
    """Victims in general, and this victim's own words as far as a release names the viewer.

    Newest first.
    """

    perspectives: Part
    statements: Part
    questions: Part

    @property
    def is_empty(self) -> bool:
        """Whether the viewer may see input and there is none yet."""
        return not (self.perspectives.rows or self.statements.rows or self.questions.rows)


def input_for_case(viewer: Viewer, case: Case, facts: CaseFacts) -> CaseInput:
    """Return the input that this viewer may see; what it shows is on the ledger."""
    return CaseInput(
        perspectives_part(viewer, case, facts),
        statements_part(viewer, case, facts),
        questions_part(viewer, case, facts),
    )
