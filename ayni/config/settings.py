"""Settings, read from the environment. `.env.example` lists every name that is read here; a test keeps it so."""

import logging
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import validate

from .environment import environment
from .logs import logging_for

BASE_DIR = Path(__file__).resolve().parents[2]

env = environment(BASE_DIR / ".env")

AYNI_MODE = env.str("AYNI_MODE", "demo", validate=validate.OneOf(["demo", "production"]))
"""`demo`: synthetic people, loopback only, local sinks for mail and SMS. `production`: all must be configured."""
DEMO = AYNI_MODE != "production"


def needed(name: str, in_a_demo: str) -> str:
    """What a demo can do without and a production cannot."""
    return str(env.str(name, in_a_demo) if DEMO else env.str(name))


AYNI_HOME = Path(env.str("AYNI_HOME", str(BASE_DIR / ".ayni"))).resolve()
"""Where this installation keeps its data: database, keys, facts, anchors of the audit trail, local mailbox."""
FACTS_ENGINE = env.str("FACTS_ENGINE", "duckdb", validate=validate.OneOf(["duckdb", "spark"]))
"""What computes the indicators (docs/scale.md)."""

PORT = env.int("PORT", 8000)
WORKERS = env.int("AYNI_WORKERS", 2)
"""Web processes on PostgreSQL. SQLite always has one, with threads: several would starve one another."""
THREADS = env.int("AYNI_THREADS", 4)
"""Threads of a web process, and connections of its pool."""

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = needed("SECRET_KEY", "only-for-a-demo-on-this-machine")
PUBLIC_URL = needed("PUBLIC_URL", f"http://127.0.0.1:{PORT}")
"""How a reader of an e-mail or a QR reaches this installation."""
ALLOWED_HOSTS = [host for host in needed("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host]
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
"""A proxy of ours ends TLS, and overwrites X-Forwarded-Proto and X-Forwarded-For."""
TLS_CERTIFICATE, TLS_KEY = env.str("TLS_CERTIFICATE", ""), env.str("TLS_KEY", "")
"""Files in PEM, for an installation without a proxy."""
EMAIL = env.dj_email_url("EMAIL_URL", f"smtp://127.0.0.1:{PORT + 1}") if DEMO else env.dj_email_url("EMAIL_URL")
"""In a demo the local mailbox that `ayni run` starts, one port above the web."""
AUDIT_ANCHOR_EMAIL = env.str("AUDIT_ANCHOR_EMAIL", "")
"""Who keeps the daily signed head of the audit trail, outside this machine."""
DATA_OFFICER_EMAIL = env.str("DATA_OFFICER_EMAIL", "")
"""Who answers for personal data: told of emergency access and of breaches."""
HELP_CONTACT = env.str("HELP_CONTACT", "") or _("whoever manages the users of your institution")
"""Whom to call when one cannot sign in."""
DEFAULT_FROM_EMAIL = SERVER_EMAIL = needed("DEFAULT_FROM_EMAIL", "Ayni <ayni@example.org>")
SMS_URL = needed("SMS_URL", f"http://127.0.0.1:{PORT + 2}/cgi-bin/sendsms")
"""Kannel's `sendsms`. In a demo the local gateway that `ayni run` starts, two ports above the web."""
SMS_USERNAME, SMS_PASSWORD = needed("SMS_USERNAME", "ayni"), needed("SMS_PASSWORD", "only-for-a-demo")
SMS_FROM = env.str("SMS_FROM", "AYNI")
CHANNEL_SECRET = "only-for-a-demo" if DEMO else ""
SMS_CALLBACK_SECRET = env.str("SMS_CALLBACK_SECRET", "") or CHANNEL_SECRET
"""With which the gateway signs the SMS that it brings. Empty: none are answered."""
USSD_SECRET = env.str("USSD_SECRET", "") or CHANNEL_SECRET
"""The password of the USSD aggregator. Empty: no menu."""
WHATSAPP_APP_SECRET = env.str("WHATSAPP_APP_SECRET", "") or CHANNEL_SECRET
WHATSAPP_VERIFY_TOKEN = env.str("WHATSAPP_VERIFY_TOKEN", "") or CHANNEL_SECRET
WHATSAPP_TOKEN = env.str("WHATSAPP_TOKEN", "") or CHANNEL_SECRET
WHATSAPP_URL = env.str("WHATSAPP_URL", "") or (f"http://127.0.0.1:{PORT + 4}/messages" if DEMO else "")
"""Where messages of the chat are handed over. Without the secret or without this: no chat."""
SIMULATED = f"http://127.0.0.1:{PORT + 3}"
"""In a demo the services of the State that `ayni simulate` plays, three ports above the web."""


def simulated(path: str) -> str:
    return SIMULATED + path if DEMO else ""


STATE_SERVICES = {
    "pide": {
        "url": env.str("PIDE_URL", "") or simulated("/pide"),
        "ruc": env.str("PIDE_RUC", ""),
        "user": env.str("PIDE_USER", ""),
        "password": env.str("PIDE_PASSWORD", ""),
        "ip": env.str("PIDE_IP", ""),
        "mac": env.str("PIDE_MAC", ""),
        "asker": env.str("PIDE_ASKER", ""),
    },
    "pagalo": {
        "url": env.str("PAGALO_URL", "") or simulated("/pagalo"),
        "ruc": env.str("PAGALO_RUC", ""),
        "password": env.str("PAGALO_PASSWORD", ""),
    },
    "casilla": {
        "url": env.str("CASILLA_URL", "") or simulated("/casilla"),
        "ruc": env.str("CASILLA_RUC", ""),
        "password": env.str("CASILLA_PASSWORD", ""),
    },
    "firma": {
        "url": env.str("FIRMA_URL", "") or simulated("/firma"),
        "user": env.str("FIRMA_USER", ""),
        "password": env.str("FIRMA_PASSWORD", ""),
    },
}
FIRMA_PROGRAM = env.str("FIRMA_PROGRAM", "") or simulated("/firma/programa")
"""Where the signing program of Firma Perú listens on the signer's own machine. Empty: its arguments are shown."""
"""Where the services of the State are, and what they know us by. Without an address a service is not asked."""
OIDC_URL, OIDC_NAME = env.str("OIDC_URL", ""), env.str("OIDC_NAME", "") or "ID Perú"
"""An OpenID Connect provider that staff may sign in with, beside their password. Without an address: no button."""
OIDC_CLIENT_ID, OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_ID", ""), env.str("OIDC_CLIENT_SECRET", "")
OBSERVATORY_KEY = env.str("OBSERVATORY_KEY", "")
"""The file of the key of the observatory; empty: observatory.key in AYNI_HOME. No backup holds it."""
DATABASE = env.dj_db_url("DATABASE_URL", f"sqlite:///{AYNI_HOME / 'ayni.db'}")
env.seal()

HTTPS = PUBLIC_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "ayni.desk",
    "ayni.portal",
    "ayni.observatory",
    "ayni.results",
    "ayni.feedback",
    "ayni.outreach",
    "ayni.referrals",
    "ayni.procedures",
    "ayni.cases",
    "ayni.directory",
    "ayni.governance",
    "ayni.people",
    "ayni.notices",
    "ayni.files",
    "ayni.instruments",
    "ayni.access",
    "ayni.facts",
    "ayni.audit",
    "ayni.codelists",
    "ayni.design",
    "ayni.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_structlog",
    "django_tasks",
    "django_tasks_db",
]
if find_spec("django_linear_migrations"):
    # A tool of developers: it writes max_migration.txt, so that two people cannot both add migration 0007.
    INSTALLED_APPS.append("django_linear_migrations")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "ayni.config.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ayni.access.going_back.answers",
    "ayni.access.middleware.Sessions",
    "ayni.config.middleware.without_nul",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "ayni.config.middleware.form_addresses",
    "ayni.config.middleware.waiting_room",
    "ayni.desk.merged.MergedFiles",
    "ayni.config.middleware.only_the_head",
]

QUEUE_EMAIL = "ayni.notices.actions.queue_email"
"""The verb that takes the e-mails of the apps below `notices`."""

# AUTHENTICATION
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "ayni.access.backends.Backend"]
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "access:landing"
ACCOUNT_ADAPTER = "ayni.access.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "ayni.access.forms.sign_in.LoginForm",
    "reset_password": "ayni.access.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "ayni.access.forms.sign_in.ResetPasswordKeyForm",
}
# An office shares an address. Wrong passwords are counted by axes, in the database.
ACCOUNT_RATE_LIMITS = {"login": "200/m/ip", "login_failed": "200/m/ip", "reset_password": "30/m/ip,3/10m/key"}
SOCIALACCOUNT_ADAPTER = "ayni.access.state_identity.SocialAccountAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 4
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": ["openid", "email"],
        "APPS": [
            {
                "provider_id": "estado",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {"server_url": OIDC_URL, "fetch_userinfo": True},
            }
        ]
        if OIDC_URL
        else [],
    }
}
MFA_ADAPTER = "ayni.access.adapters.MFAAdapter"
MFA_FORMS = {"authenticate": "ayni.access.forms.sign_in.AuthenticateForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
AXES_HANDLER = "ayni.access.lockout.Handler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "ayni.access.lockout.page"
AXES_USERNAME_CALLABLE = "ayni.access.lockout.username_of"
AXES_CLIENT_IP_CALLABLE = "ayni.access.addresses.address_of"
AXES_SENSITIVE_PARAMETERS = ["login", "username", "email", "code", "oldpassword", "password1", "password2"]
AXES_DISABLE_ACCESS_LOG = True
"""Who signed in when is in our own trail."""
AXES_VERBOSE = False

ROOT_URLCONF = "ayni.config.urls"
WSGI_APPLICATION = "ayni.config.wsgi.application"
AUTH_USER_MODEL = "access.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django.templatetags.i18n", "django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ayni.config.navigation.navigation",
            ],
        },
    }
]
# A component sees its own attributes and what the context processors say, never what happens to be in the page.
COTTON_ISOLATE_BY_DEFAULT = True
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES: dict[str, dict[str, Any]] = {"default": dict(DATABASE)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # To open the file is to read what all its tables are: 5 ms, longer than many a page takes (decision 68).
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What was saved outlives a power cut (FULL), and what the log beside the file grew to in a large import goes.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864; "
        "PRAGMA cache_size=-32000; "
        # What is deleted is overwritten: a file that was erased must not be readable in the database's free pages.
        "PRAGMA mmap_size=2147418112; PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": THREADS + 2, "timeout": 10},
        # Compiling a statement, or starting workers for it, takes PostgreSQL longer than a page has.
        "options": "-c jit=off -c max_parallel_workers_per_gather=0",
    }

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        # Who knocks how often is counted here: with the 300 keys of the default a crowd makes it forget whom it counts.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Spanish"))]
USE_TZ = True
TIME_ZONE = "America/Lima"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_HOST"], EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"], EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL["EMAIL_USE_TLS"], EMAIL["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 20

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# One row read a request, none written: a session ends everywhere the moment it is deleted.
SESSION_ENGINE = "ayni.access.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Browsers refuse the __Host- prefix without HTTPS, so on loopback the names are plain.
SESSION_COOKIE_NAME = "__Host-ayni-session" if HTTPS else "ayni-session"
WAITING_ROOM_COOKIE_NAME = "__Host-ayni-sala" if HTTPS else "ayni-sala"
CSRF_COOKIE_NAME = "__Host-ayni-csrf" if HTTPS else "ayni-csrf"
LANGUAGE_COOKIE_NAME = "__Host-ayni-language" if HTTPS else "ayni-language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not no-referrer: browsers then send `Origin: null` with every form, and the CSRF check refuses it (docs/decisions).
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
OTHER_FORMS = (OIDC_URL, FIRMA_PROGRAM)
"""Where forms of ours lead, beside ourselves: who signs people in, and the program that signs on their machine."""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # A browser asks this of the address that a form is sent on to, too.
        "form-action": [
            SELF,
            *(f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, OTHER_FORMS) if parts.netloc),
        ],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "upgrade-insecure-requests": HTTPS,
    }
}
# A form of ours is long, an upload is not: what is larger than this is refused before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_HANDLERS = [
    # Photos, scans and lists never touch the disk before they are encrypted; of any other file nothing is kept.
    "ayni.files.uploads.InMemory",
    "ayni.people.uploads.Sealed",
]

DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
LOGGING_CONFIG = None
logging_for(demo=DEMO)
