"""What beat ticks: the due-scan of mails, and the nightly tidying; commands share the work."""

from celery import shared_task

from casemgmt.core import clock
from teams.services.groups import tidy_groups
from teams.services.scan import scan


@shared_task(name="teams.tasks.send_due_reminders")
def send_due_reminders() -> None:
    """Send the mails that are due, and let fall due what does."""
    scan()


@shared_task(name="teams.tasks.tidy_seats")
def tidy_seats() -> None:
    """Make guardian's group rows equal to the seats of the day; access itself goes by the dates."""
    tidy_groups(clock.today())
