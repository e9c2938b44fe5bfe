"""Seals a case or one record under an order; a second person lifts the seal (B-JUV-3, T53)."""

from django.db import connection, transaction

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.models import Case
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Office, Viewer
from casemgmt.selectors.seal import access_record, access_sealing, access_stub
from casemgmt.services.faults import Fault
from teams.models import User
from teams.selectors.meeting import OnlyFor
from teams.services.notice import notify

NAME_THE_ORDER = "Give the number of the order that seals it, as the court wrote it."
SECOND_PERSON = "Whoever set a seal does not lift it. Another person of your agency's offices does."


@transaction.atomic
def seal_case(viewer: Viewer, case_id: object, *, order: str) -> None:
    """Seal a case: it is nowhere then, for everyone. Raises NotVisible, NotAllowed, Fault."""
    case, _ = access_sealing(viewer, case_id)
    under = _order(order)
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal_case(%s, %s)", [str(case.pk), under])
    _record(viewer, Kind.SEALED, "case", case.pk, case, under)
    _tell(viewer, f"case:{case.pk}:{viewer.now.isoformat()}")


@transaction.atomic
def seal_record(
    viewer: Viewer, case_id: object, kind: str, record_id: object, *, order: str
) -> None:
    """Seal one record with what hangs on it. Raises NotVisible, NotAllowed, Fault."""
    row = access_record(viewer, case_id, kind, record_id)
    under = _order(order)
    values = [kind, str(row.case_id), str(row.pk), under]
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal_record(%s, %s, %s, %s)", values)
    _record(viewer, Kind.SEALED, kind, row.pk, row.case, under)
    _tell(viewer, f"{kind}:{row.pk}:{viewer.now.isoformat()}")


def unseal_case(viewer: Viewer, case_id: object, *, order: str) -> None:
    """Lift the seal of a case. Raises NotVisible, NotAllowed for who set it, Fault."""
    unseal(viewer, "case", case_id, order=order)


def unseal_record(viewer: Viewer, kind: str, record_id: object, *, order: str) -> None:
    """Lift the seal of one record. Raises NotVisible, NotAllowed for who set it, Fault."""
    unseal(viewer, kind, record_id, order=order)


@transaction.atomic
def unseal(viewer: Viewer, kind: str, subject_id: object, *, order: str) -> None:
    """Lift the seal of a case or a record, under the order that allows it."""
    stub = access_stub(viewer, kind, subject_id)
    under = _order(order)
    with connection.cursor() as cursor:
        values = [str(stub.case_id), kind, str(stub.subject_id)]
        cursor.execute("SELECT app_lifts_seal(%s, %s, %s)", values)
        if not cursor.fetchone()[0]:
            only = OnlyFor(SECOND_PERSON, category=Category.LEDGER, how_to_ask="")
            raise NotAllowed(only, "seal", subject_id, stub.case_id)
        if kind == "case":
            cursor.execute("SELECT unseal_case(%s)", [str(stub.case_id)])
        else:
            values = [kind, str(stub.case_id), str(stub.subject_id)]
            cursor.execute("SELECT unseal_record(%s, %s, %s)", values)
        if not cursor.fetchone()[0]:
            raise NotVisible("seal", subject_id)
    entry = Entry(
        kind=Kind.UNSEALED, outcome=Outcome.DONE, subject_kind=kind, subject_id=str(subject_id),
        case_id=str(stub.case_id), owner_agency_id=viewer.agency_id, category=Category.IDENTITY,
        authority="court_order", reason=under,
    )  # fmt: skip
    record(viewer, [entry])


def _order(order: str) -> str:
    """Return the order's number; raises Fault without one."""
    if not order.strip():
        raise Fault("order", NAME_THE_ORDER, because="gate_missing")
    return order.strip()[:160]


def _record(
    viewer: Viewer, kind: str, subject_kind: str, subject_id: object, case: Case, under: str
) -> None:
    entry = Entry(
        kind=kind, outcome=Outcome.DONE, subject_kind=subject_kind, subject_id=str(subject_id),
        case_id=str(case.pk), owner_agency_id=case.agency_id, category=Category.IDENTITY,
        authority="court_order", reason=under,
    )  # fmt: skip
    record(viewer, [entry])


def _tell(viewer: Viewer, about: str) -> None:
    """Tell the agency's privacy officers that there is a stub."""
    people = User.objects.filter(
        agency_id=viewer.agency_id, is_active=True, office=Office.PRIVACY_OFFICER
    )
    notify("sealed", people.values_list("pk", flat=True), about=about[:80])
