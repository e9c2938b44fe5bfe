"""Standing that the officer of a case, or a supervisor in its line, gives by hand: dated grants
to whoever covers, and the providers of the case. The rows are guardian's; the database asks the
same questions once more."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from audit.services.refusals import keeps_refusals
from casemgmt.core.errors import RuleBroken
from casemgmt.core.walltime import end_of
from casemgmt.models import Case
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.selectors.grant import ground_of, standing_rows
from casemgmt.selectors.head import access_head
from casemgmt.services.faults import Fault
from teams.models import User
from teams.selectors.people import NO_CASELOAD, find_person

GRANT, PROVIDER = "grant", "provider"
MOST_WORDS = 300  # characters of a reason


@dataclass(frozen=True)
class Held:
    """A case that is held for a change of its standing, with what the rules know of it."""

    case: Case
    facts: CaseFacts


@keeps_refusals("caseusergrant", of_case=True)
def grant_standing(
    viewer: Viewer, case_id: object, *, person_key: object, until: date, reason: str
) -> int:
    """Let a person stand on a case until the end of a day; returns the grant's id. One that is in
    force gets the new last day.

    Raises NotVisible, NotAllowed for who does not keep the case, Fault.
    """
    held = _held(viewer, case_id)
    person = _person(viewer, person_key)
    ends = _ends(viewer, until)
    _check_reason(reason)
    rows = standing_rows(held.case.pk)
    again = any(row.kind == GRANT and row.user_id == person.pk for row in rows)
    found = _give(held, person, GRANT, ends, reason)
    act = "extend grant" if again else "give grant"
    _record(viewer, held, found, person.pk, act=act, reason=reason)
    return found


@keeps_refusals("caseusergrant", of_case=True)
def extend_grant(
    viewer: Viewer, case_id: object, grant_id: object, *, until: date, reason: str
) -> None:
    """Give a grant in force another last day. Raises NotVisible, NotAllowed, Fault."""
    held = _held(viewer, case_id)
    row = ground_of(held.case.pk, grant_id, GRANT)
    person = _person(viewer, User.objects.get(pk=row.user_id).key)
    ends = _ends(viewer, until)
    _check_reason(reason)
    _give(held, person, GRANT, ends, reason)
    _record(viewer, held, row.row_id, row.user_id, act="extend grant", reason=reason)


@keeps_refusals("caseusergrant", of_case=True)
def end_grant(viewer: Viewer, case_id: object, grant_id: object, *, reason: str) -> None:
    """End a grant at once: the next request knows it. Raises NotVisible, NotAllowed, Fault."""
    _end(viewer, case_id, grant_id, GRANT, act="end grant", reason=reason)


@keeps_refusals("caseusergrant", of_case=True)
def assign_provider(viewer: Viewer, case_id: object, *, person_key: object) -> int:
    """Make a person of a treatment agency a provider of the case; returns the row's id.

    Raises NotVisible, NotAllowed, Fault.
    """
    held = _held(viewer, case_id)
    person = _person(viewer, person_key)
    if person.discipline != Discipline.TREATMENT:
        raise Fault("person", f"{person.name} is no treatment provider.", because="never")
    if any(
        row.kind == PROVIDER and row.user_id == person.pk for row in standing_rows(held.case.pk)
    ):
        raise Fault("person", f"{person.name} is a provider of this case already.")
    found = _give(held, person, PROVIDER, None, "")
    _record(viewer, held, found, person.pk, act="assign provider")
    return found


@keeps_refusals("caseusergrant", of_case=True)
def end_provider(viewer: Viewer, case_id: object, grant_id: object, *, reason: str) -> None:
    """End a provider's assignment at once. Raises NotVisible, NotAllowed, Fault."""
    _end(viewer, case_id, grant_id, PROVIDER, act="end provider", reason=reason)


def _held(viewer: Viewer, case_id: object) -> Held:
    return Held(*access_head(viewer, case_id, action=Action.AMEND))


def _person(viewer: Viewer, person_key: object) -> User:
    """Return who may be given standing; raises Fault for oneself and for who can have none."""
    person = find_person(person_key)
    if person is None:
        raise Fault("person", "Choose one of the people who are shown.")
    if person.pk == viewer.user_id:
        words = "Nobody gives standing to himself or herself. Ask your supervisor to do it."
        raise Fault("person", words, because="never")
    if not person.is_active:
        raise Fault("person", f"{person.name}'s account is disabled.", because="account_disabled")
    if person.office in NO_CASELOAD:
        words = f"{person.name} keeps accounts or reads the ledger, and stands on no case."
        raise Fault("person", words, because="never")
    return person


def _ends(viewer: Viewer, until: date) -> datetime:
    if until < viewer.today:
        raise Fault("until", "The last day is today or later. Choose another day.")
    return end_of(until)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Fault("reason", "Say why. The reason stands on the ledger.")
    if len(reason.strip()) > MOST_WORDS:
        raise Fault("reason", f"Shorten it to {MOST_WORDS} characters.")


def _give(held: Held, person: User, kind: str, ends: datetime | None, reason: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_give(%s, %s, %s, %s, %s)",
            [str(held.case.pk), person.pk, kind, ends, reason.strip()],
        )
        return cursor.fetchone()[0]


def _end(
    viewer: Viewer, case_id: object, grant_id: object, kind: str, *, act: str, reason: str
) -> None:
    held = _held(viewer, case_id)
    row = ground_of(held.case.pk, grant_id, kind)
    _check_reason(reason)
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_end(%s, %s, %s)", [str(held.case.pk), row.row_id, kind])
        if cursor.fetchone()[0] is None:
            raise RuleBroken("It has ended already.")
    _record(viewer, held, row.row_id, row.user_id, act=act, reason=reason)


def _record(
    viewer: Viewer, held: Held, row_id: int, user_id: int, *, act: str, reason: str = ""
) -> None:
    ground = held.facts.standings[0]
    entry = Entry(
        kind=Kind.PERMISSION, outcome=Outcome.DONE, subject_kind="caseusergrant",
        subject_id=str(row_id), case_id=held.facts.case_id, owner_agency_id=held.case.agency_id,
        category=Category.IDENTITY, fields=("valid_until",), authority=ground.kind,
        authority_ref=ground.ref, recipient=str(user_id), reason=reason, detail={"act": act},
    )  # fmt: skip
    record(viewer, [entry])
