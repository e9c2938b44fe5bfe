"""Reads the people under supervision in a caseload; what shows of them is the heads of their
cases."""

import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from audit.reveal import Revealed, reveal_many
from casemgmt.core.errors import NotVisible
from casemgmt.core.keys import key_in
from casemgmt.models import Case, Person
from casemgmt.policy.people import Viewer
from casemgmt.selectors.case import HEAD
from casemgmt.selectors.facts import facts_for

PAGE = 25


@dataclass(frozen=True)
class PersonRow:
    """A person as the heads of the cases that the viewer stands on show him or her."""

    id: str
    cases: list[Revealed]


@dataclass(frozen=True)
class PersonPage:
    """One page of people, by name."""

    rows: list[PersonRow]
    next_key: str = ""


def list_people(viewer: Viewer, *, after: str = "") -> PersonPage:
    """Return a page of the people of the viewer's cases after the one whose id is `after`, each
    head on the ledger."""
    people = Person.objects.visible_to(viewer)
    last = people.filter(pk=key_in(after)).first() if after else None
    if last:
        same_names = Q(family_name=last.family_name, given_name=last.given_name, pk__gt=last.pk)
        later = Q(family_name=last.family_name, given_name__gt=last.given_name)
        people = people.filter(Q(family_name__gt=last.family_name) | later | same_names)
    found = list(people.order_by("family_name", "given_name", "pk")[: PAGE + 1])
    more = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    return PersonPage(_shown(viewer, [person.pk for person in found[:PAGE]]), more)


def show_person(viewer: Viewer, person_id: object) -> PersonRow:
    """Return one person; raises NotVisible where the viewer stands on none of the cases."""
    rows = _shown(viewer, [person_id])
    if not rows:
        raise NotVisible("person", person_id)
    return rows[0]


def _shown(viewer: Viewer, keys: list) -> list[PersonRow]:
    cases = list(
        Case.objects.visible_to(viewer)
        .filter(person__in=keys)
        .select_related(*HEAD)
        .order_by("-opened_on")
    )
    person_of = {str(case.pk): case.person_id for case in cases}
    heads: dict[object, list[Revealed]] = defaultdict(list)
    for head in reveal_many(viewer, cases, facts_for(viewer, cases)):
        heads[person_of[head.id]].append(head)
    order = [uuid.UUID(str(key)) for key in keys]
    return [PersonRow(str(key), heads[key]) for key in order if heads[key]]
