"""Reads the gates of a case: releases, authorizations, consents and orders."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from audit.models import Kind
from audit.services.record import Entry, record
from casemgmt.core.errors import NotAllowed, NotVisible
from casemgmt.core.walltime import last_day_of
from casemgmt.models import Case, Paper, Release, Signature
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.decision import GATE_AUTHORITY, NOTICES
from casemgmt.policy.elements import element_of
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.load import in_force
from casemgmt.policy.people import Discipline, Viewer
from casemgmt.selectors.case import access_case
from casemgmt.selectors.release_rights import TAKES_BACK, may_revoke
from teams.models.user import DISCIPLINE_LABELS
from teams.selectors.meeting import OnlyFor
from teams.selectors.memberships import members_of

IN_FORCE, NOT_STARTED, ENDED, REVOKED, INCOMPLETE = (
    "In force", "Not started", "Ended", "Taken back", "Incomplete",
)  # fmt: skip
STATES = (IN_FORCE, NOT_STARTED, INCOMPLETE, REVOKED, ENDED)
PARTIES = ("from_agency", "to_agency", "to_user")
LISTED = ("kind", "categories", "parties", "purpose", "ends_at")


@dataclass(frozen=True)
class ReleaseShown:
    """One gate in words; never what is shared under it."""

    id: str
    kind: str
    kind_text: str
    about: str
    categories: str
    items: tuple[str, ...]
    parties: str
    recipient: str
    source: str
    purpose: str
    signed_by: str
    signed_on: date
    starts_at: datetime
    last_day: date | None
    state: str
    state_text: str
    missing: tuple[str, ...]
    binds_until: datetime | None
    ways: str
    redisclosure_barred: bool
    notice: str
    is_in_force: bool
    may_revoke: bool
    signatures: tuple[str, ...] = ()
    papers: tuple["PaperShown", ...] = field(default=())


@dataclass(frozen=True)
class PaperShown:
    """One file under a gate, by its name."""

    id: str
    name: str
    size: int
    added_on: date


def list_releases(
    viewer: Viewer, case: Case, facts: CaseFacts, *, in_force: bool = False
) -> list[ReleaseShown]:
    """Return the gates of a case that are between the viewer and others, each on the ledger."""
    rows = _open_to(viewer, facts).filter(case=case)
    found = list(rows.select_related(*PARTIES).order_by("-ends_at", "pk"))
    if in_force:
        found = [row for row in found if state_of(viewer, row) == IN_FORCE]
    record(viewer, [release_entry(row, facts) for row in found])
    return [shown_release(viewer, row, facts) for row in found]


def access_release(
    viewer: Viewer, case_id: object, release_id: object, *, lock: bool = False
) -> tuple[Release, Case, CaseFacts]:
    """Return a gate that the viewer may know of, its case and facts; raises NotVisible."""
    case, facts = access_case(viewer, case_id)
    rows = _open_to(viewer, facts).filter(case=case, pk=str(release_id))
    rows = rows.select_for_update(of=("self",)) if lock else rows
    row = rows.select_related(*PARTIES).first()
    if row is None:
        raise NotVisible("release", release_id, case_id)
    return row, case, facts


def access_revocable(
    viewer: Viewer, case_id: object, release_id: object, *, lock: bool = False
) -> tuple[Release, Case, CaseFacts]:
    """Return a gate that the viewer may take back; raises NotVisible or NotAllowed."""
    row, case, facts = access_release(viewer, case_id, release_id, lock=lock)
    if not may_revoke(viewer, facts, row):
        only = OnlyFor(
            TAKES_BACK, because="never", category=Category(row.categories[0]),
            how_to_ask=f"Ask {row.from_agency.name}.",
        )  # fmt: skip
        raise NotAllowed(only, "release", release_id, case_id)
    return row, case, facts


def show_release(viewer: Viewer, row: Release, facts: CaseFacts) -> ReleaseShown:
    """Return one gate in words with its signatures and the names of its files, on the ledger."""
    record(viewer, [release_entry(row, facts, Kind.VIEW)])
    return shown_release(viewer, row, facts, whole=True)


def people_told(viewer: Viewer, row: Release, case: Case) -> list[int]:
    """Return who has to stop using what a gate opened: the people of the recipient who stand on the
    case, or the one whom it names."""
    if row.to_user_id is not None:
        return [row.to_user_id]
    people = [member.user for member in members_of(case.team_id, viewer)] + [case.officer]
    return sorted({
        user.pk for user in people
        if user.agency_id == row.to_agency_id and row.to_discipline in ("", user.discipline)
    } - {viewer.user_id})  # fmt: skip


def state_of(viewer: Viewer, row: Release) -> str:
    """Return in which of the states a gate is now."""
    facts = row.facts()
    if facts.stops_at is not None and facts.stops_at <= viewer.now:
        return REVOKED
    if row.missing or row.ends_at is None:
        return INCOMPLETE
    if row.ends_at < viewer.now:
        return ENDED
    return IN_FORCE if row.starts_at <= viewer.now else NOT_STARTED


def recipient_words(row: Release) -> str:
    """Say who receives: the agency, narrowed to a person or a discipline."""
    if row.to_user is not None:
        return f"{row.to_user.name}, {row.to_agency.name}"
    if row.to_discipline:
        return f"{row.to_agency.name}, {DISCIPLINE_LABELS[Discipline(row.to_discipline)].lower()}"
    return row.to_agency.name


def shown_release(
    viewer: Viewer, row: Release, facts: CaseFacts, *, whole: bool = False
) -> ReleaseShown:
    """Return a gate in words; the whole of it with signatures and files."""
    state = state_of(viewer, row)
    over = row.revoked_at is not None or state in (ENDED, REVOKED)
    return ReleaseShown(
        id=str(row.pk),
        kind=row.kind,
        kind_text=row.get_kind_display(),
        about=row.about,
        categories=", ".join(LABELS[Category(name)].lower() for name in row.categories),
        items=_items(viewer, row, over=over),
        parties=f"{row.from_agency} to {recipient_words(row)}",
        recipient=recipient_words(row),
        source=row.from_agency.name,
        purpose=row.purpose,
        signed_by=row.signed_by,
        signed_on=row.signed_on,
        starts_at=row.starts_at,
        last_day=last_day_of(row.ends_at) if row.ends_at else None,
        state=state,
        state_text=_state_words(row, state),
        missing=tuple(element_of(row.kind, name).words for name in row.missing),
        binds_until=row.revocable_after,
        ways=", ".join(row.ways),
        redisclosure_barred=row.redisclosure_barred,
        notice=NOTICES.get(GATE_AUTHORITY[row.kind], ""),
        is_in_force=state == IN_FORCE,
        may_revoke=not over and may_revoke(viewer, facts, row),
        signatures=_signatures(viewer, row) if whole else (),
        papers=_papers(viewer, row) if whole else (),
    )


def release_entry(row: Release, facts: CaseFacts, kind: str = Kind.LIST) -> Entry:
    """Return what the ledger says of a gate that was shown."""
    return Entry(
        kind=kind,
        subject_kind="release",
        subject_id=str(row.pk),
        case_id=facts.case_id,
        owner_agency_id=row.from_agency_id,
        category=row.categories[0],
        fields=LISTED,
        authority=facts.standings[0].kind,
        authority_ref=facts.standings[0].ref,
    )


def named_releases(viewer: Viewer) -> QuerySet[Release]:
    """Return the gates from the viewer's agency, those to it that name nobody else there, and what
    the viewer recorded."""
    named = Q(to_user_id__isnull=True) | Q(to_user_id=viewer.user_id)
    discipline = Q(to_discipline="") | Q(to_discipline=viewer.discipline)
    own = Q(from_agency_id=viewer.agency_id) | Q(created_by_id=viewer.user_id)
    return Release.objects.visible_to(viewer).filter(own | (named & discipline))


def glass_alone(facts: CaseFacts) -> bool:
    """Whether nothing but a broken glass lends standing on a case."""
    return bool(facts.standings) and facts.standings[0].kind == "break_glass"


def _open_to(viewer: Viewer, facts: CaseFacts) -> QuerySet[Release]:
    """Return the gates that the viewer may know of on one case: a broken glass tells of the own
    agency's alone, and of none on what no emergency opens."""
    rows = named_releases(viewer)
    if not glass_alone(facts):
        return rows
    never = sorted(in_force().never_overridable)
    return rows.filter(from_agency_id=viewer.agency_id).exclude(categories__overlap=never)


def _items(viewer: Viewer, row: Release, *, over: bool) -> tuple[str, ...]:
    """Return the items by name; a victim's are words of the victim, and close with the release to
    everyone but the organization that holds it (T23, T24)."""
    closes = row.kind == Release.Kind.VICTIM_RELEASE and viewer.agency_id != row.from_agency_id
    return () if closes and over else tuple(row.items)


def _state_words(row: Release, state: str) -> str:
    if row.revoked_at is not None:
        said = f"Taken back {timezone.localtime(row.revoked_at):%b %-d, %Y}"
        by = f" by {row.revoked_by}" if row.revoked_by else ""
        how = f", {row.get_revoked_how_display().lower()}" if row.revoked_how else ""
        if state == REVOKED or row.revocable_after is None:
            return f"{said}{by}{how}"
        until = timezone.localtime(row.revocable_after)
        return f"{said}{by}{how}. It binds until {until:%b %-d, %Y}"
    if state == NOT_STARTED:
        return f"Begins {timezone.localtime(row.starts_at):%b %-d, %Y}"
    return state


def _signatures(viewer: Viewer, row: Release) -> tuple[str, ...]:
    found = Signature.objects.visible_to(viewer).filter(release=row)
    return tuple(f"{one.name} ({one.get_capacity_display().lower()})" for one in found)


def _papers(viewer: Viewer, row: Release) -> tuple[PaperShown, ...]:
    found = Paper.objects.visible_to(viewer).filter(release=row).defer("content")
    return tuple(
        PaperShown(str(one.pk), one.name, one.size, timezone.localdate(one.created_at))
        for one in found
    )
