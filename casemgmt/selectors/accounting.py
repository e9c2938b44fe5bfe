"""What an accounting of disclosures is made of: what the ledger shows that others got, and what was
told by voice or on paper, each with its recipient, address, description, purpose and authority."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from audit.accounting import OF_VICTIMS, Disclosure, Law, laws_for
from audit.models import AccountingRequest, Kind
from audit.selectors.accounting import Group, Span, groups_of
from audit.services.accounting import Subject
from audit.words import GROUNDS
from casemgmt.core.errors import NotVisible
from casemgmt.models import SpokenDisclosure
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.people import Viewer
from casemgmt.selectors.spoken import authority_words, current_of_cases
from teams.models import Agency

VICTIM = "victim"
RECORD = "systemrecord"
CRIMINAL = Category.CRIMINAL_HISTORY.value
LEAVE = (Kind.MAIL, Kind.EXPORT, Kind.DOWNLOAD, Kind.PRINT)


def find_person(viewer: Viewer, number: str) -> Subject | None:
    """Return whose cases a number names, as far as the viewer's agency has to do with them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounting_person(%s, %s)", [number, viewer.today])
        found = cursor.fetchall()
    if not found:
        return None
    person_id, name, _, _ = found[0]
    numbers = ", ".join(row[2] for row in found)
    cases = tuple(str(row[3]) for row in found)
    return Subject("person", str(person_id), cases, f"{name} ({numbers})")


def laws_of(viewer: Viewer) -> list[Law]:
    """Return the laws under which the viewer's agency owes a list; raises NotVisible."""
    agency = Agency.objects.filter(pk=viewer.agency_id).first()
    if agency is None or not viewer.reads_ledger:
        raise NotVisible("accounting")
    laws = laws_for(agency.kind, is_part2=agency.is_part2_program)
    if agency.kind == Agency.Kind.VICTIM_SERVICE:
        return [law for law in laws if law.key == "own"]
    return laws


def recipients() -> list[tuple[str, str]]:
    """Return the agencies of the directory whose disclosures can be suspended, by key."""
    kinds = (Agency.Kind.LAW_ENFORCEMENT, Agency.Kind.PROSECUTION)
    rows = Agency.objects.filter(kind__in=kinds).order_by("name")
    return [(str(key), name) for key, name in rows.values_list("key", "name")]


def span_of(row: AccountingRequest) -> Span:
    """Return what of the ledger a request is about: up to the end of the day it was asked on."""
    return Span(
        agency_id=row.agency_id,
        case_ids=tuple(str(key) for key in row.case_ids),
        since=_begin(row.since),
        until=_begin(row.asked_on + timedelta(days=1)),
        subject=(RECORD, row.subject_id) if row.about == VICTIM else None,
    )


def months_of(span: Span) -> list[Span]:
    """Return a span cut into months, for a making that goes on in the background."""
    cuts, at = [], span.since
    while at < span.until:
        cuts.append(at)
        first = (timezone.localtime(at).replace(day=1) + timedelta(days=32)).replace(day=1)
        at = _begin(first.date())
    ends = [*cuts[1:], span.until]
    return [
        Span(span.agency_id, span.case_ids, begin, end, span.subject)
        for begin, end in zip(cuts, ends, strict=True)
    ]


def shown_in(viewer: Viewer, span: Span) -> list[Disclosure]:
    """Return what the ledger holds that people of any agency were shown in a span."""
    groups = groups_of(viewer, span)
    wanted = {group.actor_agency_id for group in groups if group.actor_agency_id is not None}
    agencies = {one.pk: one for one in Agency.objects.filter(pk__in=wanted)}
    return [_shown(group, agencies, span) for group in groups]


def told_of(viewer: Viewer, row: AccountingRequest) -> Iterator[Disclosure]:
    """Yield what was told by voice or on paper; what concerns a victim stands in no list of the
    person under supervision, and the other way round."""
    span = span_of(row)
    for one in current_of_cases(viewer, row.case_ids):
        of_victim = set(one.categories) & set(OF_VICTIMS)
        if not span.since <= one.told_at < span.until:
            continue
        if row.about == VICTIM and Category.VICTIM_SYSTEM in of_victim:
            yield _told(one, [Category.VICTIM_SYSTEM.value], is_unclear=row.others > 0)
        elif row.about != VICTIM and (left := [c for c in one.categories if c not in of_victim]):
            yield _told(one, left)


def _shown(group: Group, agencies: dict[int, Agency], span: Span) -> Disclosure:
    agency = agencies.get(group.actor_agency_id or 0)
    outside = bool(group.recipient) and group.kind in LEAVE
    part = f": {group.part.replace('_', ' ').replace(',', ', ')}" if group.part else ""
    ground = GROUNDS.get(group.authority, "")
    return Disclosure(
        first_at=group.first_at, last_at=group.last_at, count=group.count,
        recipient=group.recipient if outside else group.actor_agency or "unknown",
        agency_id=None if outside else group.actor_agency_id,
        recipient_kind="" if outside or agency is None else agency.kind,
        address="" if outside or agency is None else _address(agency.address, agency.phone),
        description=f"{label_of(group.category)}{part}",
        purpose=", ".join(words for words in (group.purpose, ground) if words) or "not said",
        authority=group.authority, owner_agency_id=span.agency_id, category=group.category,
        is_outside=outside,
    )  # fmt: skip


def _told(one: SpokenDisclosure, categories: list[str], *, is_unclear: bool = False) -> Disclosure:
    whole = len(categories) == len(one.categories)
    named = ", ".join(label_of(name) for name in categories)
    law = one.law
    inside = one.to_agency_id == one.owner_agency_id
    return Disclosure(
        first_at=one.told_at, last_at=one.told_at, count=1, recipient=one.recipient,
        agency_id=one.to_agency_id, recipient_kind=one.to_agency.kind if one.to_agency else "",
        address=one.address,
        # Words that were said of several things may name what is not this person's.
        description=f"{named}: {one.description}" if whole else named,
        purpose=f"{one.purpose} ({authority_words(one)}; {one.get_way_display().lower()})",
        authority="" if set(categories) & set(one.uncovered) else one.authority,
        owner_agency_id=one.owner_agency_id,
        category=CRIMINAL if CRIMINAL in categories else categories[0],
        exempt=law.exempt if law else "", statute=law.key if law else "", is_spoken=True,
        is_outside=not inside, is_unclear=is_unclear,
    )  # fmt: skip


def label_of(category: str) -> str:
    """Return the words for a category."""
    return LABELS[Category(category)] if category in set(Category) else category.replace("_", " ")


def most_at_once() -> int:
    """Return how many events are read while somebody waits for the page."""
    return settings.ACCOUNTING_AT_ONCE


def _address(place: str, phone: str) -> str:
    return ", ".join(part for part in (place, phone) if part)


def _begin(day: object) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))  # type: ignore[arg-type]
