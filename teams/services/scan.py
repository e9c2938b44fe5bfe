"""The due-scan: the mails that wait first, then what falls due by itself, whose mails go with the
next scan: where that fails, no mail waits for it. Upper layers name it in the setting DUE_SCANS."""

from django.conf import settings
from django.utils.module_loading import import_string

from teams.services.notice import send_due_notices
from teams.services.reminder import send_due


def scan(limit: int = 100) -> int:
    """Send what is due, and let fall due what does; return how many mails went out."""
    sent = send_due(limit) + send_due_notices(limit)
    for name in settings.DUE_SCANS:
        import_string(name)()
    return sent
