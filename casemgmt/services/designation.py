"""A member who cannot come names a colleague for one meeting's cases (T12, T13): same agency and
discipline, where the team's norms allow it. The standing ends with the meeting."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from audit.models import Kind, Outcome
from audit.services.record import Entry, record
from audit.services.refusals import keeps_refusals
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import Case, Designation
from casemgmt.policy.categories import Category
from casemgmt.policy.people import Viewer
from casemgmt.selectors.designation import (
    access_taking_back,
    cases_of_meeting,
    live_designations,
    needs_screening,
)
from casemgmt.services.faults import Fault
from teams.models import Meeting, User
from teams.selectors.meeting import HERE, OnlyFor, access_meeting, may_plan
from teams.selectors.people import find_person
from teams.services.attendance import mail_restored, replace_absent

OVER = (Meeting.Status.CLOSED, Meeting.Status.CANCELLED)
WORDS = {
    "account_disabled": ("designee", "This person's account is disabled."),
    "conflict_of_interest": (
        "designee",
        "A conflict of interest stands between this person and one of these cases. "
        "Choose another person.",
    ),
    "no_standing": ("absent", "Only a member of this team sends a designee."),
    "never": ("designee", "The norms of this team do not let a member send this designee."),
    "screening_lapsed": (
        "designee",
        "This person's criminal-justice screening has lapsed.",
    ),
    "wrong_recipient": (
        "designee",
        "A designee is of the same agency and discipline as the member.",
    ),
}


@keeps_refusals("designation")
def designate(
    viewer: Viewer,
    meeting_id: object,
    *,
    absent_key: object,
    designee_key: object,
    case_ids: Sequence[object],
) -> Designation:
    """Let a colleague stand in for an absent member until the meeting closes.

    Raises NotVisible, NotAllowed for who is neither that member nor the coordinator, Fault.
    """
    meeting = _open_meeting(viewer, meeting_id)
    absent, designee = _person(absent_key, "absent"), _person(designee_key, "designee")
    _require_part(viewer, meeting, absent)
    cases = _cases(viewer, meeting, case_ids)
    ends = _ends(viewer, meeting)
    _refuse_fault(viewer, meeting, absent, designee, cases)
    _refuse_second(viewer, meeting, absent, designee)
    row = _write(viewer, meeting, absent, designee, cases, ends)
    replace_absent(meeting, absent, designee)
    _record(viewer, row, cases, act="name designee")
    return row


@keeps_refusals("designation")
def take_back_designation(viewer: Viewer, designation_id: object, *, reason: str = "") -> None:
    """End a designation at once; the member is expected again. Raises NotVisible, NotAllowed,
    RuleBroken."""
    row = access_taking_back(viewer, designation_id)
    if row.ended_at is not None or row.meeting.status in OVER:
        raise RuleBroken("It has ended already.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT designee_end(%s)", [str(row.pk)])
    mail_restored(row.meeting, row.absent, row.designee)
    _record(viewer, row, [], act="take designee back", reason=reason)


def _open_meeting(viewer: Viewer, meeting_id: object) -> Meeting:
    try:
        meeting = access_meeting(viewer, str(meeting_id), lock=True)
    except NotVisible as error:
        raise NotVisible("meeting", meeting_id, because="no_standing") from error
    if meeting.status in OVER:
        raise RuleBroken("This meeting is over. A designee can be named for one to come.")
    return meeting


def _person(key: object, field: str) -> User:
    person = find_person(key)
    if person is None:
        raise Fault(field, "Choose one of the people who are shown.")
    return person


def _require_part(viewer: Viewer, meeting: Meeting, absent: User) -> None:
    """A member speaks for himself, the coordinator for each; nobody names himself."""
    if absent.pk != viewer.user_id and not may_plan(viewer, meeting.team_id):
        words = "A member names the own designee; the coordinator does it for others."
        raise NotAllowed(OnlyFor(words), "designation", meeting.pk)


def _cases(viewer: Viewer, meeting: Meeting, case_ids: Sequence[object]) -> list[Case]:
    """Return the chosen cases, all of that meeting's agenda or of its team; raises NotVisible."""
    wanted = list(dict.fromkeys(str(key) for key in case_ids))
    if not wanted:
        raise Fault("cases", "Choose at least one case of the agenda.")
    found = {str(case.pk): case for case in cases_of_meeting(viewer, meeting, wanted)}
    if missing := [key for key in wanted if key not in found]:
        raise NotVisible("case", missing[0], missing[0], because="no_standing")
    return [found[key] for key in wanted]


def _ends(viewer: Viewer, meeting: Meeting) -> datetime:
    over = meeting.starts_at + timedelta(minutes=meeting.minutes_long)
    ends = over + timedelta(hours=settings.DESIGNEE_HOURS_AFTER)
    if ends <= viewer.now:
        raise RuleBroken("The time of this meeting has passed. Plan another one first.")
    return ends


def _refuse_fault(
    viewer: Viewer, meeting: Meeting, absent: User, designee: User, cases: list[Case]
) -> None:
    """Ask the database, which knows the conflicts that this viewer does not."""
    if designee.pk in (absent.pk, viewer.user_id):
        raise Fault("designee", "Nobody names himself or herself as designee.", because="never")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT designee_fault(%s, %s, %s, %s::uuid[], %s, %s)",
            [
                str(meeting.pk), absent.pk, designee.pk, [str(case.pk) for case in cases],
                viewer.today, needs_screening(designee.discipline),
            ],
        )  # fmt: skip
        because = cursor.fetchone()[0]
    if because:
        field, words = WORDS[because]
        raise Fault(field, words, because=because)


def _refuse_second(viewer: Viewer, meeting: Meeting, absent: User, designee: User) -> None:
    here = meeting.attendances.filter(user=absent, status__in=HERE)
    if here.exists():
        raise Fault("absent", f"{absent.name} is at the meeting already.")
    for row in live_designations(viewer, meeting):
        if row.absent_id == absent.pk:
            raise Fault("absent", f"{absent.name} has a designee already. Take that back first.")
        if row.designee_id == designee.pk:
            raise Fault("designee", f"{designee.name} sits in for somebody else at this meeting.")


def _write(
    viewer: Viewer,
    meeting: Meeting,
    absent: User,
    designee: User,
    cases: list[Case],
    ends: datetime,
) -> Designation:
    key = uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT designee_give(%s, %s, %s, %s, %s, %s::uuid[], %s, %s, %s)",
            [
                str(key), settings.JURISDICTION_ID, str(meeting.pk), absent.pk, designee.pk,
                [str(case.pk) for case in cases], ends, viewer.today,
                needs_screening(designee.discipline),
            ],
        )  # fmt: skip
    rows = Designation.objects.visible_to(viewer)
    return rows.select_related("meeting__team", "absent", "designee").get(pk=key)


def _record(
    viewer: Viewer, row: Designation, cases: list[Case], *, act: str, reason: str = ""
) -> None:
    """Write one event on the meeting, and one on each case on which standing was given."""
    act_done: dict[str, object] = {"act": act}
    who = str(row.designee_id)
    on_meeting = Entry(
        kind=Kind.PERMISSION, outcome=Outcome.DONE, subject_kind="designation",
        subject_id=str(row.pk), category=Category.TEAM_RECORD, fields=("absent", "designee"),
        authority="membership", recipient=who, total=row.case_count, reason=reason,
        detail=act_done,
    )  # fmt: skip
    on_cases = [
        Entry(
            kind=Kind.PERMISSION, outcome=Outcome.DONE, subject_kind="caseusergrant",
            subject_id=str(row.pk), case_id=str(case.pk), owner_agency_id=case.agency_id,
            category=Category.IDENTITY, fields=("valid_until",), authority="membership",
            authority_ref=f"designation:{row.pk}", recipient=who, reason=reason, detail=act_done,
        )
        for case in cases
    ]  # fmt: skip
    record(viewer, [on_meeting, *on_cases])
