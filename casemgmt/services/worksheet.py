"""Checks and keeps the worksheet of a decision that can do harm."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from casemgmt.core.errors import RuleBroken
from casemgmt.models import Decision, Worksheet
from casemgmt.models.worksheet import ASKED, INTERESTS
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.services.events import record_change

NOBODY = "Nobody spoke for it"
OF = {"person": "the person under supervision", "victim": "victims", "community": "the community"}
ASKED_WORDS = {
    "benefit": "what it gains",
    "cost": "what it costs",
    "speaker": f"who spoke for it, or “{NOBODY}”",
}


@dataclass(frozen=True)
class WorksheetWords:
    """What was weighed; by interest: benefit, cost, evidence, speaker."""

    interests: dict[str, dict[str, str]]
    precedence: str = ""
    safety_action: str = ""
    balance: str = ""


def missing_of(touches: Iterable[str], words: WorksheetWords | None) -> list[str]:
    """Return what a decision with these effects lacks, part by part; empty where it may be signed
    (T18)."""
    if not list(touches):
        return []
    if words is None:
        return ["the harm-prevention worksheet"]
    missing = [
        f"{OF[interest]}: {ASKED_WORDS[asked]}"
        for interest in INTERESTS
        for asked in ASKED
        if asked in ASKED_WORDS and not words.interests.get(interest, {}).get(asked, "").strip()
    ]
    if words.precedence not in Worksheet.Precedence.values:
        missing.append("whether somebody could be in danger")
    elif words.precedence != Worksheet.Precedence.NONE and not words.safety_action.strip():
        missing.append("what is done first for the safety of who could be in danger")
    if not words.balance.strip():
        missing.append("how the interests were weighed")
    return missing


def require_worksheet(touches: Iterable[str], words: WorksheetWords | None) -> None:
    """Raise RuleBroken that names each missing part."""
    missing = missing_of(touches, words)
    if missing:
        raise RuleBroken(f"This decision can do harm, so it needs: {'; '.join(missing)}.")


def keep_worksheet(
    viewer: Viewer, decision: Decision, facts: CaseFacts, *, words: WorksheetWords
) -> Worksheet:
    """Write the worksheet of a decision, in the act of the decision."""
    columns = {
        f"{interest}_{asked}": text
        for interest, row in words.interests.items()
        for asked, text in row.items()
    }
    rest = {name: value for name, value in asdict(words).items() if name != "interests"}
    row = Worksheet(
        case_id=decision.case_id, decision=decision, author_id=viewer.user_id,
        owner_agency_id=viewer.agency_id, created_by_id=viewer.user_id, **columns, **rest,
    )  # fmt: skip
    row.full_clean(exclude=["case", "author", "owner_agency", "decision"])
    row.save(force_insert=True)
    record_change(viewer, row, facts, act="weigh interests", fields=("precedence", "balance"))
    return row
