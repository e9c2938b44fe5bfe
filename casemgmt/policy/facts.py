"""What rules may look at: a case, a record and the releases, as frozen facts."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """One ground on which a person stands on a case; `kind` is the authority it lends."""

    kind: str  # assignment, membership, supervisory_line, designee, grant, break_glass
    ref: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """A victim's release, an authorization, a Part 2 consent or a court order on this case."""

    id: str
    kind: str  # victim_release, authorization, part2_consent, part2_justice_consent, court_order
    categories: frozenset[str]
    to_agency_id: int
    starts: datetime
    ends: datetime | None
    from_agency_id: int | None = None  # whose records it opens; None: of whoever owns them
    to_user_id: int | None = None
    to_discipline: str = ""
    items: frozenset[str] = frozenset()
    purpose: str = ""
    revoked_at: datetime | None = None
    # A consent under 42 CFR 2.35 can bind until a stated moment; taken back before, it ends then.
    revocable_after: datetime | None = None
    complete: bool = True
    for_case: bool = True  # a 2.35 consent serves one case only

    @property
    def stops_at(self) -> datetime | None:
        """Return when taking it back takes effect; None while nobody has."""
        if self.revoked_at is None or self.revocable_after is None:
            return self.revoked_at
        return max(self.revoked_at, self.revocable_after)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as this viewer's rules see it."""

    case_id: str
    stage: str = "supervised"
    sealed: bool = False
    conflict: bool = False
    standings: tuple[Standing, ...] = ()
    was_member: bool = False
    owner_agency_id: int = 0
    sovereign: str = "state"  # whose law the case is under
    examiner_ids: frozenset[int] = frozenset()
    releases: tuple[ReleaseFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """A record: its parts, author, owner, and the release it came under."""

    parts: frozenset[str] = frozenset()
    author_id: int | None = None
    owner_agency_id: int | None = None
    release_id: str = ""
    items: frozenset[str] = frozenset()
    regimes: frozenset[str] = frozenset()  # laws that bind it beside its category's own
    sealed: bool = False
