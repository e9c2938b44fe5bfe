"""Reads what waits for an advocate beside tasks: what follows from releases and from birthdays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casemgmt.policy.people import Viewer
from casemgmt.policy.signing import majority
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Act, Kind
from victims.confidential.selectors.client import box_for, known_clients, name_of
from victims.confidential.selectors.released import ReleasedShown, recent_releases, still_open
from victims.confidential.selectors.signing import ACTS
from victims.services.signed import APPOINTED, BESIDE


@dataclass(frozen=True)
class OfAge:
    """A victim who came of age and was not spoken with since (T29)."""

    client_id: UUID
    client_name: str
    since: date
    outlasting: tuple[ReleasedShown, ...]  # open although somebody signed for the minor


@dataclass(frozen=True)
class Waiting:
    """What is to be done, and what the team can read now, the first to end first."""

    notes: list[ReleasedShown]
    copies: list[ReleasedShown]
    of_age: list[OfAge]
    open: list[ReleasedShown]
    stepped_back: int  # cases that a conflict of interest closes to the viewer

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.notes or self.copies or self.of_age)


def waiting_for(viewer: Viewer) -> Waiting:
    """Return it for the organization; each row that is opened is on its ledger."""
    found = recent_releases(viewer)
    return Waiting(
        notes=[one for one in found if one.note_is_due],
        copies=[one for one in found if one.copy_is_due],
        of_age=_of_age(viewer, found),
        open=still_open(found),
        stepped_back=len(viewer.scope.conflict_case_ids),
    )


def _of_age(viewer: Viewer, found: Sequence[ReleasedShown]) -> list[OfAge]:
    """Nothing is sent to anybody: whoever opens the workspace sees it."""
    kinds = (Act.Kind.BORN, Act.Kind.OF_AGE)
    known = known_clients(viewer).order_by()
    rows = Act.objects.visible_to(viewer).filter(kind__in=kinds, client__in=known.values("pk"))
    acts = list(rows.select_related("client__key").order_by("created_at"))
    spoken = {act.client_id for act in acts if act.kind == Act.Kind.OF_AGE}
    newest = {act.client_id: act for act in acts if act.kind == Act.Kind.BORN}
    waiting = []
    for key, act in newest.items():
        box = box_for(act.client)
        since = majority(date.fromisoformat(box.open(ACTS, "words", act.pk, act.words)))
        if since <= viewer.today and key not in spoken:
            signed = [one for one in found if one.client_id == key and _for_minor(one)]
            waiting.append(OfAge(key, name_of(act.client, box), since, tuple(signed)))
    record(viewer, [Mark(Kind.LIST, "client", one.client_id, one.client_id, ("name",))
                    for one in waiting])  # fmt: skip
    return sorted(waiting, key=lambda one: one.since)


def _for_minor(one: ReleasedShown) -> bool:
    return one.is_open and one.form.signed_by in (BESIDE, APPOINTED)
