"""What a check sets aside while it runs: caches, mail, log lines and the organizations' keys are
its own, so that nothing outside the two databases is touched."""

import logging
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.test.utils import override_settings

MEMORY = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
HOST = "testserver"  # of Django's own client


@contextmanager
def set_aside() -> Iterator[None]:
    """Run what is inside with surroundings of its own."""
    before = logging.root.manager.disable
    logging.disable(logging.ERROR)  # a refused call is an answer here, not an incident
    try:
        with tempfile.TemporaryDirectory(prefix="policycheck-key-") as folder:
            key = Path(folder) / "advocacy_key"
            key.touch(mode=0o600)
            key.write_text(secrets.token_hex(32))
            with override_settings(
                CACHES=MEMORY,
                ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, HOST],
                EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
                ADVOCACY_KEY_FILE=str(key),
            ):
                yield
    finally:
        logging.disable(before)
