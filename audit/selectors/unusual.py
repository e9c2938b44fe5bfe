"""Counts a week's use for the rules of audit.unusual, by the index on time and on the person: what
it costs grows with the week, not with the ledger."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from audit.hours import Hours, read_hours
from audit.unusual import CaseUse, Day, Facts, Limits, SameName, Who
from casemgmt.policy.people import Viewer

LOOKS = ["view", "api", "print", "download", "export"]
TAKEN = ["export", "print", "download"]
OUTSIDE = ["grant", "designee", "emergency", "break_glass"]

# A day is one of the agency where the person works; its hours and time zone stand in a setting.
_FROM = """
    FROM audit_event e
    LEFT JOIN unnest(%(agencies)s::text[], %(zones)s::text[], %(days)s::text[], %(begins)s::time[],
      %(ends)s::time[]) AS h(agency, zone, days, begins, ends) ON h.agency = e.actor_agency
    CROSS JOIN LATERAL (SELECT e.at AT TIME ZONE coalesce(h.zone, %(zone)s) AS at) AS local
    CROSS JOIN LATERAL (SELECT e.kind = ANY (%(looks)s) AND e.outcome = 'shown' AS looks,
      e.kind = ANY (%(taken)s) AND e.outcome = 'shown' AS taken,
      strpos(coalesce(h.days, %(week)s), extract(isodow FROM local.at)::text) = 0
        OR local.at::time < coalesce(h.begins, %(begin)s)
        OR local.at::time >= coalesce(h.ends, %(end)s) AS after) AS told
    WHERE e.at >= %(since)s AND e.at < %(until)s AND e.actor_id IS NOT NULL
"""
_WHO = "e.actor_id, max(e.actor_name), max(e.actor_agency), max(e.actor_role), local.at::date"
_DAYS = f"""
    SELECT {_WHO}, count(*) FILTER (WHERE looks), count(*) FILTER (WHERE looks AND after),
      count(*) FILTER (WHERE e.outcome = 'refused'), count(*) FILTER (WHERE taken),
      coalesce(sum(greatest(e.total, 1)) FILTER (WHERE taken), 0)
    {_FROM}
    GROUP BY e.actor_id, local.at::date
"""  # noqa: S608
_CASES = f"""
    SELECT {_WHO}, e.case_id::text, max(e.case_label), e.authority, count(*)
    {_FROM} AND e.case_id IS NOT NULL AND e.outcome = 'shown' AND e.authority = ANY (%(outside)s)
    GROUP BY e.actor_id, local.at::date, e.case_id, e.authority
"""  # noqa: S608
_ONCE = """
    SELECT e.actor_id, e.case_id::text FROM audit_event e
    WHERE e.case_id = ANY (%s::uuid[]) AND e.authority = 'grant' AND e.outcome = 'shown'
    GROUP BY e.actor_id, e.case_id HAVING count(DISTINCT e.request_id) = 1
"""
_PAIRS = """
    SELECT DISTINCT e.actor_id, e.case_id::text FROM audit_event e
    WHERE e.at >= %(since)s AND e.at < %(until)s AND e.actor_id IS NOT NULL
      AND e.case_id IS NOT NULL AND e.outcome = 'shown' AND e.kind <> 'list'
"""
_SAME = "SELECT user_id, case_id::text FROM ledger_same_surname(%s::bigint[], %s::uuid[])"
_NAMED = f"""
    SELECT {_WHO}, e.case_id::text, max(e.case_label), count(*)
    {_FROM} AND e.outcome = 'shown' AND e.kind <> 'list'
      AND (e.actor_id, e.case_id) IN (SELECT * FROM unnest(%(users)s::bigint[], %(cases)s::uuid[]))
    GROUP BY e.actor_id, local.at::date, e.case_id
"""  # noqa: S608
_USUAL = """
    SELECT d.actor_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY d.n) FROM (
      SELECT e.actor_id, e.at::date, count(*) AS n FROM audit_event e
      WHERE e.actor_id = ANY (%s::bigint[]) AND e.at >= %s AND e.at < %s AND e.kind = ANY (%s)
        AND e.outcome = 'shown'
      GROUP BY 1, 2) AS d
    GROUP BY d.actor_id
"""


def limits_of() -> Limits:
    """Return from which counts on use is unusual at this site."""
    return Limits(
        after_hours=settings.LEDGER_UNUSUAL_AFTER_HOURS,
        outside=settings.LEDGER_UNUSUAL_OUTSIDE,
        refusals=settings.LEDGER_UNUSUAL_REFUSALS,
        export_rows=settings.LEDGER_UNUSUAL_EXPORT_ROWS,
        volume=settings.LEDGER_UNUSUAL_VOLUME,
        factor=settings.LEDGER_UNUSUAL_FACTOR,
    )


def facts_of(viewer: Viewer, week: date) -> Facts:
    """Return the counts of the days of a week that are over, as far as this viewer may read."""
    usual = read_hours(settings.LEDGER_HOURS, settings.TIME_ZONE)
    values = _values(usual, week, min(week + timedelta(days=7), viewer.today))
    days = [Day(Who(*row[:4]), *row[4:]) for row in _rows(_DAYS, values)]
    busy = [day.who.id for day in days if day.looks >= settings.LEDGER_UNUSUAL_VOLUME]
    return Facts(
        days=days, cases=_cases(values), names=_names(values), usual=_usual(busy, values["since"]),
        hours=usual.words,
    )  # fmt: skip


def _values(usual: Hours, week: date, until: date) -> dict:
    own = {name: read_hours(words, usual.zone) for name, words in settings.LEDGER_HOURS_OF.items()}
    zone = ZoneInfo(usual.zone)
    return {
        "agencies": list(own), "zones": [one.zone for one in own.values()],
        "days": [one.days for one in own.values()],
        "begins": [one.begins for one in own.values()], "ends": [one.ends for one in own.values()],
        "zone": usual.zone, "week": usual.days, "begin": usual.begins, "end": usual.ends,
        "looks": LOOKS, "taken": TAKEN, "outside": OUTSIDE,
        "since": datetime.combine(week, time.min, zone),
        "until": datetime.combine(max(week, until), time.min, zone),
    }  # fmt: skip


def _cases(values: dict) -> list[CaseUse]:
    rows = _rows(_CASES, values)
    granted = list({row[5] for row in rows if row[7] == "grant"})
    once = set(_rows(_ONCE, [granted])) if granted else set()
    return [
        CaseUse(
            Who(*row[:4]), row[4], case_id=row[5], case_label=row[6], authority=row[7],
            looks=row[8], is_only_use=(row[0], row[5]) in once,
        )
        for row in rows
    ]  # fmt: skip


def _names(values: dict) -> list[SameName]:
    users, cases = _columns(_rows(_PAIRS, values))
    if users:
        users, cases = _columns(_rows(_SAME, [users, cases]))
    if not users:
        return []
    rows = _rows(_NAMED, values | {"users": users, "cases": cases})
    return [SameName(Who(*row[:4]), *row[4:]) for row in rows]


def _columns(pairs: list[tuple]) -> tuple[list, list]:
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def _usual(people: Sequence[int], until: datetime) -> dict[int, float]:
    if not people:
        return {}
    since = until - timedelta(days=settings.LEDGER_UNUSUAL_USUAL_DAYS)
    return dict(_rows(_USUAL, [sorted(set(people)), since, until, LOOKS]))


def _rows(sql: str, values: dict | list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
