"""Builders of use: events on a day of last week, put in past the clock as an owner could."""

from datetime import datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from audit.selectors.finding import week_of
from casemgmt.core import clock
from tests.plugins.roles import as_owner

_INSERT = """
    INSERT INTO audit_event (at, kind, outcome, actor_id, actor_name, actor_role, actor_agency,
      actor_agency_id, request_id, case_id, case_label, owner_agency_id, authority, subject_kind,
      subject_id, total, because)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'case', %s, %s, %s)
"""


def last_week():
    """Return the Monday of the week that is over."""
    return week_of(clock.today()) - timedelta(weeks=1)


def at(day, hour):
    return timezone.make_aware(datetime.combine(day, time(hour, 30)))


def use(world, name, moment, count=1, **fields):
    """Put in `count` looks of a person at a case at a moment."""
    person = world.people[name]
    case = fields.get("case", world.case)
    rows = [
        (
            moment + timedelta(seconds=number), fields.get("kind", "view"),
            fields.get("outcome", "shown"), person.pk, person.name,
            str(person.discipline), person.agency.name, person.agency_id,
            fields.get("request", f"{name}-{moment}-{number}"),
            case and case.pk, case.number if case else "", case.agency_id if case else None,
            fields.get("authority", "membership"), str(case.pk) if case else "",
            fields.get("total"), fields.get("because", ""),
        )
        for number in range(count)
    ]  # fmt: skip
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER check_stamp")
        cursor.executemany(_INSERT, rows)
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER check_stamp")
