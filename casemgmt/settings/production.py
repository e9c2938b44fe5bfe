"""Production: refuses to start half configured."""

from django.core.exceptions import ImproperlyConfigured

from casemgmt.settings.base import *  # noqa: F403
from casemgmt.settings.base import ALLOWED_HOSTS, SECRET_KEY, env

DEMO = False
if env.bool("DEBUG", default=False):
    raise ImproperlyConfigured(
        "DEBUG is set. Take it out of the environment: production never shows internals."
    )
if len(SECRET_KEY) < 50 or "development-only" in SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is missing, shorter than 50 characters or the development one. "
        "Set SECRET_KEY or SECRET_KEY_FILE."
    )
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is empty. Set it to the host names that people type.")

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a load balancer asks in the clear
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
