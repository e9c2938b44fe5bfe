"""Composes the pages of a meeting: what of its agenda, items and minutes this viewer may know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from audit.models import Kind
from audit.reveal import Revealed, reveal, reveal_many
from audit.services.record import Entry, record
from casemgmt.core import clock
from casemgmt.core.errors import ChangedMeanwhile, NotVisible
from casemgmt.models import CaseReview, Decision
from casemgmt.policy.actions import Action
from casemgmt.policy.categories import Category
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.policy.rules import decide
from casemgmt.selectors.conflict import recused_at
from casemgmt.selectors.facts import facts_for
from casemgmt.selectors.review import CASE_HEAD, access_review, may_read, show_decisions
from casemgmt.selectors.sealed_words import put_out_of_sight
from teams.models import AgendaItem, Attendance, Meeting, Minutes, Reminder
from teams.selectors.meeting import (
    STAYS_AHEAD,
    access_meeting,
    attendances_of,
    count_present,
    may_conduct,
    may_plan,
    unsent_reminders,
)


@dataclass(frozen=True)
class MeetingPage:
    """A meeting as one viewer sees it; items and numbers are those that he may see."""

    meeting: Meeting
    attendances: list[Attendance]
    segments: list[AgendaItem]
    items: list[Revealed]
    conducts: bool
    plans: bool
    minutes: Minutes | None = None
    unsent: list[Reminder] = field(default_factory=list)
    sealed: int = 0  # items of which the minutes say "[sealed]" and no more

    @property
    def sealed_items(self) -> range:
        """Return one number for each sealed item."""
        return range(self.sealed)

    @property
    def present(self) -> int:
        """Count who is there."""
        return count_present(self.attendances)

    @property
    def discussed(self) -> int:
        """Count the items that have been discussed or put off."""
        return sum(item["status"] != CaseReview.Status.WAITING for item in self.items)

    @property
    def waiting(self) -> list[Revealed]:
        """Return the items to which nothing is written yet."""
        return [item for item in self.items if not item["is_taken"]]

    @property
    def was_missed(self) -> bool:
        """Whether its time went by and nobody opened it."""
        planned = self.meeting.status == Meeting.Status.PLANNED
        return planned and self.meeting.starts_at < clock.now() - STAYS_AHEAD

    @property
    def is_locked(self) -> bool:
        """Whether the minutes are approved."""
        return bool(self.minutes and self.minutes.approved_at)

    @property
    def may_read_minutes(self) -> bool:
        """Whether there are minutes for this viewer: a draft is its writers' until the closing."""
        return self.meeting.status == Meeting.Status.CLOSED or (
            self.conducts and self.meeting.status == Meeting.Status.OPEN
        )


@dataclass(frozen=True)
class ItemPage:
    """One case at one meeting, and its neighbors on the agenda that the viewer may see."""

    review: Revealed
    head: Revealed
    meeting: Meeting
    knows_meeting: bool
    decisions: list[Revealed]
    number: int
    total: int
    previous_id: str
    next_id: str
    may_write: bool
    is_locked: bool

    @property
    def is_open(self) -> bool:
        """Whether something can be written to the item now."""
        began = self.meeting.status in (Meeting.Status.OPEN, Meeting.Status.CLOSED)
        return self.may_write and began and not self.is_locked


def show_meeting(viewer: Viewer, meeting_id: UUID | str, *, kind: str = Kind.VIEW) -> MeetingPage:
    """Return a meeting for this viewer, everything shown on the ledger; raises NotVisible."""
    meeting = access_meeting(viewer, meeting_id)
    plans = may_plan(viewer, meeting.team_id)
    attendances = attendances_of(meeting)
    segments, minutes = list(meeting.items.all()), minutes_of(meeting)
    sealed = put_out_of_sight(meeting, segments, minutes)
    record(viewer, [_event(meeting, kind, "title", "starts_at", "place", "link", "attendances")])
    return MeetingPage(
        meeting=meeting,
        attendances=attendances,
        segments=segments,
        items=_items(viewer, _rows(viewer, meeting)),
        conducts=may_conduct(viewer, meeting.team_id),
        plans=plans,
        minutes=minutes,
        unsent=unsent_reminders(meeting) if plans else [],
        sealed=sealed,
    )


def show_minutes(viewer: Viewer, meeting_id: UUID | str) -> MeetingPage:
    """Return a meeting with what was said and decided; raises NotVisible for others' drafts."""
    page = show_meeting(viewer, meeting_id)
    if not page.may_read_minutes:
        raise NotVisible("minutes", meeting_id)
    record(viewer, [_event(page.meeting, Kind.VIEW, "general", "note", "addenda")])
    decisions = _decisions_by_item(viewer, page.items)
    items = [item.with_extra(decisions=decisions.get(item.id, [])) for item in page.items]
    return MeetingPage(**{**page.__dict__, "items": items})


def refuse_if_rewritten(page: MeetingPage, version: int, yours: Mapping[str, object]) -> None:
    """Raise ChangedMeanwhile with both versions, what is sealed out of sight in theirs too."""
    if page.minutes is not None and page.minutes.version != version:
        raise ChangedMeanwhile({"In general": page.minutes.general}, dict(yours))


def show_item(viewer: Viewer, review_id: object) -> ItemPage:
    """Return one item of an agenda, all on the ledger; raises NotVisible or NotAllowed."""
    review, facts = access_review(viewer, review_id)
    meeting = review.meeting
    keys = [str(row.pk) for row, _ in _readable(viewer, _rows(viewer, meeting))]
    place = keys.index(str(review.pk))
    rows = Decision.objects.visible_to(viewer).filter(review=review)
    minutes = minutes_of(meeting)
    return ItemPage(
        review=_named(reveal(viewer, review, facts), review).with_extra(
            recused=recused_at(meeting.pk).get(facts.case_id, [])
        ),
        head=reveal(viewer, review.case, facts),
        meeting=meeting,
        knows_meeting=knows(viewer, meeting),
        decisions=show_decisions(
            viewer, rows.select_related("author", "review"), {facts.case_id: facts}
        ),
        number=place + 1,
        total=len(keys),
        previous_id=keys[place - 1] if place else "",
        next_id=keys[place + 1] if place + 1 < len(keys) else "",
        may_write=may_write(viewer, meeting, facts),
        is_locked=bool(minutes and minutes.approved_at),
    )


def may_write(viewer: Viewer, meeting: Meeting, facts: CaseFacts) -> bool:
    """Return whether the viewer conducts this meeting and may write to this case."""
    adds = decide(viewer, Action.ADD, Category.TEAM_RECORD, facts)
    return adds.allowed and may_conduct(viewer, meeting.team_id)


def knows(viewer: Viewer, meeting: Meeting) -> bool:
    """Return whether the viewer may open the page of the meeting itself."""
    try:
        access_meeting(viewer, meeting.pk)
    except NotVisible:
        return False
    return True


def minutes_of(meeting: Meeting) -> Minutes | None:
    """Return the minutes that are begun."""
    return (
        Minutes.objects.filter(meeting=meeting)
        .select_related("written_by", "approved_by")
        .prefetch_related("addenda__written_by")
        .first()
    )


def _rows(viewer: Viewer, meeting: Meeting) -> list[CaseReview]:
    rows = CaseReview.objects.visible_to(viewer).filter(meeting=meeting)
    return list(rows.select_related("author", *CASE_HEAD).order_by("position", "pk"))


def _readable(viewer: Viewer, rows: Iterable[CaseReview]) -> list[tuple[CaseReview, CaseFacts]]:
    rows = list(rows)
    facts = facts_for(viewer, [row.case for row in rows])
    pairs = [(row, facts[str(row.case_id)]) for row in rows]
    return [(row, known) for row, known in pairs if may_read(viewer, row, known)]


def _items(viewer: Viewer, rows: list[CaseReview]) -> list[Revealed]:
    """Show items with the heads of their cases, numbered as this viewer counts them."""
    readable = _readable(viewer, rows)
    facts = {known.case_id: known for _, known in readable}
    heads = {
        head.id: head for head in reveal_many(viewer, [row.case for row, _ in readable], facts)
    }
    by_key = {str(row.pk): row for row, _ in readable}
    recused = recused_at(rows[0].meeting_id) if readable else {}
    shown = reveal_many(viewer, by_key.values(), facts)
    return [
        _named(item, by_key[item.id]).with_extra(
            number=place,
            is_taken=bool(item["minutes"]) or item["status"] != CaseReview.Status.WAITING,
            status_words=by_key[item.id].get_status_display(),
            case=heads[str(by_key[item.id].case_id)],
            recused=recused.get(str(by_key[item.id].case_id), []),
        )
        for place, item in enumerate(shown, start=1)
    ]


def _named(item: Revealed, row: CaseReview) -> Revealed:
    return item.with_extra(case_id=str(row.case_id), status_words=row.get_status_display())


def _decisions_by_item(viewer: Viewer, items: list[Revealed]) -> dict[str, list[Revealed]]:
    rows = list(
        Decision.objects.visible_to(viewer)
        .filter(review__in=[item.id for item in items])
        .select_related("author", "review", "case")
        .order_by("decided_on", "created_at")
    )
    facts = facts_for(viewer, {row.case_id: row.case for row in rows}.values())
    found: dict[str, list[Revealed]] = {}
    for decision in show_decisions(viewer, rows, facts):
        found.setdefault(decision["review_id"], []).append(decision)
    return found


def _event(meeting: Meeting, kind: str, *fields: str) -> Entry:
    return Entry(
        kind=kind, subject_kind="meeting", subject_id=str(meeting.pk),
        category=Category.TEAM_RECORD, fields=fields, authority="membership",
    )  # fmt: skip
