"""Keeps, on the organization's side, which victim a release is of and what the signed form says."""

import json
from uuid import uuid4

from casemgmt.policy.people import Viewer
from victims.confidential.database import in_transaction
from victims.confidential.ledger import Mark, record
from victims.confidential.models import Kind, Outcome, Released
from victims.confidential.selectors.client import access_client
from victims.confidential.selectors.released import Particulars, ref_of

TABLE = Released._meta.db_table


@in_transaction()
def keep_release(
    viewer: Viewer, client_id: object, *, release_id: object, particulars: Particulars
) -> None:
    """Keep whose release it is; raises NotVisible. The release itself knows nothing of this row."""
    client, box = access_client(viewer, client_id)
    row_id = uuid4()
    words = json.dumps(
        {
            "ways": particulars.ways,
            "risks_by": particulars.risks_by,
            "risks_on": particulars.risks_on,
            "case_id": particulars.case_id,
            "item": particulars.item,
        }
    )
    Released(
        id=row_id, agency_id=client.agency_id, created_by_id=viewer.user_id, client=client,
        release_ref=ref_of(viewer, release_id),
        particulars=box.close(TABLE, "particulars", row_id, words),
    ).save(force_insert=True)  # fmt: skip
    mark = Mark(Kind.RELEASE, "released", row_id, client.pk, ("particulars",), outcome=Outcome.DONE)
    record(viewer, [mark])


def note_withdrawal(viewer: Viewer, release_id: object) -> None:
    """Keep on the organization's ledger that a release was withdrawn, and whose it was if known."""
    row = Released.objects.visible_to(viewer).filter(release_ref=ref_of(viewer, release_id)).first()
    mark = Mark(
        Kind.WITHDRAW,
        "released",
        row.pk if row else None,
        row.client_id if row else None,
        ("revoked_at",),
        outcome=Outcome.DONE,
    )
    record(viewer, [mark])
