"""Runs the command on texts of scenarios, inside the test's own databases."""

import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command


@dataclass
class Ran:
    """What a run answered."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


def policycheck(*arguments: object) -> Ran:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("policycheck", *map(str, arguments), stdout=out, stderr=err)
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())


@pytest.fixture
def check():
    """Return the command."""
    return policycheck


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a scenario's text and returns its path."""

    def written(text: str, name: str = "one.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def world() -> str:
    """Return the text of a scenario that passes; tests change a line of it."""
    return (Path(__file__).parent / "world.yaml").read_text(encoding="utf-8")
