"""The left-hand navigation as data: what it says, where it leads and for whom it stands there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from casemgmt.web import rules

Predicate = Callable[[Any], bool]


@dataclass(frozen=True)
class Entry:
    """One line of the navigation."""

    label: str
    route: str
    who: Predicate


@dataclass(frozen=True)
class Link:
    """An entry as it is shown on one page."""

    label: str
    url: str
    current: bool


def everyone(viewer: Any) -> bool:
    """Say yes to each person who has signed in."""
    return True


def flagged(*names: str) -> Predicate:
    """Return a predicate that is true where the viewer has one of the named booleans."""
    return lambda viewer: any(getattr(viewer, name, False) for name in names)


ENTRIES = (
    Entry("My work", "casemgmt:work", everyone),
    Entry("Cases", "casemgmt:case_list", flagged("has_caseload")),
    Entry("My duties", "casemgmt:report_list", rules.TEAM_SIDE.allows),
    Entry("Meetings", "teams:meeting_list", flagged("has_caseload", "is_coordinator")),
    Entry("Victims", "victims:workspace", flagged("is_advocate")),
    Entry("Dashboard", "dashboards:index", flagged("is_supervisor")),
    Entry("Ledger", "audit:ledger", flagged("reads_ledger")),
    Entry("Accountings", "casemgmt:accounting_list", flagged("reads_ledger")),
    Entry("Told by voice or paper", "casemgmt:spoken_reviews", flagged("reads_ledger")),
    Entry("Record requests", "victims:record_requests", rules.PRIVACY_OFFICERS.allows),
    Entry("Who may see what", "casemgmt:access_question", flagged("reads_ledger")),
    Entry("Broken glasses", "casemgmt:glass_list", rules.GLASS_READERS.allows),
    Entry("Conflicts", "casemgmt:conflict_list", rules.CONFLICT_KEEPERS.allows),
    Entry("Seals", "casemgmt:seal_list", rules.SEAL_LIFTERS.allows),
    Entry("Access reviews", "casemgmt:access_review_list", rules.REVIEWERS.allows),
    Entry("Administration", "administration:index", flagged("is_administrator")),
)
ACCOUNT = (
    Entry("Sign-in security", "mfa_index", everyone),
    Entry("Where you are signed in", "usersessions_list", everyone),
    Entry("Change password", "account_change_password", everyone),
    Entry("What the ledger holds on my use", "audit:own_use", everyone),
    Entry("API tokens", "tokens:token_list", everyone),
)


def links(request: HttpRequest, entries: tuple[Entry, ...] = ENTRIES) -> list[Link]:
    """Return the entries that exist and are for this viewer; the page's own one is marked."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return []
    found = [(entry, url) for entry, url in _resolved(entries) if entry.who(viewer)]
    here = max((url for _, url in found if _is_under(request.path, url)), key=len, default="")
    return [Link(entry.label, url, url == here) for entry, url in found]


def _is_under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _resolved(entries: tuple[Entry, ...]) -> Iterator[tuple[Entry, str]]:
    for entry in entries:
        try:
            yield entry, reverse(entry.route)
        except NoReverseMatch:
            continue
