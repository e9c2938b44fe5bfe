"""The tick of the due-scan; `manage.py send_due` shares the work."""

from celery import shared_task

from teams.services.reminder import send_due


@shared_task(name="teams.tasks.send_due_reminders")
def send_due_reminders() -> None:
    """Send the mails that are due."""
    send_due()
