"""Agencies, people, teams and their meetings. Knows no case."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """Names the app and registers what the change log records."""

    name = "teams"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the change log's fields once the models are there."""
        from teams import audit_fields  # noqa: PLC0415  # models are not loaded before ready()

        audit_fields.register()
