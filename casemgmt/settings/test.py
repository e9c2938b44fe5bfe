"""Tests: real PostgreSQL and Valkey, fast password hashing, mail kept in memory."""

from casemgmt.settings.base import *  # noqa: F403
from casemgmt.settings.base import TEMPLATES

SECRET_KEY = "test-secret-key-with-no-use-elsewhere"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
CELERY_TASK_ALWAYS_EAGER = False
DEMO = True
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]  # allauth's way to say none
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "[MISSING %s]"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
