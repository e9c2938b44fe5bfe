"""Starts and stops the steps of one victim; that it is hers stays with the organization."""

from dataclasses import dataclass

from casemgmt.core import clock
from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.policy.people import Viewer
from victims.confidential.database import in_transaction
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Kind, Note, Outcome
from victims.confidential.selectors.clarification import ladder_of
from victims.confidential.services.note import NoteWords, add_note
from victims.ladder import BY_NAME, earlier
from victims.services.clarification import ask_step, stop_step


@dataclass(frozen=True)
class WishWords:
    """Who on the victim's side wants a step, and who stands by."""

    wished_by: str
    beside: str = ""
    skips: bool = False


@in_transaction()
def ask_for_victim(
    viewer: Viewer, client_id: object, *, rung: str, release_id: str, words: WishWords
) -> None:
    """Ask for a step under a release of this victim; who wanted it is kept as a note, here only.

    Raises NotVisible, RuleBroken.
    """
    ladder, _ = ladder_of(viewer, client_id)
    of = {one.rung.name: one for one in ladder}
    if rung not in of or release_id not in {one.release_id for one in of[rung].releases}:
        raise RuleBroken("Choose a release in force of this victim that names this step.")
    before = [BY_NAME[name].label for name in earlier(rung) if not of[name].is_done]
    if before and not words.skips:
        raise RuleBroken(
            f"Before this step usually come: {', '.join(before)}. Tick that the victim wants this "
            "one without them, or start with the first."
        )
    ask_step(viewer, release_id, rung=rung)
    text = f"{BY_NAME[rung].label} asked for. Wished by: {words.wished_by}."
    text += f" Beside: {words.beside}." if words.beside else ""
    add_note(viewer, client_id, words=NoteWords(Note.About.OTHER, clock.today(), text))
    _mark(viewer, Kind.RELEASE, client_id)


@in_transaction()
def stop_for_victim(viewer: Viewer, client_id: object, step_id: object, *, how: str) -> None:
    """Stop a step of this victim at once; no reason is asked. Raises NotVisible, RuleBroken."""
    ladder, _ = ladder_of(viewer, client_id)
    if str(step_id) not in {step.id for one in ladder for step in one.steps}:
        raise NotVisible("clarificationstep", step_id)
    stop_step(viewer, step_id, how=how)
    _mark(viewer, Kind.WITHDRAW, client_id)


def _mark(viewer: Viewer, kind: str, client_id: object) -> None:
    mark = Mark(kind, "clarification step", None, client_id, ("rung",), outcome=Outcome.DONE)
    record(viewer, [mark])
