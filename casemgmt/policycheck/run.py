"""Runs one scenario: its world, its clock, its steps; and says where an answer is another one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import Error as DatabaseError
from django.utils import timezone

from casemgmt.core import clock
from casemgmt.policy.load import in_force
from casemgmt.policycheck.acts import Refused, do
from casemgmt.policycheck.answers import Answer, answer
from casemgmt.policycheck.build import Stage, build
from casemgmt.policycheck.lists import listed
from casemgmt.policycheck.meetings import close_passed
from casemgmt.policycheck.papers import file_papers
from casemgmt.policycheck.records import write_records
from casemgmt.policycheck.roles import OWNERS, acting, held, tried
from casemgmt.policycheck.world import Act, Ask, Listing, Move, Scenario, Step

WORDS = {True: "allow", False: "deny"}


@dataclass(frozen=True)
class Result:
    """What one step was answered; equal where it is as expected."""

    scenario: Scenario
    step: int
    line: int
    kind: str
    question: str
    expected: object
    got: object
    details: dict[str, object] = field(default_factory=dict)

    @property
    def is_as_expected(self) -> bool:
        """Whether the answer is the expected one."""
        return self.expected == self.got


def run(scenario: Scenario) -> list[Result]:
    """Run one scenario in a transaction that never commits. Raises Wrong for a world that the
    product cannot hold."""
    results: list[Result] = []
    with held(), timezone.override(scenario.zone), _standing(scenario.now) as clock_hand:
        with acting(OWNERS), tried():
            stage = build(scenario)
        file_papers(stage)
        with acting(OWNERS), tried():
            write_records(stage)
        for number, step in enumerate(scenario.steps, 1):
            if isinstance(step, Move):
                clock_hand.move(step.to)
                with acting(OWNERS), tried():
                    close_passed(stage)
            else:
                results += _take(stage, number, step)
    return results


class _Hand:
    """The hand of a clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.frozen = clock.frozen_at(clock.now())

    def move(self, to: datetime) -> None:
        self.frozen.__exit__(None, None, None)
        self.set(to)

    def set(self, to: datetime) -> None:
        self.frozen = clock.frozen_at(to)
        self.frozen.__enter__()


@contextmanager
def _standing(at: datetime) -> Iterator[_Hand]:
    hand = _Hand()
    hand.set(at)
    try:
        yield hand
    finally:
        hand.frozen.__exit__(None, None, None)


def _take(stage: Stage, number: int, step: Step) -> list[Result]:
    """Take one step; an act that was done as it should be is no question and has no result."""
    try:
        if isinstance(step, Ask):
            return [_asked(stage, number, step)]
        if isinstance(step, Listing):
            return [_listed(stage, number, step)]
        return _acted(stage, number, step) if isinstance(step, Act) else []
    except Exception as error:  # noqa: BLE001 - a bug in one step must not hide the others
        words = f"failed: {told(error)}"
        expected = _expected(step)
        return [Result(stage.world, number, step.line, "failed", _words(step), expected, words)]


def told(error: Exception) -> str:
    """Say what went wrong without quoting a database's words about rows."""
    if isinstance(error, DatabaseError):
        first = (str(error).splitlines() or [""])[0]
        return f"the database refused ({first})"
    return f"{type(error).__name__}: {error}"


def _expected(step: Step) -> object:
    if isinstance(step, Ask):
        return WORDS[step.expect]
    if isinstance(step, Listing):
        return sorted(step.expect)
    return "refused" if isinstance(step, Act) and step.refused else "done"


def _asked(stage: Stage, number: int, ask: Ask) -> Result:
    found = answer(stage, ask)
    decision = found.decision
    wanted: list[str] = [WORDS[ask.expect]]
    got: list[str] = [WORDS[decision.allowed]]
    existence = "shown" if decision.allowed else decision.existence
    for word, asked, answered in (
        ("by", ask.authority, decision.authority),
        ("because", ask.because, decision.because),
        ("existence", ask.existence, existence),
    ):
        if wanted[0] == got[0] and asked and asked != answered:
            wanted.append(f"{word} {asked}")
            got.append(f"{word} {answered or 'nothing'}")
    if not found.agrees:
        got.append(_doors(found))
    elif wanted[0] != got[0]:
        got.append(
            f"because {decision.because}" if decision.because else f"by {decision.authority}"
        )
    details = {
        "authority": decision.authority, "because": decision.because, "existence": existence,
        "rule": decision.rule, "policy": decision.policy_version, "served": found.served,
    }  # fmt: skip
    return Result(
        stage.world, number, ask.line, "ask", _words(ask), ", ".join(wanted), ", ".join(got),
        details,
    )  # fmt: skip


def _doors(found: Answer) -> str:
    return (
        f"but the door says {WORDS[found.served]} where the policy says {WORDS[not found.served]}"
    )


def _listed(stage: Stage, number: int, asked: Listing) -> Result:
    found = listed(stage, asked)
    got: object = sorted(found.got)
    differing = found.differing
    if differing:
        got = f"{sorted(found.got)}; {'; '.join(differing)}"
    details: dict[str, object] = {"policy": in_force().version}
    expected = sorted(asked.expect)
    return Result(stage.world, number, asked.line, "list", _words(asked), expected, got, details)


def _acted(stage: Stage, number: int, act: Act) -> list[Result]:
    refusal: Refused | None = None
    kept = stage.kept()
    try:
        with tried():
            do(stage, act)
            if act.refused:
                raise _Undone
    except _Undone:
        stage.go_back(kept)
    except Refused as error:
        refusal = error
        stage.go_back(kept)
    if not act.refused:
        if refusal is None:
            return []
        said = f" ({refusal.words})" if refusal.words else ""
        got = f"refused because {refusal.because or 'a rule says so'}{said}"
        return [Result(stage.world, number, act.line, "do", _words(act), "done", got)]
    expected = "refused" + (f" because {act.because}" if act.because else "")
    got = "done" if refusal is None else "refused"
    if refusal is not None and act.because:
        got = f"refused because {refusal.because or 'of a rule without a word for it'}"
    details: dict[str, object] = {
        "because": refusal.because if refusal else "", "policy": in_force().version,
    }  # fmt: skip
    return [Result(stage.world, number, act.line, "refused", _words(act), expected, got, details)]


class _Undone(Exception):
    """Ends an act that should have been refused, so that what follows is asked as expected."""


def _words(step: Step) -> str:
    """Say in one line what a step is."""
    if isinstance(step, Ask):
        what = step.record or f"{step.case} {step.category}"
        purpose = f" for {step.purpose}" if step.purpose else ""
        return f"ask {step.who} {step.action} {what}{purpose}"
    if isinstance(step, Listing):
        what = f"{step.category} of {step.case}" if step.case else "cases"
        return f"list {step.who} {what}"
    return f"do {step.name}" if isinstance(step, Act) else "move the clock"
