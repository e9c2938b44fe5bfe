"""The rules of an accounting of disclosures, without a database: what is a disclosure at all, which
law asks for it, what it leaves out, what waits for an investigation, and how repeats are told."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

HIPAA, PART2, CHRI, OWN = "hipaa", "part2", "chri", "own"


@dataclass(frozen=True, slots=True)
class Law:
    """One law that gives a person the list: its words, its source, how far back it looks."""

    key: str
    words: str
    source: str
    years: int


LAWS = {
    law.key: law
    for law in (
        Law(HIPAA, "Health information of a covered provider", "45 CFR 164.528", 6),
        Law(PART2, "Records of a substance use program, told under a consent", "42 CFR 2.25", 3),
        Law(CHRI, "Criminal history given to others than criminal justice", "28 CFR 20.21", 6),
        Law(OWN, "The agency's own promise, where no federal law asks", "agency policy", 6),
    )
}
DUE = timedelta(days=60)  # 45 CFR 164.528(c)(1)(i)
MORE = timedelta(days=30)  # (c)(1)(ii): once, with the reason in writing
FREE_EVERY = timedelta(days=365)  # (c)(2): the first in any twelve months
ORAL_MOST = timedelta(days=30)  # (a)(2)(ii)(C)

JUSTICE = frozenset({"supervision", "prosecution", "court", "law_enforcement"})
# Whose statement can suspend (164.528(a)(2)): law enforcement, and who oversees health care.
SUSPENDS = frozenset({"law_enforcement", "prosecution", "oversight"})
CONSENTS = frozenset({"part2_consent", "part2_justice_consent"})
AUTHORIZATIONS = CONSENTS | {"authorization", "release"}
# What concerns a victim stands in no list of the person under supervision (B-VR-2, T26).
OF_VICTIMS = ("victim_system", "victim_statement", "victim_advocacy")

# Marks: why a row is in the officer's list and not in the person's copy.
INSIDE, NOT_THIS_LAW, SUSPENDED, UNCLEAR = "inside", "not_this_law", "suspended", "unclear"
MARKS = {
    INSIDE: "Use inside the agency, no disclosure (45 CFR 160.103)",
    NOT_THIS_LAW: "Not under this law",
    SUSPENDED: "Suspended for an investigation (45 CFR 164.528(a)(2))",
    UNCLEAR: "About a victim of the case, not said which",
    "by_authorization": "By authorization (45 CFR 164.528(a)(1)(iv))",
    "to_individual": "To the person whose information it is (45 CFR 164.528(a)(1)(ii))",
    "tpo": "Treatment, payment or operations (45 CFR 164.528(a)(1)(i))",
    "incidental": "Incidental (45 CFR 164.528(a)(1)(iii))",
    "carers": "To those who care for the person (45 CFR 164.528(a)(1)(v))",
    "security": "National security (45 CFR 164.528(a)(1)(vi))",
    "custody": "Jail, prison or police that held the person (45 CFR 164.528(a)(1)(vii))",
    "limited": "Limited data set (45 CFR 164.528(a)(1)(viii))",
    "justice": "To criminal justice (28 CFR 20.21)",
    "spoken_care": "Care, not by electronic record (42 CFR 2.25)",
}


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Acts of one kind by which one recipient got one thing for one purpose; one act or many."""

    first_at: datetime
    last_at: datetime
    count: int
    recipient: str
    agency_id: int | None
    recipient_kind: str  # the kind of the recipient's agency; "" for one outside
    description: str
    purpose: str
    authority: str
    owner_agency_id: int
    category: str
    address: str = ""
    exempt: str = ""  # why the law by which it was told leaves it out
    is_spoken: bool = False
    is_outside: bool = False  # it left the agency although one of its own people did it
    is_unclear: bool = False
    statute: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an accounting; `mark` says why it is not in the person's copy."""

    what: Disclosure
    mark: str = ""

    @property
    def mark_words(self) -> str:
        """Return the mark in words."""
        return MARKS.get(self.mark, "")


@dataclass(frozen=True, slots=True)
class Suspension:
    """A statement by which an agency keeps what it got out of accountings for a time."""

    agency_id: int | None
    recipient: str
    kind: str  # law_enforcement, prosecution, oversight
    starts: date
    ends: date
    statement: str  # the written statement, by its number or day; "" where it was spoken
    said_by: str
    lifted_on: date | None = None

    @property
    def is_oral(self) -> bool:
        """Whether there is no written statement."""
        return not self.statement.strip()

    def is_in_force(self, day: date) -> bool:
        """Whether it hides anything on a day; its last day still counts."""
        lifted = self.lifted_on is not None and self.lifted_on <= day
        return self.starts <= day <= self.ends and not lifted

    def hides(self, what: Disclosure, day: date) -> bool:
        """Whether it hides a disclosure: one to the agency that asked for it, no other."""
        if not self.is_in_force(day):
            return False
        if self.agency_id is not None:
            return what.agency_id == self.agency_id
        asked = re.escape(self.recipient.casefold().strip())  # whole words: "PD" is not in "update"
        found = re.search(rf"(?<!\w){asked}(?!\w)", what.recipient.casefold())
        return bool(asked) and found is not None


def laws_for(kind: str, *, is_part2: bool) -> list[Law]:
    """Return the laws under which an agency of a kind owes a list. A treatment center is taken for
    a covered provider (B-HIP-1); a probation agency is none."""
    keys = [OWN]
    if kind == "treatment":
        keys = [HIPAA, OWN]
    elif kind in JUSTICE:
        keys = [CHRI, OWN]
    return [LAWS[key] for key in ([PART2] if is_part2 else []) + keys]


def back_to(law: Law, asked_on: date) -> date:
    """Return the first day that a law looks back to."""
    try:
        return asked_on.replace(year=asked_on.year - law.years)
    except ValueError:  # the 29th of February
        return asked_on.replace(year=asked_on.year - law.years, day=28)


def leaves(what: Disclosure) -> bool:
    """Whether it is a disclosure: information left the agency that holds it (45 CFR 160.103); what
    its own people look at is use."""
    return what.agency_id != what.owner_agency_id or what.is_outside


def mark_of(law: str, what: Disclosure, suspensions: Iterable[Suspension], day: date) -> str:
    """Return why a disclosure is not in the person's copy today, "" where it is."""
    if not leaves(what):
        return INSIDE
    exempt = _EXEMPT[law](what)
    if exempt:
        return exempt
    if what.is_unclear:
        return UNCLEAR
    return SUSPENDED if any(one.hides(what, day) for one in suspensions) else ""


def accounting(
    law: str, found: Iterable[Disclosure], suspensions: Sequence[Suspension], day: date
) -> list[Row]:
    """Return every line, the marked ones too, repeats of one recipient for one purpose as one
    (164.528(b)(3)), the first first."""
    lines: dict[tuple[object, ...], Row] = {}
    for what in found:
        row = Row(what, mark_of(law, what, suspensions, day))
        key = (
            row.mark, what.recipient, what.address, what.purpose, what.authority, what.statute,
            what.description,
        )  # fmt: skip
        lines[key] = _joined(lines[key], row) if key in lines else row
    return sorted(lines.values(), key=lambda row: (row.what.first_at, row.what.recipient))


def for_person(rows: Iterable[Row]) -> list[Row]:
    """Return what the person gets: the lines without a mark."""
    return [row for row in rows if not row.mark]


def how_often(what: Disclosure) -> str:
    """Say how often, for repeats: the number, and about how far apart."""
    if what.count == 1:
        return "once"
    days = (what.last_at - what.first_at).total_seconds() / 86400 / (what.count - 1)
    steps = ((1.5, "about daily"), (10, "about weekly"), (45, "about monthly"))
    apart = next((words for most, words in steps if days <= most), "now and then")
    return f"{what.count:,} times, {apart}"


def faults_of_suspension(one: Suspension, *, at_most: date | None = None) -> dict[str, str]:
    """Return what is wrong with a statement, by field (164.528(a)(2)); `at_most`: of a lasting one
    the agency's own limit."""
    found = {}
    if one.kind not in SUSPENDS:
        found["kind"] = "Only law enforcement and who oversees health care can suspend."
    if not one.said_by.strip():
        found["said_by"] = "Say who made the statement, in which office."
    if one.agency_id is None and not one.recipient.strip():
        found["recipient"] = "Say whose disclosures are kept out: an agency, or its name."
    if one.ends < one.starts:
        found["ends"] = "The last day is before the first one."
    elif one.is_oral and one.ends - one.starts > ORAL_MOST:
        found["ends"] = (
            "Without a written statement it lasts 30 days at most. Choose an earlier day, or ask "
            "for the statement in writing."
        )
    elif at_most is not None and one.ends > at_most:
        found["ends"] = "Choose an earlier last day, as the statement names it."
    return found


def due_on(asked_on: date, *, is_extended: bool) -> date:
    """Return the last day for the answer."""
    return asked_on + DUE + (MORE if is_extended else timedelta(0))


def _hipaa(what: Disclosure) -> str:
    if what.exempt:
        return what.exempt
    if what.authority in AUTHORIZATIONS:
        return "by_authorization"
    care = what.purpose.casefold() == "treatment" and what.recipient_kind == "treatment"
    return "tpo" if care else ""


def _part2(what: Disclosure) -> str:
    """Only what went under a consent; of care only what went by electronic record."""
    if what.authority not in CONSENTS:
        return NOT_THIS_LAW
    return "spoken_care" if what.is_spoken and what.purpose.casefold() == "treatment" else ""


def _chri(what: Disclosure) -> str:
    if what.category != "criminal_history":
        return NOT_THIS_LAW
    if what.exempt == "to_individual":
        return what.exempt
    return "justice" if what.recipient_kind in JUSTICE or what.statute == JUSTICE_LAW else ""


def _own(what: Disclosure) -> str:
    return what.exempt if what.exempt == "to_individual" else ""


JUSTICE_LAW = "justice_exchange"
_EXEMPT = {HIPAA: _hipaa, PART2: _part2, CHRI: _chri, OWN: _own}


def _joined(one: Row, other: Row) -> Row:
    a, b = one.what, other.what
    what = replace(
        a, count=a.count + b.count, first_at=min(a.first_at, b.first_at),
        last_at=max(a.last_at, b.last_at),
    )  # fmt: skip
    return Row(what, one.mark)
