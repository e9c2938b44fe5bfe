"""django-auditlog: our own append-only entry, and values of sensitive fields never written."""

AUDITLOG_LOGENTRY_MODEL = "audit.ChangeEntry"
AUDITLOG_USE_BASE_MANAGER = (
    True  # it reads the old row through the default manager, which is sealed
)
AUDITLOG_MASK_CALLABLE = "audit.models.change.redacted"
AUDITLOG_DISABLE_REMOTE_ADDR = True  # it trusts any X-Forwarded-For
AUDITLOG_CID_GETTER = "audit.models.change.request_id"
