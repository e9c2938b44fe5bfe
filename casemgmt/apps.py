"""The case file: people under supervision, their cases, what the team knows of them."""

from django.apps import AppConfig
from django.conf import settings


class CasemgmtConfig(AppConfig):
    """Names the app, sets the policy table in force, registers what the change log records."""

    name = "casemgmt"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Case file"

    def ready(self) -> None:
        """Load the policy table now: a table that does not make sense stops the start,
        not a request."""
        from casemgmt import audit_fields  # noqa: PLC0415  # models are not loaded before ready()
        from casemgmt.startup import use_policy_table  # noqa: PLC0415

        use_policy_table(settings.POLICY_TABLE)
        audit_fields.register()
