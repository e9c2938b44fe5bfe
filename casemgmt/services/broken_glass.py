"""Emergency access: opened for hours with a reason, told at once, reviewed each time (B-ENG-6)."""

from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from audit.models import Kind, Outcome
from audit.services.record import Entry, record, record_refusal
from casemgmt.core import clock
from casemgmt.core.errors import NotAllowed, NotVisible, RuleBroken
from casemgmt.models import BrokenGlass
from casemgmt.policy.categories import Category
from casemgmt.policy.emergency import refusal, review_due
from casemgmt.policy.people import Office, Viewer
from casemgmt.selectors.emergency import (
    access_glass,
    case_of_own_agency,
    emergency_facts,
    may_review,
    open_glass_on,
)
from casemgmt.services.faults import Fault
from teams.models import User
from teams.selectors.meeting import OnlyFor
from teams.selectors.people import privacy_officers_of
from teams.services.notice import notify, withdraw_notices

MOST_HOURS = 24  # the database opens nothing for longer
NOT_OURS = "No case of your agency has this number. Check it, and type it as it stands on the file."
SAY_WHY = "Say in a few words what has happened and why it cannot wait. Curiosity is no emergency."
NEVER_ONE_S_OWN = (
    "A review is written by the privacy officer or the head of the agency, never by who broke it."
)


def break_glass_by_number(
    viewer: Viewer, number: str, *, because: str = "other", reason: str
) -> BrokenGlass:
    """Open the case of a number; another agency's number is refused as a missing one."""
    return _broken(viewer, case_of_own_agency(viewer, number), because=because, reason=reason)


def break_glass(
    viewer: Viewer, case_id: object, *, because: str = "other", reason: str
) -> BrokenGlass:
    """Open a case of the own agency for some hours; the officer and the privacy officers are told.

    Raises RuleBroken, with the refusal on the ledger.
    """
    return _broken(viewer, case_id, because=because, reason=reason)


@transaction.atomic
def close_glass(viewer: Viewer, glass_id: object) -> None:
    """End one's own emergency access before its time; raises NotVisible."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT glass_close(%s)", [str(glass_id)])
        case_id = cursor.fetchone()[0]
    if case_id is None:
        raise NotVisible("brokenglass", glass_id)
    _record(viewer, glass_id, case_id, viewer.agency_id, act="close")


@transaction.atomic
def review_broken_glass(
    viewer: Viewer, glass_id: object, *, finding: str, note: str
) -> BrokenGlass:
    """Write the one review of a glass. Raises NotVisible, NotAllowed for one's own, Fault."""
    glass = access_glass(viewer, glass_id)
    if not may_review(viewer, glass):
        only = OnlyFor(NEVER_ONE_S_OWN, category=Category.LEDGER, how_to_ask="")
        raise NotAllowed(only, "brokenglass", glass_id, glass.case_id)
    if finding not in BrokenGlass.Finding.values:
        raise Fault("finding", "Choose what you found.")
    if not note.strip():
        raise Fault("note", "Say what you looked at and how you came to it.")
    found = BrokenGlass.objects.visible_to(viewer).filter(pk=glass.pk, reviewed_at__isnull=True)
    written = found.update(
        reviewed_at=viewer.now, reviewed_by_id=viewer.user_id, finding=finding,
        review_note=note.strip(), version=F("version") + 1,
    )  # fmt: skip
    if not written:
        raise RuleBroken("It is reviewed already. A review stays as it was written.")
    withdraw_notices(
        about=_about(glass.pk),
        because="reviewed",
        kinds=("broken_glass_review", "broken_glass_late"),
    )
    _record(viewer, glass.pk, glass.case_id, glass.agency_id, act=f"review: {finding}")
    glass.refresh_from_db()
    return glass


@transaction.atomic
def escalate_late_reviews() -> int:
    """Tell the agency's heads of each review that is late, once; run by the due-scan."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM glass_escalate(%s)", [clock.today()])
        late = cursor.fetchall()
    for glass_id, agency_id, user_id, case_id in late:
        notify("broken_glass_late", _heads(agency_id, but=user_id), about=_about(glass_id))
        _record(None, glass_id, case_id, agency_id, act="review is late")
    return len(late)


def _broken(viewer: Viewer, case_id: object, *, because: str, reason: str) -> BrokenGlass:
    facts = emergency_facts(viewer, case_id) if case_id else None
    words = {
        "idle": settings.BREAK_GLASS_IDLE_WORDS,
        "least_words": settings.BREAK_GLASS_LEAST_WORDS,
    }
    refused = refusal(viewer, facts, reason, **words)
    if refused:
        record_refusal(
            viewer, kind="case", subject_id=str(case_id or ""), case_id=case_id, because=refused
        )
        if refused == "gate_missing":
            raise Fault("reason", SAY_WHY, because=refused)
        raise Fault("number", NOT_OURS, because=refused)
    open_already = open_glass_on(viewer, case_id)
    if open_already:
        until = timezone.localtime(open_already.ends_at)
        raise RuleBroken(f"You have it open already, until {until:%H:%M}.")
    return _open(viewer, case_id, because=because, reason=reason.strip())


@transaction.atomic
def _open(viewer: Viewer, case_id: object, *, because: str, reason: str) -> BrokenGlass:
    ends = viewer.now + timedelta(hours=min(settings.BREAK_GLASS_HOURS, MOST_HOURS))
    holidays = [date.fromisoformat(day) for day in settings.HOLIDAYS]
    due = review_due(viewer.today, settings.BREAK_GLASS_REVIEW_DAYS, holidays)
    if because not in BrokenGlass.Because.values:
        raise Fault("because", "Choose one of the reasons.")
    values = (str(case_id), viewer.today, because, reason[:500], ends, due)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM glass_break(%s, %s, %s, %s, %s, %s)", values)
        glass_id, officer_id, owner_id = cursor.fetchone()
    _record(viewer, glass_id, case_id, owner_id, act=f"open: {because}", reason=reason)
    about = _about(glass_id)
    notify("broken_glass", [officer_id], about=about)
    notify("broken_glass_review", privacy_officers_of(viewer.agency_id), about=about)
    return BrokenGlass.objects.visible_to(viewer).get(pk=glass_id)


def _about(glass_id: object) -> str:
    return f"glass:{glass_id}"


def _heads(agency_id: int, *, but: int) -> list[int]:
    """Return the agency's heads, or its privacy officers where it has no other one."""
    people = User.objects.filter(agency_id=agency_id, is_active=True).exclude(pk=but)
    heads = list(people.filter(office=Office.AGENCY_HEAD).values_list("pk", flat=True))
    officers = people.filter(office=Office.PRIVACY_OFFICER)
    return heads or list(officers.values_list("pk", flat=True))


def _record(
    viewer: Viewer | None,
    glass_id: object,
    case_id: object,
    agency_id: int,
    *,
    act: str,
    reason: str = "",
) -> None:
    entry = Entry(
        kind=Kind.BREAK_GLASS, outcome=Outcome.DONE, subject_kind="brokenglass",
        subject_id=str(glass_id), case_id=str(case_id), owner_agency_id=agency_id,
        authority="break_glass" if viewer else "", category=Category.IDENTITY, reason=reason,
        detail={"act": act},
    )  # fmt: skip
    record(viewer, [entry])
