"""Writes dated texts of the categories that have no table of their own."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from casemgmt.models import Entry
from casemgmt.policy.people import Viewer
from casemgmt.policy.regimes import QUOTED
from casemgmt.selectors.entry import kind_of_entry
from casemgmt.selectors.record import access_adding, access_corrected
from casemgmt.services.faults import Fault, refuse_future
from casemgmt.services.record import add_record


@dataclass(frozen=True)
class EntryWords:
    """What an entry says; `kind` names its category and, after a colon, its part."""

    kind: str
    title: str
    text: str
    happened_on: date
    quotes_part2: bool = False
    item: str = ""  # as an order or a release names it


@transaction.atomic
def write_entry(
    viewer: Viewer, case_id: object, *, words: EntryWords, corrects_id: object = None
) -> Entry:
    """Write a dated text of a category that the viewer's discipline owns.

    Raises Fault for an unknown kind, a day to come, or a correction of another category.
    """
    kind = kind_of_entry(words.kind)
    if kind is None:
        raise Fault("kind", "Choose one of the choices that are shown.")
    case, facts = access_adding(viewer, case_id, kind.category, "entry")
    earlier = access_corrected(viewer, Entry, case, facts, corrects_id)
    if earlier and (earlier.category, earlier.part) != (kind.category, kind.part):
        raise Fault("kind", "A correction stays in the category of what it corrects.")
    refuse_future(viewer, "happened_on", words.happened_on, "it happened")
    row = Entry(
        category=kind.category, part=kind.part, title=words.title, text=words.text,
        happened_on=words.happened_on, corrects=earlier,
        regimes=[QUOTED] if words.quotes_part2 else [],
        items=[words.item] if words.item else [],
    )  # fmt: skip
    return add_record(viewer, row, case, facts, act="write entry", fields=("title", "text"))
