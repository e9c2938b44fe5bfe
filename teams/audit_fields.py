"""Which tables of this app the change log records; nothing here is of a victim or a case."""

from auditlog.registry import auditlog

from teams.models import Agency, Meeting, Membership, Team, Unit, User


def register() -> None:
    """Register the tables; secrets are never written, not even masked."""
    auditlog.register(User, exclude_fields=["password", "last_login"])
    for model in (Agency, Unit, Team, Membership, Meeting):
        auditlog.register(model)
