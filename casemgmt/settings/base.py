"""What development, test and production share."""

from typing import Any

from casemgmt.settings.env import BASE_DIR, database, env, secret
from casemgmt.settings.parts.advocacy import *  # noqa: F403
from casemgmt.settings.parts.advocacy import ADVOCACY_DATABASES
from casemgmt.settings.parts.auditlog import *  # noqa: F403
from casemgmt.settings.parts.celery import *  # noqa: F403
from casemgmt.settings.parts.ledger import *  # noqa: F403
from casemgmt.settings.parts.logging import *  # noqa: F403
from casemgmt.settings.parts.practice import *  # noqa: F403
from casemgmt.settings.parts.security import *  # noqa: F403

DEBUG = False
SECRET_KEY = secret("SECRET_KEY", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
SITE_NAME = env.str("SITE_NAME", default="Team case file")

ROOT_URLCONF = "casemgmt.urls"
WSGI_APPLICATION = "casemgmt.wsgi.application"
AUTH_USER_MODEL = "teams.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "guardian",
    "auditlog",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "audit",
    "teams",
    "casemgmt",
    "victims",
    "victims.confidential",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "casemgmt.web.middleware.RequestId",
    "casemgmt.web.middleware.NoStore",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "casemgmt.web.middleware.TokenSignIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "casemgmt.web.middleware.SessionLimits",
    "casemgmt.web.middleware.SignInSteps",
    "auditlog.middleware.AuditlogMiddleware",
    "casemgmt.web.middleware.DenyUndeclaredViews",
    "casemgmt.web.middleware.AuditedTransaction",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "casemgmt.web.context.shell",
                "casemgmt.views.banner.banners",
            ],
            "builtins": ["casemgmt.web.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "casemgmt.web.forms.USWDSRenderer"

DATABASES = {
    "default": database("DATABASE_URL", "postgres://app_rt@127.0.0.1:5432/casemgmt"),
    **ADVOCACY_DATABASES,
}
for _alias in DATABASES.values():
    _alias["ATOMIC_REQUESTS"] = False  # our own middleware: the transaction must cover rendering
    _alias["DISABLE_SERVER_SIDE_CURSORS"] = True  # works behind a transaction pooler
    _alias.setdefault("CONN_MAX_AGE", 60)
    _alias["CONN_HEALTH_CHECKS"] = True
DATABASE_ROUTERS = ["victims.confidential.router.AdvocacyRouter"]

REDIS_URL = secret("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}

LANGUAGE_CODE = "en-us"
TIME_ZONE = env.str("TIME_ZONE", default="America/New_York")
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://127.0.0.1:1025")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="no-reply@casefile.example")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["teams.api.authentication.RequestSignIn"],
    "DEFAULT_PERMISSION_CLASSES": ["casemgmt.web.api.DeclaredRule"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": env.str("API_RATE", default="600/min")},
    "EXCEPTION_HANDLER": "casemgmt.web.rest.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Team case file",
    "DESCRIPTION": (
        "The same policy and the same ledger as the pages: "
        "a record that you may not see does not exist here either."
    ),
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {  # the same field name in several places, each with its own choices
        "ContactKind": "casemgmt.models.contact.Contact.Kind",
        "ContactOutcome": "casemgmt.models.contact.Contact.Outcome",
        "SegmentKind": "teams.models.meeting.AgendaItem.Kind",
        "EventKind": "audit.models.event.Kind",
        "EventOutcome": "audit.models.event.Outcome",
        "MeetingStatus": "teams.models.meeting.Meeting.Status",
        "AttendanceStatus": "teams.models.meeting.Attendance.Status",
        "ItemStatus": "casemgmt.models.review.CaseReview.Status",
    },
}

# Hooks by name, so that lower layers need not import higher ones.
VIEWER_LOADER = "teams.selectors.viewers.viewer_for"
DUE_SCANS = [
    "teams.services.ledger_watch.tell_alarms",  # first: where another fails, it has looked
    "casemgmt.services.broken_glass.escalate_late_reviews",
    "casemgmt.services.access_review.close_reviews",
    "casemgmt.services.release_reminder.remind_of_ends",
    "casemgmt.services.accounting.remind_of_dues",
    "casemgmt.services.accounting.build_waiting",
    "teams.services.approval.tell_lapsed_approvals",
    "teams.services.ledger_watch.remind_of_reviews",
    "audit.services.head_mail.send_heads",
]
LEDGER_COMMANDS = ["casemgmt.management.ledger_accounting"]
POLICY_TABLE = env.str(
    "POLICY_TABLE", default=str(BASE_DIR / "casemgmt" / "policy" / "default.yaml")
)
JURISDICTION_ID = env.int("JURISDICTION_ID", default=1)

# Tables that must force row-level security before anything is served (casemgmt/startup.py).
ROW_SECURITY_TABLES: list[str] = []

# The sealer's signing key: a file that only its process can read.
LEDGER_SEAL_KEY_FILE = env.str("LEDGER_SEAL_KEY_FILE", default="")
LEDGER_ANCHOR_FILE = env.str("LEDGER_ANCHOR_FILE", default="")
