"""The weekly case reviews of two years: held, cancelled, missed, and the next one; who came."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from casemgmt.demo.days import HISTORY_DAYS, at, wall
from casemgmt.demo.keys import key
from casemgmt.demo.seats import ELM, RIVER, Seat
from casemgmt.demo.stage import Stage, dice_of
from teams.models import AgendaItem, Attendance, Meeting, Minutes, User


@dataclass(frozen=True)
class Rhythm:
    """When and where a team meets."""

    weekday: int
    hour: int
    minute: int
    place: str
    coordinator: str
    approver: str
    seats: tuple[Seat, ...]


RHYTHMS = {
    "elm": Rhythm(2, 9, 30, "Conference room 2, 12 Elm Street", "cho", "rosa", ELM),
    "river": Rhythm(1, 13, 30, "River Unit, room 104", "noor", "walt", RIVER),
}
LINK = "https://meet.altona.example/{word}-case-review"
CANCELLED_SHARE, MISSED_SHARE = 0.05, 0.11
REASONS = ("Snow emergency", "State holiday", "Too few members could come")
STATUSES = ("present",) * 16 + ("remote", "remote", "excused", "absent")
ABSENT = ("excused", "absent")
GENERAL = (
    "Attendance taken. Minutes of the last meeting read and agreed. Dates of the coming weeks "
    "gone through."
)
ITEMS = (
    ("procedure", "How travel permits reach the advocate"),
    ("needs", "Evening groups are full until spring"),
    ("policy", "Wording of internet conditions"),
    ("procedure", "Who calls whom when a device alert comes in"),
    ("needs", "Beds for people who lose their housing"),
    ("policy", "When a designee may sit in"),
)
APPROVED_AFTER = 6


@dataclass
class Session:
    """A meeting with its day and its people."""

    word: str
    day: date
    meeting: Meeting
    people: list[User]

    @property
    def held(self) -> bool:
        """Whether it took place."""
        return self.meeting.status == Meeting.Status.CLOSED


def sessions(stage: Stage, word: str) -> Iterator[Session]:
    """Put each meeting of a team on the pile, oldest first, the planned one last."""
    rhythm, dice = RHYTHMS[word], dice_of("meetings", word)
    upcoming = next_day(stage.today, rhythm.weekday)
    for weeks in range(HISTORY_DAYS // 7 + 1, -1, -1):
        day = upcoming - timedelta(weeks=weeks)
        if day != upcoming and day >= stage.today - timedelta(days=1):
            continue
        status, reason = ("planned", "") if day == upcoming else _fate(dice)
        session = _session(stage, word, day, weeks, status, reason)
        _attend(stage, session, dice)
        if session.held:
            _minutes(stage, session, weeks)
        yield session


def next_day(today: date, weekday: int) -> date:
    """Return the next such day of the week that leaves two days to get ready."""
    start = today + timedelta(days=2)
    return start + timedelta(days=(weekday - start.weekday()) % 7)


def _fate(dice: random.Random) -> tuple[str, str]:
    """Most meetings were held; some were cancelled with a reason, some planned and never opened."""
    draw = dice.random()
    if draw < CANCELLED_SHARE:
        return "cancelled", dice.choice(REASONS)
    return ("planned", "") if draw < MISSED_SHARE else ("closed", "")


def _session(stage: Stage, word: str, day: date, weeks: int, status: str, reason: str) -> Session:
    rhythm = RHYTHMS[word]
    begins = at(day, rhythm.hour, rhythm.minute)
    closed = status == "closed"
    meeting = Meeting(
        id=key("meeting", word, weeks),
        team=stage.teams[word],
        title="Case review",
        place=rhythm.place,
        link=LINK.format(word=word),
        local_start=wall(day, rhythm.hour, rhythm.minute),
        starts_at=begins,
        status=status,
        planned_by=stage.people[rhythm.coordinator],
        cancelled_because=reason,
        opened_at=begins + timedelta(minutes=2) if closed else None,
        closed_at=begins + timedelta(minutes=84) if closed else None,
        created_at=begins - timedelta(days=12),
    )
    stage.rows.add(meeting)
    seated = [seat for seat in rhythm.seats if _sits(seat, stage, day)]
    return Session(word, day, meeting, [stage.people[seat.username] for seat in seated])


def _sits(seat: Seat, stage: Stage, day: date) -> bool:
    away = (day - stage.today).days
    return seat.starts <= away and (seat.until is None or away <= seat.until)


def _attend(stage: Stage, session: Session, dice: random.Random) -> None:
    coordinator = RHYTHMS[session.word].coordinator
    for user in session.people:
        status = (
            dice.choice(STATUSES) if session.held and user.username != coordinator else "invited"
        )
        if session.held and user.username == coordinator:
            status = "present"
        stage.rows.add(
            Attendance(
                meeting=session.meeting,
                user=user,
                status=status,
                marked_at=session.meeting.opened_at if session.held else None,
            )
        )


def _minutes(stage: Stage, session: Session, weeks: int) -> None:
    rhythm = RHYTHMS[session.word]
    approved = session.day + timedelta(days=APPROVED_AFTER)
    done = approved < stage.today
    stage.rows.add(
        Minutes(
            meeting=session.meeting,
            general=GENERAL,
            written_by=stage.people[rhythm.coordinator],
            approved_at=at(approved, 15) if done else None,
            approved_by=stage.people[rhythm.approver] if done else None,
        )
    )
    if weeks % 4 == 0:
        kind, title = ITEMS[weeks // 4 % len(ITEMS)]
        stage.rows.add(
            AgendaItem(
                id=key("item", session.word, weeks), meeting=session.meeting, kind=kind, title=title
            )
        )
