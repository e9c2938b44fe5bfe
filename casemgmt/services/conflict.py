"""Conflicts of interest: declared by oneself or set by the agency; they beat every grant (T14)."""

import uuid

from django.db import connection, transaction

from audit.models import Kind, Outcome
from audit.services.record import Entry, record, record_refusal
from casemgmt.core.errors import NotVisible
from casemgmt.models import Conflict
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Discipline, Office, Viewer
from casemgmt.selectors.case import access_case
from casemgmt.selectors.conflict import people_kept, require_keeper
from casemgmt.selectors.emergency import case_of_own_agency, is_ours
from casemgmt.services.faults import Fault
from teams.models import User
from teams.services.notice import notify

NOT_OURS = "No case of your agency has this number. Check it, and type it as it stands on the file."
NOT_YOURS = "Choose somebody of your agency whom you supervise, never yourself."
LEADS = (Office.SUPERVISOR, Office.AGENCY_HEAD)


@transaction.atomic
def declare_conflict(viewer: Viewer, case_id: object, *, reason: str = "") -> Conflict:
    """Put one's own conflict on record: from the next request on the case is gone for the viewer.

    Raises NotVisible where the viewer does not stand on the case.
    """
    case, _ = access_case(viewer, case_id)
    row = Conflict(
        user_id=viewer.user_id, case_id=case.pk, declared_by_id=viewer.user_id,
        declared_at=viewer.now, reason=reason.strip()[:300],
    )  # fmt: skip
    row.save(force_insert=True)
    _follow(viewer, row.pk, viewer.user_id, case.pk, act="declare")
    return row


def set_conflict(viewer: Viewer, case_id: object, *, person_key: object, reason: str) -> Conflict:
    """Put a conflict of one of the agency's people on record; the person is told.

    Raises NotVisible for who keeps no conflicts, Fault.
    """
    require_keeper(viewer)
    person = next((one for one in people_kept(viewer) if str(one.key) == str(person_key)), None)
    if person is None:
        _refuse(viewer, case_id, "never")
        raise Fault("person", NOT_YOURS, because="never")
    if not reason.strip():
        raise Fault("reason", "Say why. It stays with your agency.", because="gate_missing")
    if not is_ours(viewer, case_id):
        _refuse(viewer, case_id, "never")
        raise Fault("number", NOT_OURS, because="never")
    if _stands(person.pk, case_id):
        raise Fault("person", f"{person.name} has a conflict with this case on record already.")
    return _set(viewer, case_id, person, reason.strip())


def set_conflict_by_number(
    viewer: Viewer, number: str, *, person_key: object, reason: str
) -> Conflict:
    """Do the same for the case of a number; another agency's number is refused as a missing one."""
    require_keeper(viewer)
    case_id = case_of_own_agency_for(viewer, number)
    return set_conflict(viewer, case_id, person_key=person_key, reason=reason)


def case_of_own_agency_for(viewer: Viewer, number: str) -> object:
    """Return the case of a number; raises Fault, with the refusal on the ledger."""
    case_id = case_of_own_agency(viewer, number)
    if case_id is None:
        _refuse(viewer, None, "never")
        raise Fault("number", NOT_OURS, because="never")
    return case_id


@transaction.atomic
def end_conflict(viewer: Viewer, conflict_id: object, *, reason: str) -> None:
    """End a conflict of one of the agency's people, never one's own. Raises NotVisible, Fault."""
    require_keeper(viewer)
    if not reason.strip():
        raise Fault("reason", "Say why it no longer stands.", because="gate_missing")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM conflict_end(%s, %s)", [str(conflict_id), reason.strip()[:300]]
        )
        row = cursor.fetchone()
    if row is None:
        raise NotVisible("conflict", conflict_id)
    person_id, case_id = row
    _record(viewer, conflict_id, case_id, act="end", recipient=person_id, reason=reason.strip())


@transaction.atomic
def _set(viewer: Viewer, case_id: object, person: User, reason: str) -> Conflict:
    values = (str(case_id), person.pk, reason[:300], viewer.today)
    with connection.cursor() as cursor:
        cursor.execute("SELECT conflict_set(%s, %s, %s, %s)", values)
        key = cursor.fetchone()[0]
    _follow(viewer, key, person.pk, case_id, act="set", reason=reason)
    notify("conflict_set", [person.pk], about=f"conflict:{key}")
    return Conflict.objects.select_related("user").get(pk=key)


def _follow(  # noqa: PLR0913  # what follows from a conflict, whoever put it on record
    viewer: Viewer,
    key: int,
    person_id: int,
    case_id: object,
    *,
    act: str,
    reason: str = "",
) -> None:
    """Write the conflict and flag what the person was shown of the case until now; whoever hands
    out the work learns that somebody else has to go on, and nothing of the case."""
    _record(viewer, key, case_id, act=act, recipient=person_id, reason=reason)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM conflict_past_views(%s, %s)", [person_id, str(case_id)])
        count, since = cursor.fetchone()
    flag = {"act": "flag past views", "since": since.isoformat() if since else ""}
    _record(viewer, key, case_id, recipient=person_id, total=count, detail=flag)
    told = _leads(User.objects.get(pk=person_id))
    notify("conflict_handover", set(told) - {viewer.user_id}, about=f"conflict:{key}")


def _leads(person: User) -> list[int]:
    """Return who hands out a person's work: the supervisors of the unit; in an advocates'
    organization its leads, or all colleagues where nobody leads it."""
    people = User.objects.filter(agency=person.agency, is_active=True).exclude(pk=person.pk)
    if person.discipline != Discipline.COMMUNITY_ADVOCACY:
        unit = people.filter(unit__isnull=False, unit=person.unit, office=Office.SUPERVISOR)
        return list(unit.values_list("pk", flat=True))
    leads = list(people.filter(office__in=LEADS).values_list("pk", flat=True))
    advocates = people.filter(discipline=Discipline.COMMUNITY_ADVOCACY)
    return leads or list(advocates.values_list("pk", flat=True))


def _stands(person_id: int, case_id: object) -> bool:
    key = uuid.UUID(str(case_id))
    rows = Conflict.objects.filter(user_id=person_id, case_id=key, ended_at__isnull=True)
    return rows.exists()


def _refuse(viewer: Viewer, case_id: object, because: str) -> None:
    record_refusal(viewer, kind="conflict", subject_id="", case_id=case_id, because=because)


def _record(  # noqa: PLR0913  # what stands on the ledger
    viewer: Viewer,
    key: object,
    case_id: object,
    *,
    recipient: int,
    act: str = "",
    reason: str = "",
    total: int | None = None,
    detail: dict[str, object] | None = None,
) -> None:
    entry = Entry(
        kind=Kind.CONFLICT, outcome=Outcome.DONE, subject_kind="conflict", subject_id=str(key),
        case_id=str(case_id), category=Category.IDENTITY, recipient=str(recipient), reason=reason,
        total=total, detail=detail or {"act": act},
        owner_agency_id=viewer.agency_id,  # it stays with the person's agency, whoever's case it is
    )  # fmt: skip
    record(viewer, [entry])
