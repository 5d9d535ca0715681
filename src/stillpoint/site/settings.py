"""Settings: everything that differs between installations comes from the environment."""

from __future__ import annotations

from pathlib import Path

import environ

env = environ.Env()

PACKAGE = Path(__file__).resolve().parents[1]
HOME = Path(env("STILLPOINT_HOME", default=str(Path.cwd())))
VAR = Path(env("STILLPOINT_VAR", default=str(HOME / "var")))

DEMO = env.bool("STILLPOINT_DEMO", default=False)
DEBUG = env.bool("STILLPOINT_DEBUG", default=False)
TRAIL_MUST_NOT_MISS = DEBUG or DEMO
# Make each prepared query (trust/prepared.py) afresh as well and compare: in tests.
PREPARED_MUST_AGREE = False
SECRET_KEY = env("STILLPOINT_SECRET_KEY", default="only-for-the-demo" if DEMO or DEBUG else "")
ALLOWED_HOSTS = env.list("STILLPOINT_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("STILLPOINT_ORIGINS", default=[])
# Where people reach the service: links in e-mail begin with it.
STILLPOINT_ADDRESS = env("STILLPOINT_ADDRESS", default="http://127.0.0.1:8000")
STILLPOINT_KEYS = env("STILLPOINT_KEYS", default=str(VAR / "keys.json"))
STILLPOINT_WIRING = "stillpoint.site.wiring"
STILLPOINT_ROOTS_FILE = env("STILLPOINT_ROOTS_FILE", default="")

ROOT_URLCONF = "stillpoint.site.urls"
WSGI_APPLICATION = "stillpoint.site.wsgi.application"
AUTH_USER_MODEL = "people.Officer"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "stillpoint.trust",
    "stillpoint.events",
    "stillpoint.intake",
    "stillpoint.people",
    "stillpoint.cases",
    "stillpoint.learning",
    "stillpoint.disclosure",
    "stillpoint.risks",
    "stillpoint.points",
    "stillpoint.reviews",
    "stillpoint.evidence",
    "stillpoint.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "stillpoint.site.not_kept.NotKeptMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "stillpoint.site.typed_characters.TypedCharactersMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "stillpoint.site.body_sizes.BodySizesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "stillpoint.site.second_factor.SecondFactorMiddleware",
    "stillpoint.site.identity_provider.ProviderMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "stillpoint.site.jinja.environment",
            "context_processors": ["stillpoint.site.shell.shell"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before the apps' own: our layouts and elements take the place of allauth's.
        "DIRS": [PACKAGE / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
FORM_RENDERER = "stillpoint.site.fields.GovukRenderer"

SQLITE_OPTIONS = {
    # Without IMMEDIATE, two writers that both read first cannot both upgrade, and one fails.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        # FULL: what a page says is saved is on the disk, also when the power fails.
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000;"
    ),
}


# A page that waits longer for the database says so instead.
SECONDS_FOR_A_CONNECTION = 3


def database(url: str) -> dict[str, object]:
    """Django's settings for the database at ``url`` (sqlite:///... or postgresql://...)."""
    settings: dict[str, object] = environ.Env.db_url_config(url)
    given = settings.get("OPTIONS") or {}
    own = SQLITE_OPTIONS
    if "sqlite" not in str(settings["ENGINE"]):
        own = {"pool": {"timeout": SECONDS_FOR_A_CONNECTION}}
        # A connection that a restart of the server cut is seen before a page uses it.
        settings["CONN_HEALTH_CHECKS"] = True
    settings["OPTIONS"] = {**own, **given}  # type: ignore[dict-item]
    return settings


DATABASES = {
    "default": database(
        env("STILLPOINT_DATABASE_URL", default=f"sqlite:///{VAR / 'stillpoint.sqlite3'}")
    )
}
CACHES = {
    # In the database, so that limits on sign-in hold over all processes together.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR / "files"
# What is uploaded (case records) is read by the worker and by nobody else: no address serves it.
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

EMAIL_BACKEND = env(
    "STILLPOINT_EMAIL_BACKEND",
    default="django.core.mail.backends.filebased.EmailBackend"
    if DEMO
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST = env("STILLPOINT_SMTP_HOST", default="localhost")
EMAIL_PORT = env.int("STILLPOINT_SMTP_PORT", default=25)
EMAIL_HOST_USER = env("STILLPOINT_SMTP_USER", default="")
EMAIL_HOST_PASSWORD = env("STILLPOINT_SMTP_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("STILLPOINT_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 20
# Without a mail server (STILLPOINT_SMTP_HOST is empty) people are told on screen alone.
STILLPOINT_HAS_MAIL = bool(EMAIL_HOST) or not EMAIL_BACKEND.endswith("smtp.EmailBackend")
DEFAULT_FROM_EMAIL = env("STILLPOINT_EMAIL_FROM", default="stillpoint@force.example")

# Names of jobs and classes of errors, never what people wrote: Django's own error reports would
# carry a request's form fields, so no handler mails or prints them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "stillpoint.site.logging_lines.WithoutContent"}},
    "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["standard_error"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["standard_error"], "level": "WARNING", "propagate": False},
        "stillpoint": {"level": env("STILLPOINT_LOG_LEVEL", default="INFO")},
    },
}

from stillpoint.site.settings_security import *  # noqa: E402, F403
