"""Reads the steps of one victim: which of the organization's steps are hers, only its key tells."""

from dataclasses import dataclass

from audit.reveal import Revealed
from casemgmt.core.errors import NotVisible
from casemgmt.policy.people import Viewer
from casemgmt.selectors.case import access_case
from victims.confidential.selectors.client import open_client
from victims.confidential.selectors.released import match, refs_of_client
from victims.ladder import RUNGS, Rung, item_of
from victims.selectors.clarification import steps_of
from victims.selectors.released import ReleaseShown, list_released


@dataclass(frozen=True)
class RungOf:
    """A rung with this victim's steps on it, and the item that a release has to name for it."""

    rung: Rung
    steps: list[Revealed]
    item: str
    releases: list[ReleaseShown]

    @property
    def is_done(self) -> bool:
        """Whether it took place for this victim."""
        return any(step["state"] == "done" for step in self.steps)

    @property
    def is_open(self) -> bool:
        """Whether a step on it is asked for or under way today."""
        return any(not step.is_stopped and step["state"] != "done" for step in self.steps)


def ladder_of(viewer: Viewer, client_id: object) -> tuple[list[RungOf], bool]:
    """Return the ladder of one victim, and whether her case is out of the advocate's reach today.

    Raises NotVisible.
    """
    client = open_client(viewer, client_id)
    refs = [ref for ref, _ in refs_of_client(viewer, client_id)]
    try:
        case, facts = access_case(viewer, client.case_id)
    except NotVisible:
        return [], True
    released = list_released(viewer, case, facts)
    mine = match(viewer, refs, [one.release_id for one in released])
    steps = [one for one in steps_of(viewer, case, facts) if one.release_id in mine]
    free = [one for one in released if one.release_id in mine and one.is_open]
    return [_rung_of(rung, steps, free) for rung in RUNGS], False


def _rung_of(rung: Rung, steps: list[Revealed], released: list[ReleaseShown]) -> RungOf:
    item = item_of(rung.name)
    here = [step for step in steps if step["rung"] == rung.name]
    used = {step.release_id for step in here if not step.is_stopped}
    fitting = [
        one for one in released
        if one.item.casefold() == item.casefold() and one.release_id not in used
    ]  # fmt: skip
    return RungOf(rung, here, item, fitting)
