"""Every address of the product with ids of four kinds: of the own team's case, of the other team's,
of a sealed case, and of nothing."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter

from audit.handles import EVENT, PERSON, handle_of
from casemgmt.models import Case
from teams.models import User
from tests import build, build_meetings, build_victims
from tests.plugins.roles import as_owner
from tests.world import World

MISSING = UUID("00000000-0000-4000-8000-000000000000")
SEALED = "24-0950"
# Addresses of third parties that only ever concern the person's own sign-in;
# they have tests of their own.
LEFT_OUT = ("account_", "mfa_", "usersessions_")
NOTHING = {IntConverter: 0, UUIDConverter: MISSING, StringConverter: "none", SlugConverter: "none"}
# What an argument is where nothing of a case is named by it.
WORDS = {
    "slug": "supervision", "name": "officers", "request_id": MISSING, "token_id": 1,
    "event_key": UUID(handle_of(EVENT, 1)), "person_key": UUID(handle_of(PERSON, 1)),
    "item_id": MISSING, "place": 1, "step": "whose", "week": "2026-01-05", "kind": "entry",
}  # fmt: skip
# Arguments that name something of a case, whose ids must answer as missing ones where they are
# foreign or sealed.
OF_A_CASE = {
    "case_id", "person_id", "condition_id", "contact_id", "meeting_id", "review_id", "decision_id",
    "step_id", "question_id", "clarification_id", "referral_id", "release_id", "statement_id",
    "paper_id", "record_id",
    "inquiry_id",
}  # fmt: skip
# Filled in elsewhere: what only the advocates' own tests can make, and what comes into being by
# acts that have tests of their own. An id of nothing stands here for each.
BY_ACTS = {
    "client_id", "released_id", "note_id", "document_id", "destruction_id", "glass_id",
    "conflict_id", "grant_id", "demand_id", "package_id",
    "designation_id", "search_id", "review_key", "seat_id", "subject_id",
    "spoken_id", "accounting_id", "suspension_id", "copy_id",
    "asked_id", "notice_id",
    "report_id", "warning_id",
    "duty_id",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Ids of one kind: for each argument the values that are tried."""

    name: str
    values: dict[str, list[object]]

    def urls(self, *, only: frozenset[str] | set[str] | None = None) -> Iterator[tuple[str, str]]:
        """Yield (address, url) of everything; with `only`, of what takes one of these arguments."""
        for address, converters in _patterns():
            if only is None or only & set(converters):
                tried = [self._tried(name, converter) for name, converter in converters.items()]
                for combination in product(*tried):
                    kwargs = dict(zip(converters, combination, strict=True))
                    yield address, reverse(address, kwargs=kwargs)

    def _tried(self, argument: str, converter: object) -> list[object]:
        """Return the values of the kind that the address takes; an id of nothing for others."""
        wanted = UUID if isinstance(converter, UUIDConverter) else (int, str)
        if isinstance(converter, IntConverter):
            wanted = int
        fitting = [value for value in self.values.get(argument, ()) if isinstance(value, wanted)]
        return fitting or [NOTHING[type(converter)]]


def addresses() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (name, names of its arguments) of every address."""
    for name, converters in _patterns():
        yield name, tuple(sorted(converters))


def _patterns(
    resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, dict[str, object]]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif isinstance(entry, URLPattern) and entry.name and not entry.name.startswith(LEFT_OUT):
            yield ":".join((*spaces, entry.name)), dict(entry.pattern.converters)


def arguments() -> set[str]:
    """Return the names of all arguments that addresses take."""
    return {argument for _, taken in addresses() for argument in taken}


def place(world: World, name: str) -> Place:
    """Return the ids of a kind: own, foreign, sealed or missing."""
    if name == "missing":
        ids: dict[str, object] = dict.fromkeys(OF_A_CASE | BY_ACTS, MISSING)
        keys = [MISSING]
        beside = {"unit": [MISSING], "user_key": [MISSING], "event_key": [MISSING], "token_id": [0]}
    else:
        foreign = name == "foreign"
        ids = _ids(world, name)
        keys = [
            world.teams["river" if foreign else "elm"].key,
            world.agencies["council" if foreign else "probation"].key,
            world.people["ben" if foreign else "ana"].key,
        ]
        beside = {
            "unit": [world.units["river" if foreign else "elm"].key],
            "user_key": [world.people["ben" if foreign else "ana"].key],
        }
    words: dict[str, list[object]] = {a: [value] for a, value in WORDS.items()}
    values = words | {a: [value] for a, value in ids.items()} | {"key": keys} | beside
    return Place(name, {a: list(v) for a, v in values.items()})


def samples(world: World, *, foreign: bool) -> dict[str, object]:
    """Return one value for each argument: of the first team's case or of the second's."""
    of = place(world, "foreign" if foreign else "own")
    return {a: of._tried(a, c)[0] for _, taken in _patterns() for a, c in taken.items()}


def _ids(world: World, name: str) -> dict[str, object]:
    held = {"own": world.records, "foreign": world.foreign, "sealed": world.sealed}[name]
    case = {"own": world.case, "foreign": world.other, "sealed": world.sealed.get("case")}[name]
    named = {f"{kind}_id": row.pk for kind, row in held.items() if f"{kind}_id" in OF_A_CASE}
    missing = dict.fromkeys(OF_A_CASE | BY_ACTS, MISSING)
    assert case is not None
    return missing | named | {"case_id": case.pk, "person_id": case.person_id}


def fill_foreign(world: World) -> None:
    """Give the second team's case what the first's has, so that each of its ids can be tried."""
    world.foreign |= _records(world, world.other, world.people["ben"], "FOREIGN")


def add_sealed(world: World) -> None:
    """Give the first team a case with something of every kind, on its own meeting's agenda,
    and seal it."""
    ana = world.people["ana"]
    case = build.make_case(SEALED, team=world.teams["elm"], officer=ana, person="Quill Feathering")
    records = _records(world, case, ana, "SEALED")
    review = build_meetings.make_review(world.records["meeting"], case, ana, "SEALED question")
    decision = build_meetings.make_decision(review, ana, "SEALED decision")
    step = build_meetings.make_step(decision, ana, ana, "SEALED step")
    condition = build.make_condition(case, ana, "SEALED condition")
    contact = build.make_contact(case, ana, "SEALED contact")
    with as_owner():
        Case.objects.unscoped(reason="test").filter(pk=case.pk).update(
            sealed_at=build.moment(-1), sealed_under="Order 12/26"
        )
    world.sealed |= records | {
        "case": case, "review": review, "decision": decision, "step": step,
        "condition": condition, "contact": contact,
    }  # fmt: skip


def _records(world: World, case: Case, author: User, mark: str) -> dict[str, object]:
    release = build.make_release(
        case, kind="victim_release", source=world.agencies["harbor"],
        to=world.agencies["probation"], categories=["victim_statement"], items=["wishes"],
    )  # fmt: skip
    maya = world.people["maya"]
    return {
        "referral": build.make_referral(case, author, author, f"{mark} areas"),
        "release": release,
        "statement": build_victims.make_statement(case, maya, release, f"{mark} statement"),
        "clarification": build_victims.make_clarification(case, maya, release),
        "question": build_victims.make_question(case, maya, f"{mark} question"),
        "record": build.make_entry(case, author, "supervision", f"{mark} entry"),
        "inquiry": build_victims.make_inquiry(case, maya, f"{mark} inquiry"),
    }


def sign_in_again(client: Client, person: User) -> Client:
    """Let the sign-in be a moment ago, as it is after the step-up that some pages ask for."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def body_of(answer: object) -> bytes:
    """Return the whole body, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def ask(client: Client, method: str, url: str) -> object:
    """Ask with nothing in the body, as a page or as a program."""
    if method == "GET":
        return client.get(url)
    kind = {"content_type": "application/json"} if url.startswith("/api/") else {}
    return getattr(client, method.lower())(url, {}, **kind)
