"""What beat ticks of the case file; commands share the work."""

from celery import shared_task

from casemgmt.services.access_review import close_reviews, open_reviews, remind_reviewers


@shared_task(name="casemgmt.tasks.keep_access_reviews")
def keep_access_reviews() -> None:
    """Open this quarter's access reviews, remind of those that wait, end what nobody confirmed."""
    open_reviews()
    remind_reviewers()
    close_reviews()
