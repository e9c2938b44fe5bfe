"""Keeps, on the organization's side, which victim a release is of and what the signed form says."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from casemgmt.core import clock
from casemgmt.policy.people import Viewer
from victims.confidential.database import in_transaction
from victims.confidential.envelope import folded
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Act, Client, Kind, Outcome, Released
from victims.confidential.particulars import Particulars
from victims.confidential.selectors.client import access_client, name_of
from victims.confidential.selectors.released import ref_of, releases_of_client
from victims.confidential.selectors.sheet import open_tasks
from victims.confidential.selectors.signing import born_of
from victims.confidential.services.act import write_act
from victims.confidential.services.sheet import SheetWords, keep_sheet
from victims.services.terms import COPY_GIVEN, ReleaseTerms, last_day_of_terms

TABLE = Released._meta.db_table


@in_transaction()
def keep_release(
    viewer: Viewer,
    client_id: object,
    *,
    release_id: object,
    particulars: Particulars,
    born: date | None = None,
) -> UUID:
    """Keep whose release it is and the whole form; raises NotVisible.

    The release itself knows nothing of this row. `born` is kept with the record where it is new.
    """
    client, box = access_client(viewer, client_id)
    row_id = uuid4()
    words = replace(particulars, release_id=str(release_id)).words()
    Released(
        id=row_id, agency_id=client.agency_id, created_by_id=viewer.user_id, client=client,
        release_ref=ref_of(viewer, release_id),
        particulars=box.close(TABLE, "particulars", row_id, words),
    ).save(force_insert=True)  # fmt: skip
    mark = Mark(Kind.RELEASE, "released", row_id, client.pk, ("particulars",), outcome=Outcome.DONE)
    record(viewer, [mark])
    if born is not None and born_of(viewer, client, box) is None:
        write_act(viewer, client, box, kind=Act.Kind.BORN, words=born.isoformat())
    return row_id


def particulars_of_terms(
    viewer: Viewer, client_id: object, *, terms: ReleaseTerms, where: Particulars
) -> Particulars:
    """Return the form in words for the copy; `where` names the case, the recipient and the call.

    Raises NotVisible. Reading the name for it is on the organization's ledger.
    """
    client, box = access_client(viewer, client_id)
    record(viewer, [Mark(Kind.VIEW, "client", client.pk, client.pk, ("name",))])
    signed = (terms.signed_on or clock.today()).isoformat()
    return replace(
        where, ways=terms.ways, risks_by=viewer.name, risks_on=signed, item=terms.item,
        name=name_of(client, box), organization=viewer.agency_name, text=terms.text,
        purpose=terms.purpose, starts_on=clock.today().isoformat(),
        ends_on=last_day_of_terms(terms).isoformat(), risks=terms.risks,
        other_ways=terms.other_ways, language=terms.language, interpreter=terms.interpreter,
        signed_by=terms.signed_by, guardian=terms.beside.guardian, signed_on=signed,
        copy_on=signed if terms.copy == COPY_GIVEN else "",
        copy_language=terms.copy_language, copy_why=terms.copy_why,
    )  # fmt: skip


def tell_barred(viewer: Viewer, client_id: object, name: str) -> None:
    """Leave the advocate of a record an alert that one who may never sign tried to (T27).

    Raises NotVisible. The refusal is on the organization's ledger each time, the task once.
    """
    client, _ = access_client(viewer, client_id)
    mark = Mark(
        Kind.REFUSAL, "signature", None, client.pk, ("guardian",), outcome=Outcome.REFUSED,
        because="caused_harm",
    )  # fmt: skip
    record(viewer, [mark])
    what = f"{name} tried to sign a release and may never sign. Look at the safety plan."
    _leave_task(viewer, client, what)


def tell_signed_by(viewer: Viewer, client_id: object, name: str) -> int:
    """Leave a task for each open release that a guardian signed who turns out to have caused harm;
    return how many. Raises NotVisible."""
    client, _ = access_client(viewer, client_id)
    signed = [
        one for one in releases_of_client(viewer, client_id)
        if one.is_open and one.form.guardian and folded(one.form.guardian) == folded(name)
    ]  # fmt: skip
    for one in signed:
        _leave_task(viewer, client, f"Take “{one.form.item}” back: {name} may never sign.")
    return len(signed)


def _leave_task(viewer: Viewer, client: Client, what: str) -> None:
    """Write a task for today, once."""
    what, today = what[:300], clock.today()
    if what in open_tasks(viewer, client):
        return
    answers = {"what": what, "due_on": today.isoformat(), "done": "no"}
    keep_sheet(viewer, client.pk, words=SheetWords("task", today, answers))


def note_withdrawal(viewer: Viewer, release_id: object, *, how: str) -> None:
    """Keep on the organization's side that a release was withdrawn, and whose it was if known."""
    rows = Released.objects.visible_to(viewer).select_related("client__key")
    row = rows.filter(release_ref=ref_of(viewer, release_id)).first()
    mark = Mark(
        Kind.WITHDRAW,
        "released",
        row.pk if row else None,
        row.client_id if row else None,
        ("revoked_at",),
        outcome=Outcome.DONE,
    )
    record(viewer, [mark])
    if row is not None:
        client, box = access_client(viewer, row.client_id)
        write_act(viewer, client, box, kind=Act.Kind.WITHDRAWN, words=how, released=row)
