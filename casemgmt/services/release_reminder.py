"""Tells the recorder and the case's officer before a paper ends: once each, and not at all once it
is taken back. The mail names no case."""

from django.conf import settings
from django.db import connection

from casemgmt.core import clock
from teams.models import Notice
from teams.services.notice import notify, withdraw_notices


def remind_of_ends() -> int:
    """Write the notices that have fallen due; return how many. The due-scan calls it, with no
    viewer: the database answers with keys of papers and of people, and with nothing else."""
    leads = sorted(settings.RELEASE_REMINDER_DAYS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app_releases_ending(%s, %s)", [clock.now(), leads])
        due = cursor.fetchall()
    for release_id, lead, user_id in due:
        notify(Notice.Kind.RELEASE_ENDING, [user_id], about=_about(release_id, lead))
    return len(due)


def call_off(release_id: object) -> None:
    """Take back what is not sent yet about a paper that was taken back."""
    for lead in settings.RELEASE_REMINDER_DAYS:
        withdraw_notices(
            about=_about(release_id, lead),
            because="taken back",
            kinds=[Notice.Kind.RELEASE_ENDING],
        )


def _about(release_id: object, lead: int) -> str:
    return f"{release_id}:{lead}"
