"""A broken rule that one field of a form is about, so that the form says it there."""

from datetime import date

from casemgmt.core.errors import RuleBroken
from casemgmt.policy.people import Viewer


class Fault(RuleBroken):
    """A broken rule with the name of the field that has to change."""

    def __init__(self, field: str, words: str, *, because: str = ""):
        super().__init__(words, because=because)
        self.field = field


def refuse_future(viewer: Viewer, field: str, day: date, what: str) -> None:
    """Raise Fault for a day to come of something that has taken place."""
    if day > viewer.today:
        raise Fault(field, f"This day lies in the future. Give the day on which {what}.")
