"""The project package, and the case file: people under supervision, their cases,
what the team knows."""

from casemgmt.celery import app as celery_app

__all__ = ["celery_app"]
