"""Looks people up for acts that name someone: by key, or among those of an agency."""

import uuid
from collections.abc import Collection, Iterable

from casemgmt.policy.people import Office
from teams.models import User

NO_CASELOAD = (Office.ADMINISTRATOR, Office.PRIVACY_OFFICER, Office.AUDITOR)


def keys_of(words: Iterable[object]) -> list[uuid.UUID]:
    """Return those of `words` that are keys."""
    found = []
    for word in words:
        try:
            found.append(uuid.UUID(str(word)))
        except ValueError:
            continue
    return found


def find_person(key: object) -> User | None:
    """Return the person of a key, with the agency; None for what is no key of anybody."""
    return User.objects.select_related("agency").filter(key__in=keys_of([key])).first()


def find_by_sign_in(words: str) -> User | None:
    """Return the active person with exactly this sign-in name or e-mail address."""
    people = User.objects.select_related("agency").filter(is_active=True)
    found = people.filter(username__iexact=words) | people.filter(email__iexact=words)
    return found.first() if words else None


def caseload_people(agency_ids: Collection[int], *, discipline: str = "") -> list[User]:
    """Return who of these agencies can stand on cases, by agency and name."""
    people = User.objects.filter(agency_id__in=agency_ids, is_active=True)
    people = people.filter(discipline=discipline) if discipline else people
    people = people.exclude(office__in=NO_CASELOAD).select_related("agency")
    return list(people.order_by("agency__name", "name"))


def privacy_officers_of(agency_id: int | None) -> list[int]:
    """Return the accounts of an agency's privacy officers, of its heads where it has none."""
    if agency_id is None:
        return []
    people = User.objects.filter(agency_id=agency_id, is_active=True)
    officers = list(people.filter(office=Office.PRIVACY_OFFICER).values_list("pk", flat=True))
    heads = people.filter(office=Office.AGENCY_HEAD)
    return officers or list(heads.values_list("pk", flat=True))
