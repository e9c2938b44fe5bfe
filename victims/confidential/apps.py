"""The advocate's confidential record.

Tables that live only in the victim-service organization's own database.
"""

from django.apps import AppConfig


class AdvocacyConfig(AppConfig):
    """Names the app; its label is what the database router goes by."""

    name = "victims.confidential"
    label = "advocacy"
    default_auto_field = "django.db.models.BigAutoField"
