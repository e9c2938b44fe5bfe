"""Celery: JSON with ids only, no results, and a due-scan ticking every 30 seconds."""

from celery.schedules import crontab

from casemgmt.settings.env import env, secret

CELERY_BROKER_URL = secret("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_TIMEZONE = "UTC"
REMINDER_SCAN_SECONDS = env.int("REMINDER_SCAN_SECONDS", default=30)
CELERY_BEAT_SCHEDULE = {
    "send due reminders": {
        "task": "teams.tasks.send_due_reminders",
        "schedule": REMINDER_SCAN_SECONDS,
        "options": {"expires": max(REMINDER_SCAN_SECONDS - 5, 1)},
    },
    "keep access reviews": {
        "task": "casemgmt.tasks.keep_access_reviews",
        "schedule": crontab(hour=6, minute=20),  # UTC: after midnight in each of the states
        "options": {"expires": 3600},
    },
    "tidy seats": {
        "task": "teams.tasks.tidy_seats",
        "schedule": crontab(hour=6, minute=10),  # UTC: after midnight in each of the states
        "options": {"expires": 3600},
    },
}
