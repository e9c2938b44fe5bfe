"""Which tables of this app the change log records: every value of a victim is masked."""

from auditlog.registry import auditlog

from victims import models


def register() -> None:
    """Register each table with its masked fields."""
    auditlog.register(
        models.SystemRecord,
        mask_fields=["given_name", "family_name", "relation", "contact", "note"],
    )
    auditlog.register(models.NoContactTerm, mask_fields=["text", "areas"])
    auditlog.register(models.Statement, mask_fields=["text", "item"])
    auditlog.register(models.NoticeDuty)
    auditlog.register(models.NoticeSent)
    auditlog.register(models.Inquiry, mask_fields=["answer"])
    auditlog.register(models.Perspective, mask_fields=["text"])
    auditlog.register(models.Question, mask_fields=["text"])
    auditlog.register(models.Answer, mask_fields=["text"])
    auditlog.register(models.ClarificationStep, mask_fields=["rung", "state"])
    auditlog.register(models.Readiness, mask_fields=["rung", "word"])
    auditlog.register(models.Clearance)
