"""`manage.py access explain`: what a person sees on a case, and why, for the operator."""

import argparse
import json
import sys
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from audit.services.operator import operator
from casemgmt.core.errors import NotVisible
from casemgmt.policy.categories import Category
from casemgmt.policy.explain import Explained, Ground
from casemgmt.selectors.explanation import Explanation, explain, people_named
from casemgmt.selectors.policy_effects import NotTheOwner, require_owner
from casemgmt.selectors.standing_rows import FOR_OPERATORS, find_number
from teams.models import User
from teams.selectors.people import find_person

TOLD, UNKNOWN = 0, 2
NOT_OWNER = (
    "This command runs as the owner of the tables:\n"
    "  DATABASE_URL=$DATABASE_OWNER_URL manage.py access explain WHO CASE [CATEGORY]"
)


class Unknown(Exception):
    """A name that is nobody's, or nothing's."""


class Command(BaseCommand):
    """Explains the access of one person to one case."""

    help = "explain WHO CASE [CATEGORY]: rule, authority, and what would change the answer."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the act."""
        acts = parser.add_subparsers(dest="act", required=True)
        asked = acts.add_parser("explain", help="0: told; 2: a name is unknown")
        asked.add_argument("who", help="sign-in name, e-mail address, name or key")
        asked.add_argument("case", help="case number or id")
        asked.add_argument("category", nargs="?", default="", help="all of them without it")
        asked.add_argument("--at", default="", help="another moment: 2026-03-01T09:00:00-05:00")
        asked.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: object, **options: Any) -> None:
        """Explain, on the ledger, and print."""
        try:
            with transaction.atomic():
                require_owner()
                told = self._explain(options)
        except NotTheOwner:
            self.stderr.write(NOT_OWNER)
            sys.exit(UNKNOWN)
        except Unknown as error:
            self.stderr.write(str(error))
            sys.exit(UNKNOWN)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(told), indent=2))
        else:
            self.stdout.write("\n".join(_lines(told)))

    def _explain(self, options: dict[str, Any]) -> Explanation:
        person, at = _person(options["who"]), _moment(options["at"])
        case_id = find_number(options["case"], source=FOR_OPERATORS) or options["case"]
        category = _category(options["category"])
        try:
            asker = operator("manage.py access explain")
            return explain(asker, person.key, case_id, category, at=at)
        except NotVisible:
            raise Unknown(
                f"There is no case {options['case']!r}. Give its number as on the case, or its id."
            ) from None


def _person(words: str) -> User:
    known = find_person(words)
    found = [known] if known else people_named(words)
    if not found:
        raise Unknown(f"Nobody is called {words!r}. Give a sign-in name, an address or a name.")
    if len(found) > 1:
        named = "\n".join(f"  {one.username}  {one.name}, {one.agency}" for one in found)
        raise Unknown(f"{words!r} fits several people. Give a sign-in name:\n{named}")
    return found[0]


def _category(word: str) -> Category | None:
    if not word:
        return None
    try:
        return Category(word.replace("-", "_"))
    except ValueError:
        there = ", ".join(Category)
        raise Unknown(f"There is no category {word!r}. There are: {there}.") from None


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Unknown(f"{text!r} is no moment. Write it like 2026-03-01T09:00:00-05:00.") from None
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _lines(told: Explanation) -> list[str]:
    lines = [
        f"{told.person} ({told.discipline}, {told.agency}) on case {told.number}",
        f"as of {timezone.localtime(told.at):%Y-%m-%d %H:%M %Z}, policy {told.policy_version}",
    ]
    for row in told.rows:
        lines += ["", f"{row.category}: {_answer(row)}"]
        lines.append(f"  rule: {row.rule}. {row.rule_text} (law: {row.law})")
        if row.ground:
            lines.append(f"  by: {_ground(row.ground)}")
        if row.changes:
            lines.append(f"  would open it: {'; and '.join(row.changes)}")
        if row.nothing:
            lines.append(f"  would open it: {row.nothing}")
    return lines


def _answer(row: Explained) -> str:
    decision = row.decision
    if not decision.allowed:
        hidden = ", and its existence is hidden" if decision.hidden else ""
        behind = f" (behind it: {row.behind})" if row.behind else ""
        return f"deny, {decision.because}{hidden}{behind}"
    part = f", in part: {', '.join(sorted(decision.parts))}" if decision.parts else ""
    return f"allow, {decision.authority}{part}"


def _ground(ground: Ground) -> str:
    days = [f"{word} {_day(day)}" for word, day in _ends(ground) if day]
    return " ".join([f"{ground.words} [{ground.ref}]", *days])


def _ends(ground: Ground) -> list[tuple[str, Any]]:
    return [("from", ground.since), ("until", ground.until)]


def _day(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return value.isoformat()


def _as_json(told: Explanation) -> dict[str, Any]:
    return {
        "who": told.person,
        "key": told.person_key,
        "discipline": told.discipline,
        "agency": told.agency,
        "case": told.number,
        "case_id": told.case_id,
        "at": told.at.isoformat(),
        "policy_version": told.policy_version,
        "answers": [_row_json(row) for row in told.rows],
    }


def _row_json(row: Explained) -> dict[str, Any]:
    decision, ground = row.decision, row.ground
    return {
        "category": row.category,
        "answer": "allow" if decision.allowed else "deny",
        "authority": decision.authority,
        "authority_ref": decision.authority_ref,
        "because": decision.because,
        "behind": row.behind,
        "existence": decision.existence,
        "rule": str(row.rule),
        "rule_text": row.rule_text,
        "law": row.law,
        "parts": sorted(decision.parts or ()),
        "ground": ground and {
            "ref": ground.ref, "words": ground.words,
            "since": ground.since and ground.since.isoformat(),
            "until": ground.until and ground.until.isoformat(),
        },
        "would_change": list(row.changes),
        "nothing_would": row.nothing,
    }  # fmt: skip
