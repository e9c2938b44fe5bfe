"""The words of the scenario format, and how days, times and answers are read from them."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from casemgmt.policy.categories import Category
from casemgmt.policy.decision import AUTHORITY_WORDS, BECAUSE_WORDS
from casemgmt.policy.people import Discipline, Office

AGENCY_KINDS = (
    "supervision", "treatment", "polygraph", "victim_service", "prosecution", "defense", "court",
    "law_enforcement", "child_protection", "school", "tribal", "community", "policy", "evaluation",
)  # fmt: skip
SOVEREIGNS = ("state", "tribal", "federal", "local")
DISCIPLINES = tuple(d.value for d in Discipline)
OFFICES = tuple(o.value for o in Office if o)
LEVELS = ("case", "local_policy", "statewide_policy")
ROLES = ("member", "coordinator", "moderator", "recorder")
# Other words for the roles, as teams use them.
ROLE_WORDS = {"chair": "moderator", "facilitator": "moderator", "lead": "coordinator"}
STAGES = ("pretrial", "supervised", "closed")
RELEASE_KINDS = (
    "victim_release", "authorization", "part2_consent", "part2_justice_consent", "court_order",
)  # fmt: skip
HOW = ("spoken", "written")
ACTIONS = ("view", "list", "search", "export", "amend", "disclose")
ANSWERS = ("allow", "deny")
EXISTENCE = ("shown", "hidden")
AUTHORITIES = tuple(AUTHORITY_WORDS)
BECAUSE = tuple(BECAUSE_WORDS)
CATEGORIES = tuple(c.value for c in Category)
NOT_RECORDS = ("identity", "ledger")  # nobody writes a record of these

YES = frozenset({"true", "yes", "on", "y"})
NO = frozenset({"false", "no", "off", "n"})

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]|[ \t]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?"
    r"[ \t]*(Z|z|[+-]\d{1,2}(?::?\d{2})?)?"
)


def day_of(text: str) -> date | None:
    """Return the day that the words are, or None."""
    found = _DAY.fullmatch(text)
    return _date(*found.groups()) if found else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def moment_of(text: str) -> datetime | None:
    """Return the moment that the words are, without a zone where they give no offset; or None."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    micro = f"{fraction or '0':0<6}"[:6]
    words = f"{int(hour):02}:{minute}:{second or '00'}.{micro}"
    on = _date(year, month, day)
    try:
        return None if on is None else datetime.fromisoformat(f"{on}T{words}{_offset(offset)}")
    except ValueError:
        return None


def _offset(text: str | None) -> str:
    if not text:
        return ""
    if text in "Zz":
        return "+00:00"
    digits = text[1:].replace(":", "")
    hours, minutes = (digits, "00") if len(digits) < 3 else (digits[:-2], digits[-2:])
    return f"{text[0]}{int(hours):02}:{minutes}"


def day_begins(day: date, zone: str) -> datetime:
    """Return the first moment of a day in a zone."""
    return datetime.combine(day, time.min, ZoneInfo(zone))


def day_ends(day: date, zone: str) -> datetime:
    """Return the first moment after a day in a zone."""
    return day_begins(day + timedelta(days=1), zone)
