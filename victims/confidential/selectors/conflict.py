"""Answers whether another program of the organization serves one of some people: yes or no, never
who, which program or how many (T15)."""

from collections.abc import Iterable

from django.db.models import Q

from casemgmt.core.walltime import start_of
from casemgmt.policy.people import Viewer
from victims.confidential.envelope import blind_index, folded, opaque, sound_tokens
from victims.confidential.keys import keys_of
from victims.confidential.models import AdvocacyEvent, Client, Kind, ProgramPerson

CHECK = "conflict check"


def serves_one_of(viewer: Viewer, case_id: object, names: Iterable[str]) -> bool:
    """Whether one of the names, or what sounds like it, is known to the organization beside this
    case; every name is looked up, so that an answer takes as long for yes as for no."""
    keys = keys_of(viewer.agency_id)
    beside = Client.objects.visible_to(viewer).filter(destroyed_at__isnull=True)
    beside = beside.exclude(case_ref=opaque(keys.cases, case_id))
    programs = ProgramPerson.objects.visible_to(viewer).filter(ended_at__isnull=True)
    found = []
    for name in filter(folded, names):
        wanted = Q(name_token=blind_index(keys.names, "name", name))
        sounds = sound_tokens(keys.sounds, name)
        if len(sounds) > 1:  # a given name alone would answer for everybody of that name
            wanted |= Q(sound_tokens__contains=sounds)
        found += [beside.filter(wanted).exists(), programs.filter(wanted).exists()]
    return any(found)


def checks_today(viewer: Viewer) -> int:
    """Return how many checks the viewer has run today, as the organization's ledger has them."""
    rows = AdvocacyEvent.objects.visible_to(viewer)
    return rows.filter(
        actor_id=viewer.user_id, kind=Kind.CHECK, subject_kind=CHECK, at__gte=start_of(viewer.today)
    ).count()
