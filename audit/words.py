"""An event as a sentence: who did what to which record, by what authority, why and when."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from django.apps import apps
from django.utils import timezone
from django.utils.formats import date_format

import audit.events  # noqa: F401  # registers the types
from audit.models import Kind, Outcome
from audit.registry import EventType, type_of
from audit.selectors.events import EventRow
from audit.services.read import FAILED_SIGN_INS, OWN_USE
from casemgmt.policy.categories import LABELS, Category
from casemgmt.policy.decision import AUTHORITY_WORDS, BECAUSE_WORDS
from casemgmt.web import rules

PHRASES = {
    Category.IDENTITY: "the head",
    Category.SUPERVISION: "the supervision record",
    Category.VICTIM_STATEMENT: "a victim's statement to the team",
    Category.TREATMENT_CLINICAL: "the clinical treatment record",
    Category.CRIMINAL_HISTORY: "the criminal history",
}
GROUNDS = {
    "assignment": "as the person assigned to the case",
    "membership": "as member of the case's team",
    "supervisory_line": "in the supervisory line of the case",
    "designee": "as designee for one meeting",
    "grant": "as holder of a dated grant",
    "release": "under a victim's release",
    "authorization": "under an authorization",
    "part2_consent": "under a Part 2 consent",
    "part2_justice_consent": "under a criminal-justice consent (42 CFR 2.35)",
    "court_order": "under a court order",
    "statute": "under a statute",
    "emergency": "in an emergency",
    "break_glass": "by emergency access",
    "authorship": "as its author",
    "own_organization": "as member of the organization that owns it",
    "own_duty": "as a duty of one's own",
    "own_request": "at the request of the person it is about",
    "team_norms": "by the norms of the team",
}
# What the ledger's own processes do to it.
LEDGERS_OWN = {
    "rows": "sealed the digest of {count} row changes", "key": "changed the sealing key",
}  # fmt: skip
REASONS = {
    "wrong_name_or_password": "Wrong name, password or code.",
    "strange_page": "The page was given to another session.",
    "rule_broken": "A rule stands against it.",
    "no_authority": "No authority on record.",
}
SUBJECTS = {
    "page": "page",
    "search": "search",
    "ledger": "ledger",
    "event": "ledger event",
    "savedsearch": "kept search of the ledger",
    "findingmark": "answer to unusual use",
    "weeklyreview": "weekly review of the ledger",
    "alarm": "alarm of the ledger",
    "user": "account",
    "explanation": "explanation of access",
    "audience": "list of who can see it",
    "policy": "comparison of access tables",
    "release": "release or consent",
    "paper": "signed form",
    "caseusergrant": "standing",
    "designation": "designation for a meeting",
    "accessreview": "access review",
    "accountingrequest": "accounting of disclosures",
    "suspension": "suspension of an accounting",
    "spokendisclosure": "something told by voice or on paper",
    "reviewedseat": "answer of an access review",
}


def sentence(row: EventRow) -> str:
    """Return the whole sentence of an event."""
    parts = [f"{who(row)} {act(row)}", ground(row), aim(row), exact(row.at)]
    return f"{', '.join(part for part in parts if part)}."


def line(row: EventRow) -> str:
    """Return the sentence of an event under a heading that says who and when already."""
    words = ", ".join(part for part in (act(row), ground(row)) if part)
    return f"{words[:1].upper()}{words[1:]}."


def who(row: EventRow) -> str:
    """Return the person with discipline and agency as they were then."""
    if not row.actor_name:
        return "Somebody who was not signed in" if row.kind != Kind.MAIL else "The system"
    station = ", ".join(part for part in (role_words(row.actor_role), row.actor_agency) if part)
    return f"{row.actor_name} ({station})" if station else row.actor_name


def role_words(role: str) -> str:
    """Return "supervision, privacy officer" for "supervision/privacy_officer"."""
    return ", ".join(part.replace("_", " ") for part in role.split("/") if part)


def act(row: EventRow) -> str:
    """Return what was done; a refusal says why."""
    if row.kind == Kind.LEDGER and row.subject_id == OWN_USE:
        return f"looked up their own use in the ledger: {_found(row)}"
    if row.kind == Kind.LEDGER and row.subject_id == FAILED_SIGN_INS:
        return f"read the sign-ins that failed: {_found(row)}"
    if row.kind == Kind.LEDGER and row.subject_kind in LEDGERS_OWN:
        return LEDGERS_OWN[row.subject_kind].format(count=row.total)
    words = _type(row.kind).sentence.format(what=what(row))
    if row.outcome == Outcome.REFUSED and row.kind not in (Kind.REFUSAL, Kind.SIGN_IN_FAILED):
        words = f"was refused: {words}"
    reason = because(row)
    return f"{words}: {reason.rstrip('.')}" if reason else words


def what(row: EventRow) -> str:
    """Return what it was about: category, case and kind of record; never its content."""
    if row.kind == Kind.LEDGER or row.subject_kind == "search":
        return _found(row)
    of_case = f" of case {row.case_label}" if row.case_label else ""
    subject = subject_words(row.subject_kind)
    if row.kind == Kind.REFUSAL and (row.subject_kind == "page" or not row.category):
        if row.subject_kind == "case" and row.case_label:
            return f"case {row.case_label}"
        return f"a {subject or 'page'}{of_case}"
    named = category_words(row.category)
    if not named:
        return f"the {subject}{of_case}" if subject else f"a record{of_case}"
    detail = (
        f" ({subject})"
        if subject and row.subject_kind not in ("case", "") and subject not in named
        else ""
    )
    return f"{named}{of_case}{detail}"


def category_words(category: str) -> str:
    """Return "the polygraph result" for polygraph_result."""
    if category not in LABELS:
        return category.replace("_", " ")
    label = LABELS[Category(category)]
    return PHRASES.get(Category(category)) or f"the {label[0].lower()}{label[1:]}"


def subject_words(kind: str) -> str:
    """Return the word for a kind of record."""
    return SUBJECTS.get(kind) or _model_names().get(kind, (kind.replace("_", " "),))[0]


def ground(row: EventRow) -> str:
    """Return by what authority, as the sentence says it."""
    if row.kind == Kind.LEDGER:
        return ""  # the office stands beside the name
    return GROUNDS.get(row.authority) or AUTHORITY_WORDS.get(row.authority, "")


def authority_words(authority: str) -> str:
    """Return an authority as a list of counts names it."""
    return AUTHORITY_WORDS.get(authority, authority.replace("_", " "))


def reason_words(reason: str) -> str:
    """Return why something was refused, where no event stands beside it."""
    return _why(reason) or "No reason kept"


def aim(row: EventRow) -> str:
    """Return for what purpose; a route of sign-in or of the ledger itself has none of its own."""
    if (
        row.kind in (Kind.SIGN_IN, Kind.SIGN_IN_FAILED, Kind.REFUSAL, Kind.LEDGER)
        or not row.purpose
    ):
        return ""
    return f"for {row.purpose}"


def because(row: EventRow) -> str:
    """Return why it was refused, in words."""
    return _why(row.because)


def _why(because: str) -> str:
    if not because:
        return ""
    if because.startswith("rule:"):
        name = because.removeprefix("rule:")
        sentences = {
            rule.name: rule.sentence
            for rule in vars(rules).values()
            if isinstance(rule, rules.AccessRule)
        }
        return f"the page is for others. {sentences.get(name, '')}".strip()
    return BECAUSE_WORDS.get(because) or REASONS.get(because, because.replace("_", " "))


def exact(moment: datetime) -> str:
    """Return a moment to the hundredth of a second, in local time."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'F j, Y H:i:s')}.{local.microsecond // 10_000:02d}"


def many(rows: Sequence[EventRow]) -> str:
    """Return one line for several events of one kind in one request."""
    first = rows[0]
    words = (_type(first.kind).many or _type(first.kind).sentence).format(
        what=what(first), things=_things(rows)
    )
    named = list(dict.fromkeys(category_words(row.category) for row in rows if row.category))
    if len(named) > 1:
        words = f"{words}: {', '.join(named)}"
    return f"{words[:1].upper()}{words[1:]}."


def _things(rows: Sequence[EventRow]) -> str:
    """Return "25 cases", "4 contacts of case 24-0117" or "case 24-0117"."""
    subjects = {(row.subject_kind, row.subject_id) for row in rows}
    kinds, labels = {row.subject_kind for row in rows}, {row.case_label for row in rows}
    of_case = f"case {labels.pop()}" if len(labels) == 1 and rows[0].case_label else ""
    if kinds == {"case"} and of_case:
        return of_case
    one, more = ("record", "records")
    if len(kinds) == 1:
        one, more = _model_names().get(kinds.pop(), (one, more))
    counted = f"{len(subjects)} {one if len(subjects) == 1 else more}"
    return f"{counted} of {of_case}" if of_case else counted


def _found(row: EventRow) -> str:
    if row.total is None:
        return "its search page" if row.kind == Kind.LEDGER else "nothing"
    noun = "event" if row.kind == Kind.LEDGER else "record"
    return f"{row.total} {noun}" if row.total == 1 else f"{row.total} {noun}s"


def _type(kind: str) -> EventType:
    try:
        return type_of(kind)
    except KeyError:
        # A kind of a version to come: better a plain line than a page that does not open.
        return EventType(kind, f"{kind.replace('_', ' ')}: {{what}}", 1)


@cache
def _model_names() -> dict[str, tuple[str, ...]]:
    """Return singular and plural of each model's name, by which records stand on the ledger."""
    return {
        model._meta.model_name or "": (
            str(model._meta.verbose_name),
            str(model._meta.verbose_name_plural),
        )
        for model in apps.get_models(include_auto_created=True)
    }
