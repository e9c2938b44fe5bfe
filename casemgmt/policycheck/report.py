"""Says what a check found: a line a difference for people, an object a question for programs."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from casemgmt.policycheck.nodes import Wrong
from casemgmt.policycheck.run import Result

Write = Callable[[str], object]
AS_EXPECTED, DIFFERENT, INVALID, NOT_RUN = 0, 1, 2, 3


@dataclass
class Report:
    """What is written and counted while files run."""

    out: Write
    err: Write
    as_json: bool = False
    files: int = 0
    scenarios: int = 0
    questions: int = 0
    different: int = 0
    invalid: int = 0

    def wrong(self, file: str, wrong: Wrong) -> None:
        """Say what is wrong with a file."""
        self.invalid += 1
        place = f"{file}:{wrong.line}" if wrong.line else file
        line = f"{place}: {_sentence(wrong.reason)}"
        if self.as_json:
            self.out(json.dumps({"file": file, "line": wrong.line, "invalid": wrong.reason}))
            self.err(line)
        else:
            self.out(line)

    def result(self, result: Result) -> None:
        """Say what a step was answered."""
        self.questions += 1
        self.different += not result.is_as_expected
        if self.as_json:
            self.out(json.dumps(_object(result)))
        elif not result.is_as_expected:
            place = f"{result.scenario.file}:{result.line}"
            self.out(
                f"{place}: {result.scenario.name}: {result.question}: "
                f"expected {_told(result.expected)}, got {_told(result.got)}"
            )

    def close(self) -> int:
        """Write the summary and return the exit code."""
        said = [_count(self.files, "file"), _count(self.scenarios, "scenario")]
        said.append(_count(self.questions, "answer"))
        told = f"{self.different} not as expected" if self.different else "all as expected"
        wrong = f"; {_count(self.invalid, 'mistake')} in files that are not valid"
        line = f"{', '.join(said)}: {told}{wrong if self.invalid else ''}."
        (self.err if self.as_json else self.out)(line)
        if self.invalid:
            return INVALID
        return DIFFERENT if self.different else AS_EXPECTED


def _object(result: Result) -> dict[str, object]:
    details = {"authority": "", "because": "", "existence": "", "rule": "", "policy": ""}
    return {
        "file": result.scenario.file,
        "scenario": result.scenario.name,
        "step": result.step,
        "line": result.line,
        "kind": result.kind,
        "question": result.question,
        "expected": result.expected,
        "got": result.got,
        "as_expected": result.is_as_expected,
        **details,
        **result.details,
    }


def _told(value: object) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!", ":")) else f"{words}."
