"""The victim's side that the team may know, each item in its own measure."""

from django.apps import AppConfig


class VictimsConfig(AppConfig):
    """Names the app and registers what the change log records."""

    name = "victims"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the change log's fields once the models are there."""
        from victims import audit_fields  # noqa: PLC0415  # models are not loaded before ready()

        audit_fields.register()
