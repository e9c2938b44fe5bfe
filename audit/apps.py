"""The audit app: disclosure ledger, change log, seals. It knows no domain."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Names the app."""

    name = "audit"
    default_auto_field = "django.db.models.BigAutoField"
