"""Finds what contradicts itself in a world that reads well line by line."""

from collections.abc import Callable, Iterator
from typing import Any

from casemgmt.policycheck.nodes import Wrong
from casemgmt.policycheck.world import (
    AgreementTerms,
    CaseTerms,
    RecordTerms,
    ReleaseTerms,
    Scenario,
    VictimTerms,
)

LONGEST = 200  # of an item, a purpose, a part: what the database keeps
LONGEST_PART = 24
LONGEST_PURPOSE = 80
# A Tribe or a community program can serve victims too.
SERVING = ("victim_service", "tribal", "community")


def contradictions(world: Scenario) -> Iterator[Wrong]:
    """Return each contradiction with its line, in the order of the file's sections."""
    for key, person in world.people.items():
        if key in person.supervises:
            yield Wrong(person.line, f"person {key} supervises himself or herself.")
    checks: tuple[tuple[dict[str, Any], Callable[..., Iterator[Wrong]]], ...] = (
        (world.cases, _of_case),
        (world.victims, _of_victim),
        (world.releases, _of_release),
        (world.agreements, _of_agreement),
        (world.records, _of_record),
    )
    for entries, check in checks:
        for key, entry in entries.items():
            yield from check(world, key, entry)


def _of_agreement(world: Scenario, key: str, agreement: AgreementTerms) -> Iterator[Wrong]:
    if len(set(agreement.between)) < 2:
        yield Wrong(agreement.line, f"agreement {key} is between two agencies or more.")


def _of_case(world: Scenario, key: str, case: CaseTerms) -> Iterator[Wrong]:
    for name in case.teams:
        level = world.teams[name].level
        if level != "case":
            yield Wrong(
                case.line, f"case {key} is held by team {name}, a {level} team. Policy teams hold "
                "no cases: give it a team of level case.",
            )  # fmt: skip
    for name in case.exam:
        if world.people[name].discipline != "polygraph":
            yield Wrong(case.line, f"case {key}: exam names {name}, who is no polygraph examiner.")
    for name in case.providers:
        if world.people[name].discipline != "treatment":
            yield Wrong(case.line, f"case {key}: providers names {name}, who gives no treatment.")


def _of_victim(world: Scenario, key: str, victim: VictimTerms) -> Iterator[Wrong]:
    kind = world.agencies[victim.organization].kind if victim.organization else SERVING[0]
    if kind not in SERVING:
        yield Wrong(
            victim.line, f"victim {key}: {victim.organization} is an agency of kind {kind}, not a "
            "victim_service.",
        )  # fmt: skip
    if victim.advocate and victim.organization:
        agency = world.people[victim.advocate].agency
        if agency != victim.organization:
            yield Wrong(
                victim.line, f"victim {key}: the advocate {victim.advocate} works for {agency}, "
                f"not for {victim.organization}.",
            )  # fmt: skip
    if victim.born and victim.born > world.now.date():
        yield Wrong(victim.line, f"victim {key} is born after the scenario begins.")


def _of_release(world: Scenario, key: str, release: ReleaseTerms) -> Iterator[Wrong]:
    victim = world.victims.get(release.of)
    if victim and release.case and release.case != victim.case:
        yield Wrong(
            release.line, f"release {key} is of {release.of}, a victim of case {victim.case}, and "
            f"cannot be of case {release.case}.",
        )  # fmt: skip
    elif not victim and release.case and world.cases[release.case].person != release.of:
        yield Wrong(
            release.line, f"release {key} is of {release.of}, and case {release.case} is of "
            f"{world.cases[release.case].person}.",
        )  # fmt: skip
    if release.to_person and release.to_agencies:
        agency = world.people[release.to_person].agency
        if agency not in release.to_agencies:
            yield Wrong(
                release.line, f"release {key} is to {release.to_agencies[0]}, and "
                f"{release.to_person} works for {agency}.",
            )  # fmt: skip
    yield from _too_long(release.line, *release.items, purpose=release.purpose)


def _of_record(world: Scenario, key: str, record: RecordTerms) -> Iterator[Wrong]:
    if record.release:
        release = world.releases[record.release]
        if record.case not in world.case_of(release):
            yield Wrong(
                record.line, f"record {key} of case {record.case} cannot come under release "
                f"{record.release}, which is of case {', '.join(world.case_of(release))}.",
            )  # fmt: skip
    if record.category == "victim_advocacy" and record.by:
        discipline = world.people[record.by].discipline
        if discipline != "community_advocacy":
            yield Wrong(
                record.line, f"record {key} is an advocate's, and {record.by} is of discipline "
                f"{discipline}, not community_advocacy.",
            )  # fmt: skip
    if len(record.part) > LONGEST_PART:
        yield Wrong(record.line, f"record {key}: “part” has {LONGEST_PART} letters at most.")
    yield from _too_long(record.line, *record.items)


def _too_long(line: int, *items: str, purpose: str = "") -> Iterator[Wrong]:
    if any(len(item) > LONGEST for item in items):
        yield Wrong(line, f"an item has {LONGEST} letters at most. Use fewer words.")
    if len(purpose) > LONGEST_PURPOSE:
        yield Wrong(line, f"a purpose has {LONGEST_PURPOSE} letters at most. Use fewer words.")
