"""The Celery application; settings carry the CELERY_ prefix."""

import os

from celery import Celery
from celery.signals import worker_init
from django.core.exceptions import ImproperlyConfigured

from casemgmt.startup import refuse_unsafe_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casemgmt.settings.dev")

app = Celery("casemgmt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def check_role(**_facts: object) -> None:
    """End a worker whose role walks around the walls; Celery swallows any other exception here."""
    try:
        refuse_unsafe_role()
    except ImproperlyConfigured as fault:
        raise SystemExit(str(fault)) from fault
