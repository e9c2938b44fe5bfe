"""Destroys a victim's record by destroying its key: asked by one advocate, done by another."""

from uuid import UUID

from django.db.models import QuerySet

from casemgmt.core.errors import NotVisible, RuleBroken
from casemgmt.policy.people import Viewer
from victims.confidential.database import connection, in_transaction
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Destruction, Kind, Outcome
from victims.confidential.selectors.client import access_client
from victims.confidential.selectors.demand import is_held


@in_transaction()
def ask_destruction(viewer: Viewer, client_id: object, *, because: str) -> UUID:
    """Ask that a record is destroyed. Raises NotVisible, RuleBroken where it is asked already."""
    client, _ = access_client(viewer, client_id, lock=True)
    if because not in Destruction.Because.values:
        raise RuleBroken("Say why it is to be destroyed.")
    if _open(viewer).filter(client=client).exists():
        raise RuleBroken("This was asked already. A colleague can carry it out, or take it back.")
    row = Destruction(
        agency_id=client.agency_id, created_by_id=viewer.user_id, client=client, because=because,
        asked_by=viewer.user_id, asked_by_name=viewer.name, asked_at=viewer.now,
    )  # fmt: skip
    row.save(force_insert=True)
    _done(viewer, row, Kind.ADD, ("because",))
    return row.pk


@in_transaction()
def withdraw_destruction(viewer: Viewer, destruction_id: object) -> None:
    """Take a request back; anyone of the organization may. Raises NotVisible."""
    row = access_destruction(viewer, destruction_id, lock=True)
    row.withdrawn_at = viewer.now
    row.save(update_fields=["withdrawn_at"])
    _done(viewer, row, Kind.WITHDRAW, ("withdrawn_at",))


@in_transaction()
def destroy(viewer: Viewer, destruction_id: object) -> Destruction:
    """Destroy the key of the record: nothing of it opens again, in no copy that is made from now
    on. Raises NotVisible, RuleBroken for whoever asked."""
    row = access_destruction(viewer, destruction_id, lock=True)
    if is_held(viewer, bytes(row.client.case_ref)):
        raise RuleBroken("Counsel holds the records of this case: nothing of it is destroyed.")
    if row.asked_by == viewer.user_id:
        raise RuleBroken("You asked for it, so a colleague has to carry it out.")
    _done(viewer, row, Kind.DESTROY, ("wrapped",))  # before: the event needs the open record
    with connection().cursor() as cursor:
        cursor.execute(
            "SELECT advocacy_destroy(%s, %s, %s)", [str(row.pk), viewer.name, viewer.now]
        )
    row.refresh_from_db()
    return row


def access_destruction(
    viewer: Viewer, destruction_id: object, *, lock: bool = False
) -> Destruction:
    """Return a request that is still open; raises NotVisible."""
    rows = _open(viewer).filter(pk=str(destruction_id))
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = rows.first()
    if found is None:
        raise NotVisible("destruction", destruction_id)
    return found


def _open(viewer: Viewer) -> QuerySet[Destruction]:
    known = Destruction.objects.visible_to(viewer)
    return known.filter(withdrawn_at__isnull=True, done_at__isnull=True)


def _done(viewer: Viewer, row: Destruction, kind: str, fields: tuple[str, ...]) -> None:
    mark = Mark(kind, "destruction", row.pk, row.client_id, fields, outcome=Outcome.DONE)
    record(viewer, [mark])
