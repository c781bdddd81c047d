"""Django settings: everything variable comes from `environment`."""

from __future__ import annotations

import os

from .database import roles
from .environment import (
    documents_mib,
    home,
    mail_from,
    mail_server,
    parse_database_url,
    read,
    secret_key,
    switched_on,
)

SECRET_KEY = secret_key()
DEBUG = False
SERVED_OVER_TLS = switched_on("OPENLIEN_HTTPS")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, read("OPENLIEN_ALLOWED_HOSTS").split(","))]
if (_host := read("OPENLIEN_HOST")) not in {"0.0.0.0", "::"}:
    ALLOWED_HOSTS.append(_host)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "ninja",
    "procrastinate.contrib.django",
    "openlien.kit",
    "openlien.identity",
    "openlien.cases",
    "openlien.ledger",
    "openlien.funding",
    "openlien.settlement",
    "openlien.negotiation",
    "openlien.negotiation.rounds",
    "openlien.negotiation.letters",
    "openlien.payments",
    "openlien.payments.plans",
    "openlien.accounting",
    "openlien.receivables",
    "openlien.collections",
    "openlien.integrations",
    "openlien.integrations.mail",
    "openlien.web",
    "openlien.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "openlien.web.middleware.RequestContext",
    "openlien.web.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "openlien.web.middleware.SignedInUser",
    "openlien.web.middleware.SessionLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "openlien.web.middleware.ActorOfRequest",
    "openlien.web.middleware.DomainErrors",
]

ROOT_URLCONF = "openlien.project.urls"
WSGI_APPLICATION = "openlien.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [os.path.join(os.path.dirname(__file__), "..", "web", "templates")],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "openlien.web.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "openlien.web.shell.context",
            ],
        },
    },
]


def _database() -> dict[str, object]:
    """Connection settings of the role this process acts as: the app, or the migrator as the owner."""
    address = parse_database_url(read("DATABASE_URL") or "postgresql://postgres@/openlien?host=/nonexistent")
    migrating = os.environ.get("OPENLIEN_DATABASE_ROLE") == roles.MIGRATOR
    role = roles.MIGRATOR if migrating else roles.APP
    limits = "" if migrating else "-c statement_timeout=15000 -c lock_timeout=2000"
    return {
        "ENGINE": "openlien.kit.postgresql",
        "NAME": address.name,
        "HOST": address.host,
        "PORT": address.port,
        "USER": role,
        "PASSWORD": roles.password(role),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": 1,
            **dict(address.options),
            "application_name": "openlien",
            "options": f"{limits} -c idle_in_transaction_session_timeout=30000"
            + (f" -c role={roles.OWNER}" if migrating else ""),
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "identity.User"
# Addresses are unique in any case, by a constraint on lower(email), which the check does not see.
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",
    # Whether all hosts of a company's domain promise TLS for years is the company's to decide.
    "security.W005",
    "security.W021",
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "openlien.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# Five wrong tries lock an address for a quarter of an hour, whether or not a user has it.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/15m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SERVED_OVER_TLS else 0
MFA_ADAPTER = "openlien.web.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True

SESSION_ENGINE = "openlien.identity.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS_MAX = 15 * 60
SESSION_ABSOLUTE_SECONDS_MAX = 12 * 3600
SESSION_COOKIE_SECURE = SERVED_OVER_TLS
CSRF_COOKIE_SECURE = SERVED_OVER_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "openlien.web.errors.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SERVED_OVER_TLS else 0
SECURE_SSL_REDIRECT = SERVED_OVER_TLS
# Load balancers and `openlien up` ask these from inside, where TLS has ended.
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
# The proxy in front ends TLS and says so; without it every form would look as if it came from elsewhere.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SERVED_OVER_TLS else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# A journal of 1,000 lines is a form of some 10,000 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entry"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
BUSINESS_TIME_ZONE = read("OPENLIEN_TIME_ZONE")
COMPANY_NAME = read("OPENLIEN_COMPANY")
COMPANY_LOGO = read("OPENLIEN_LOGO")
MAIL_SERVER = mail_server()
MAIL_FROM = mail_from()

STATIC_URL = "/static/"
STATIC_ROOT = home() / "static"
STATICFILES_DIRS = [os.path.join(os.path.dirname(__file__), "..", "web", "static")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "openlien.web.assets.Storage"},
}
MEDIA_ROOT = home() / "files"
UPLOAD_BYTES_MAX = 100 * 1024 * 1024
DOCUMENT_BYTES_MAX = 25 * 1024 * 1024
DOCUMENT_BYTES_PER_CASE_MAX = documents_mib() * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"fields": {"()": "openlien.project.logs.FieldsFormatter"}},
    "handlers": {"standard": {"class": "logging.StreamHandler", "formatter": "fields"}},
    "root": {"handlers": ["standard"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # One line when a job begins and one when it ends; not one for each look at the clock.
        "procrastinate": {"level": "WARNING"},
        "procrastinate.worker": {"level": "INFO"},
    },
}
