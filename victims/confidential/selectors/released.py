"""Reads which releases are of which victim: the link that only the organization's key can make."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from casemgmt.core.errors import NotVisible
from casemgmt.policy.people import Viewer
from victims.confidential.envelope import Box, opaque
from victims.confidential.keys import keys_of
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Act, Client, Kind, Released
from victims.confidential.particulars import Particulars, particulars_of
from victims.confidential.selectors.client import (
    ClientRow,
    access_client,
    box_for,
    known_clients,
    name_of,
)
from victims.selectors.released import revoked_among

TABLE = Released._meta.db_table
ACTS = Act._meta.db_table
SOON = timedelta(days=7)
LOOKED_AT = 300  # of the newest forms: the others ended long ago


@dataclass(frozen=True)
class ActShown:
    """One act in words."""

    kind: str
    kind_words: str
    words: str
    happened_on: date
    author_name: str


@dataclass(frozen=True)
class ReleasedShown:
    """One release in the organization's own sight, whether or not the case is in reach."""

    id: UUID
    client_id: UUID
    client_name: str
    form: Particulars
    ends_on: date | None
    acts: tuple[ActShown, ...]
    is_mine: bool
    is_over: bool
    ends_soon: bool = False
    is_revoked: bool = False

    @property
    def withdrawn(self) -> ActShown | None:
        """Return how it was taken back, if it was."""
        return next((act for act in self.acts if act.kind == Act.Kind.WITHDRAWN), None)

    @property
    def is_open(self) -> bool:
        """Whether it still opens something today."""
        return not self.is_over and not self.is_revoked and self.withdrawn is None

    @property
    def note_is_due(self) -> bool:
        """Whether a spoken withdrawal is not written down yet (B-VAWA-7)."""
        taken = self.withdrawn
        noted = any(act.kind == Act.Kind.NOTED for act in self.acts)
        return taken is not None and taken.words == "spoken" and not noted

    @property
    def copy_is_due(self) -> bool:
        """Whether the victim has no copy yet and it is said neither when nor why not."""
        handed = any(act.kind == Act.Kind.COPY for act in self.acts)
        return self.is_open and not self.form.copy_on and not handed

    def with_copy_given(self) -> Particulars:
        """Return the form with the copy that was handed over later, for the copy itself to say."""
        later = next((act for act in self.acts if act.kind == Act.Kind.COPY), None)
        if self.form.copy_on or later is None:
            return self.form
        on = later.happened_on.isoformat()
        return replace(self.form, copy_on=on, copy_language=later.words)


@dataclass(frozen=True)
class Voice:
    """One victim's own slot before a decision; the team's form has one for all."""

    client_id: UUID
    client_name: str
    released: tuple[ReleasedShown, ...]


def refs_of_client(viewer: Viewer, client_id: object) -> list[tuple[bytes, Particulars]]:
    """Return the opaque references of a victim's releases with their particulars.

    Raises NotVisible.
    """
    client, box = access_client(viewer, client_id)
    rows = _rows(viewer, [client])
    return [(bytes(row.release_ref), _form(row, box)) for row in rows]


def releases_of_client(viewer: Viewer, client_id: object) -> list[ReleasedShown]:
    """Return a victim's releases, newest first; raises NotVisible."""
    client, box = access_client(viewer, client_id)
    rows = _rows(viewer, [client])
    return _shown_all(viewer, rows, {client.pk: (client, box)})


def open_released(viewer: Viewer, client_id: object, released_id: object) -> ReleasedShown:
    """Return one release with what was done about it; raises NotVisible."""
    client, box = access_client(viewer, client_id)
    row = Released.objects.visible_to(viewer).filter(client=client, pk=released_id).first()
    if row is None:
        raise NotVisible("released", released_id)
    record(viewer, [Mark(Kind.VIEW, "released", row.pk, client.pk, ("particulars", "acts"))])
    return _shown_all(viewer, [row], {client.pk: (client, box)})[0]


def find_released(viewer: Viewer, release_id: object) -> ReleasedShown | None:
    """Return the organization's own row of a release of the main database, or None."""
    rows = Released.objects.visible_to(viewer).filter(release_ref=ref_of(viewer, release_id))
    row = rows.filter(client__in=known_clients(viewer).order_by().values("pk")).first()
    return open_released(viewer, row.client_id, row.pk) if row else None


def recent_releases(viewer: Viewer) -> list[ReleasedShown]:
    """Return the organization's newest releases, those that are over too, for what waits."""
    clients = known_clients(viewer).order_by()
    rows = list(
        Released.objects.visible_to(viewer)
        .filter(client__in=clients.values("pk"))
        .order_by("-created_at")[:LOOKED_AT]
    )
    marks = [Mark(Kind.LIST, "released", row.pk, row.client_id, ("particulars",)) for row in rows]
    record(viewer, marks)
    of_rows = clients.filter(pk__in={row.client_id for row in rows})
    boxes = {client.pk: (client, box_for(client)) for client in of_rows}
    return _shown_all(viewer, rows, boxes)


def still_open(found: Sequence[ReleasedShown]) -> list[ReleasedShown]:
    """Return those that are open, the first to end first."""
    are_open = [one for one in found if one.is_open]
    return sorted(are_open, key=lambda one: (one.ends_on or date.max, one.client_name))


def voices_of(viewer: Viewer, rows: Sequence[ClientRow]) -> list[Voice]:
    """Return, for each of these victims, what may be heard before a decision (T26)."""
    clients = known_clients(viewer).order_by().filter(pk__in=[row.id for row in rows])
    boxes = {client.pk: (client, box_for(client)) for client in clients}
    found = _shown_all(viewer, _rows(viewer, [client for client, _ in boxes.values()]), boxes)
    by_client: dict[UUID, list[ReleasedShown]] = {}
    for one in found:
        if one.is_open:
            by_client.setdefault(one.client_id, []).append(one)
    return [Voice(row.id, row.name, tuple(by_client.get(row.id, []))) for row in rows]


def ref_of(viewer: Viewer, release_id: object) -> bytes:
    """Return the organization's reference of a release in the main database."""
    return opaque(keys_of(viewer.agency_id).releases, release_id)


def match(viewer: Viewer, refs: Iterable[bytes], release_ids: Iterable[object]) -> set[str]:
    """Return which of `release_ids` the references are of."""
    wanted = set(refs)
    return {str(key) for key in release_ids if ref_of(viewer, key) in wanted}


def _rows(viewer: Viewer, clients: Sequence[Client]) -> list[Released]:
    keys = [client.pk for client in clients]
    rows = list(Released.objects.visible_to(viewer).filter(client_id__in=keys))
    marks = [Mark(Kind.VIEW, "released", row.pk, row.client_id, ("particulars",)) for row in rows]
    record(viewer, marks)
    return rows


def _form(row: Released, box: Box) -> Particulars:
    return particulars_of(box.open(TABLE, "particulars", row.pk, row.particulars))


def _shown_all(
    viewer: Viewer, rows: Sequence[Released], boxes: dict[UUID, tuple[Client, Box]]
) -> list[ReleasedShown]:
    acts: dict[UUID | None, list[ActShown]] = {}
    found = Act.objects.visible_to(viewer).filter(released_id__in=[row.pk for row in rows])
    for act in found:
        said = _act(act, boxes[act.client_id][1])
        acts.setdefault(act.released_id, []).append(said)
    shown = [_shown(viewer, row, *boxes[row.client_id], acts.get(row.pk, [])) for row in rows]
    revoked = revoked_among(viewer, [one.form.release_id for one in shown])
    return [replace(one, is_revoked=one.form.release_id in revoked) for one in shown]


def _act(act: Act, box: Box) -> ActShown:
    words = box.open(ACTS, "words", act.pk, act.words)
    return ActShown(act.kind, act.get_kind_display(), words, act.happened_on, act.author_name)


def _shown(
    viewer: Viewer, row: Released, client: Client, box: Box, acts: list[ActShown]
) -> ReleasedShown:
    form = _form(row, box)
    ends_on = date.fromisoformat(form.ends_on) if form.ends_on else None
    return ReleasedShown(
        row.pk, client.pk, name_of(client, box), form, ends_on, tuple(acts),
        is_mine=client.advocate_id == viewer.user_id,
        is_over=ends_on is None or ends_on < viewer.today,
        ends_soon=ends_on is not None and ends_on <= viewer.today + SOON,
    )  # fmt: skip
