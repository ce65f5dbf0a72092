"""Every setting of matcap. What differs between installations comes from the environment.

| variable       | what it is                                                          |
|----------------|---------------------------------------------------------------------|
| SITE_ADDRESS   | where people find it, such as https://capacity.example.org; without |
|                | it matcap runs for this computer only, with a demo trust            |
| SECRET_KEY     | 50 or more random characters; needed with SITE_ADDRESS              |
| DATABASE_URL   | such as postgres://user:password@host/name; without it, SQLite      |
| EMAIL_HOST     | the mail server, with EMAIL_PORT (587), EMAIL_USER, EMAIL_PASSWORD; |
|                | without it emails are printed                                       |
| EMAIL_FROM     | the sender of the application's emails                              |
| DATA_DIR       | where the embedded database, files of evidence and made PDFs live   |
| EVIDENCE_STORAGE | s3 or azure: keeps files of evidence there and not in DATA_DIR,   |
|                | with EVIDENCE_CONTAINER, the bucket's or container's name; for s3   |
|                | EVIDENCE_ACCESS_KEY and EVIDENCE_SECRET_KEY, EVIDENCE_REGION and,   |
|                | where it is not Amazon's, EVIDENCE_ENDPOINT, its https:// address;  |
|                | for azure EVIDENCE_CONNECTION, the account's connection string      |
| PROXIES        | how many proxies stand before it (1 with SITE_ADDRESS): limits on   |
|                | tries count by the address that the outermost of them saw           |
| OPEN_SIGN_UP   | true lets anybody open an account; else only who is invited         |
| OPEN_TRUSTS    | true lets anybody who is signed in open a trust and lead it; else   |
|                | script/manage open_trust does. True without SITE_ADDRESS            |
| LOCAL_ADDRESS  | without SITE_ADDRESS, what links in emails begin with               |
| OIDC_PROVIDERS | single sign-on by OpenID Connect: names of your choice, such as     |
|                | entra,google; then for each of them, here entra:                    |
|                | OIDC_ENTRA_NAME           what the button says, such as Microsoft   |
|                | OIDC_ENTRA_ISSUER         https://login.microsoftonline.com/<tenant |
|                |                           id>/v2.0 or https://accounts.google.com   |
|                | OIDC_ENTRA_CLIENT_ID      what the provider gave you for matcap, as |
|                | OIDC_ENTRA_CLIENT_SECRET  the application that answers at           |
|                |                           /account/oidc/entra/login/callback/       |
|                | OIDC_ENTRA_EMAIL_DOMAINS  the domains whose addresses it vouches    |
|                |                           for, such as trust.org.uk; people of      |
|                |                           others connect it from their account      |
| DEBUG          | developers only                                                     |
"""

import sys
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from .evidence_storage import evidence_storage
from .providers import providers

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()

DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

TESTING = "pytest" in sys.modules
DEBUG = env.bool("DEBUG", False)

SITE_ADDRESS = env.str("SITE_ADDRESS", "").rstrip("/")
IS_LOCAL = not SITE_ADDRESS
# What the links in emails begin with.
SITE_ROOT = SITE_ADDRESS or env.str("LOCAL_ADDRESS", "http://127.0.0.1:8000")


def _local_secret() -> str:
    """A secret of this computer's own, made once and kept beside its database."""
    from django.core.management.utils import get_random_secret_key

    path = DATA_DIR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


if IS_LOCAL:
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
    SECRET_KEY = env.str("SECRET_KEY", "") or _local_secret()
else:
    _address = urlsplit(SITE_ADDRESS)
    if _address.scheme != "https" or not _address.hostname:
        raise ImproperlyConfigured(
            f"SITE_ADDRESS is {SITE_ADDRESS!r}. Set it to the full address people will use, "
            "starting with https://, for example https://capacity.example.org"
        )
    ALLOWED_HOSTS = [_address.hostname]
    CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
    SECRET_KEY = env.str("SECRET_KEY", "")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY is missing or short. Set it to 50 or more random characters; "
            'python3 -c "import secrets; print(secrets.token_urlsafe(50))" prints some.'
        )
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

INSTALLED_APPS = [
    "matcap.accounts",
    "matcap.trusts",
    "frameworks",
    "matcap.assessments",
    "matcap.workshops",
    "matcap.planning",
    "matcap.moderation",
    "matcap.reports",
    "matcap.demo",
    "matcap.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "lucide",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "matcap.ui.uploads.UploadLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "matcap.accounts.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "matcap.urls"
WSGI_APPLICATION = "matcap.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.static",
                "frameworks.templatetags.levels",
                "matcap.trusts.templatetags.trusts",
                "matcap.ui.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# ── data ──────────────────────────────────────────────────────────────────────────────────

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'matcap.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its turn at once, and waits for it: nobody sees "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    # A file, as when it is served: threads then meet each other as they would for people.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Kept between requests. With SQLite, whoever closes the last one copies the whole log into the
# database: done after every request, that is most of what a request takes.
DATABASES["default"]["CONN_MAX_AGE"] = 60

CACHES = {
    # In the database, so that every worker counts the same tries (ADR 4).
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "documents": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "documents",
        "TIMEOUT": 30 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}

# ── who signs in ──────────────────────────────────────────────────────────────────────────

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
OPEN_SIGN_UP = env.bool("OPEN_SIGN_UP", False)
OPEN_TRUSTS = env.bool("OPEN_TRUSTS", IS_LOCAL)
ACCOUNT_ADAPTER = "matcap.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "matcap.accounts.forms.NameForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "matcap: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
# A stranger gets one answer, and no address that has no account gets an email.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = "matcap.accounts.models.display_name"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if IS_LOCAL else "https"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXIES", 0 if IS_LOCAL else 1)

MFA_ADAPTER = "matcap.accounts.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "matcap.accounts.second_step.AddPasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "matcap"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_LOCAL

SOCIALACCOUNT_ADAPTER = "matcap.accounts.sso.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": providers(env)}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = env.int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT != 465
EMAIL_USE_SSL = EMAIL_PORT == 465
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "matcap <matcap@localhost>")

# What is not done inside a request; script/server runs the worker (ADR 5).
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if TESTING
        else "django_tasks_db.DatabaseBackend"
    }
}

# ── how it speaks and looks ───────────────────────────────────────────────────────────────

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "matcap.ui.packaged.PackagedFilesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
    # Outside what is served: a view hands a file over to those who may see what it is behind.
    "evidence": evidence_storage(env, DATA_DIR),
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# ── what a browser may do ─────────────────────────────────────────────────────────────────

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's own stylesheet draws its ticks as data: images
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "matcap.accounts.views.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # It warns of every CSS property that browsers know and it does not.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
