"""Adds the advocate's input on victims in general to a case."""

from collections.abc import Iterable

from django.db import transaction

from casemgmt.core import clock
from casemgmt.policy.people import Viewer
from casemgmt.services.events import record_change
from victims.models import Perspective
from victims.selectors.names import names_on
from victims.selectors.voice import speak_on
from victims.services.plain_speech import require_plain


@transaction.atomic
def add_perspective(
    viewer: Viewer,
    case_id: object,
    *,
    text: str,
    private_names: Iterable[str] = (),
    looked: bool = False,
) -> Perspective:
    """Add input that names and places nobody.

    Raises RuleBroken that says what to take out, NotAllowed, NotVisible.

    `private_names` are compared and forgotten: the organization's own, which no table of
    this database holds.
    """
    case, facts = speak_on(viewer, case_id, "perspective")
    require_plain(text, [*names_on(viewer, case, facts), *private_names], looked=looked)
    row = Perspective(
        case=case,
        author_id=viewer.user_id,
        owner_agency_id=viewer.agency_id,
        created_by_id=viewer.user_id,
        text=text,
        given_on=clock.today(),
    )
    row.full_clean(exclude=["case", "author", "owner_agency"])
    row.save(force_insert=True)
    record_change(viewer, row, facts, act="add perspective", fields=("text", "given_on"))
    return row
