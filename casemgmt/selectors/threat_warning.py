"""Reads warnings: one's own with what was added, and for the team that one was made."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from audit.models import Kind
from audit.services.record import Entry, record
from casemgmt.core.errors import NotVisible
from casemgmt.models import ThreatWarning, WarningEntry
from casemgmt.policy.duties import WarnDuty, is_late_entry, warn_duty
from casemgmt.policy.facts import CaseFacts
from casemgmt.policy.people import Viewer
from casemgmt.selectors.sealed_words import SEALED, sealed_among

SHOWN_AT_ONCE = 100
FIELDS = ("threat", "decision", "recipient", "exact_words", "told_at")
LATE_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class EntryShown:
    """What was added, and how late it was written down."""

    row: WarningEntry
    late_entry: bool
    after_a_day: bool


@dataclass(frozen=True)
class WarningShown:
    """A warning with what was added to it."""

    row: ThreatWarning
    case_number: str
    entries: list[EntryShown]
    is_mine: bool
    late_entry: bool

    @property
    def told_of_police(self) -> bool:
        """Whether it is on record that the police were told."""
        here = self.row.decision == "police" or self.row.method == "police"
        return here or any(one.row.kind == WarningEntry.Kind.POLICE for one in self.entries)


def duty_of(viewer: Viewer) -> WarnDuty:
    """Return what the law of this site asks of the viewer's profession; NOT_SET without a word."""
    return warn_duty(settings.DUTIES_FILE, settings.DUTY_STATE, viewer.discipline.value)


def list_warnings(viewer: Viewer) -> list[WarningShown]:
    """Return the warnings that the viewer may read, the newest first."""
    rows = list(ThreatWarning.objects.visible_to(viewer)[:SHOWN_AT_ONCE])
    return _shown(viewer, rows, Kind.LIST)


def access_warning(viewer: Viewer, warning_id: object) -> WarningShown:
    """Return one warning; raises NotVisible."""
    rows = list(ThreatWarning.objects.visible_to(viewer).filter(pk=warning_id))
    if not rows:
        raise NotVisible("threat warning", warning_id)
    return _shown(viewer, rows, Kind.VIEW)[0]


def warnings_made(viewer: Viewer, facts: CaseFacts) -> list[datetime]:
    """Return when warnings were made on a case: empty unless the site lets the team learn it, and
    the assessor did (T44). That it was shown is on the ledger."""
    if not settings.TEAM_LEARNS_OF_WARNINGS:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT warnings_made(%s)", [facts.case_id])
        found = [row[0] for row in cursor.fetchall()]
    if found:
        entry = Entry(
            kind=Kind.LIST, subject_kind="threat warning", case_id=facts.case_id,
            owner_agency_id=facts.owner_agency_id, fields=("told_at",), authority="team_norms",
            total=len(found),
        )  # fmt: skip
        record(viewer, [entry])
    return found


def _shown(viewer: Viewer, rows: list[ThreatWarning], kind: Kind) -> list[WarningShown]:
    record(viewer, [_entry(row, kind) for row in rows])
    if not rows:
        return []
    added = list(WarningEntry.objects.visible_to(viewer).filter(warning__in=rows))
    sealed = sealed_among(viewer, [str(row.case_id) for row in rows])
    return [
        WarningShown(
            row, SEALED if str(row.case_id) in sealed else row.case_number,
            [_added(row, one) for one in added if one.warning_id == row.pk],
            row.assessor_id == viewer.user_id,
            is_late_entry(row.told_at or row.learned_at, row.created_at),
        )
        for row in rows
    ]  # fmt: skip


def _added(row: ThreatWarning, one: WarningEntry) -> EntryShown:
    begun = row.told_at or row.learned_at
    late = is_late_entry(begun, one.created_at)
    return EntryShown(one, late, one.created_at - begun > LATE_AFTER)


def _entry(row: ThreatWarning, kind: Kind) -> Entry:
    return Entry(
        kind=kind, subject_kind="threat warning", subject_id=str(row.pk), fields=FIELDS,
        case_id=str(row.case_id), owner_agency_id=row.agency_id, authority="own_duty",
    )  # fmt: skip
