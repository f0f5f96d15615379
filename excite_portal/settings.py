"""The one settings module, for development, test and production. Everything that varies is read from the environment.

PORTAL_ENV says which of the three it is. It defaults to production; manage.py and dev.py say "development", the
tests say "test". Production stops with a sentence when a variable is missing; docs/operations.md lists them all.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from excite_portal import logs
from excite_portal.caches import caches
from excite_portal.embedded.places import places_for
from excite_portal.environment import (
    Environment,
    SettingProblem,
    database_from_url,
    email_from_url,
    openid_connect,
    origin_of,
    redis_from_url,
)

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

# --- Which of the three ---------------------------------------------------------------------------------------

PORTAL_ENV = env.choice("PORTAL_ENV", ("development", "test", "production"), default="production")
PRODUCTION = PORTAL_ENV == "production"
TESTING = PORTAL_ENV == "test"
# Demo mode: persona switcher, mailbox of everything sent, a clock that can be moved.
PORTAL_DEMO = env.flag("PORTAL_DEMO", default=False)
DEBUG = env.flag("PORTAL_DEBUG", default=PORTAL_ENV == "development" and not PORTAL_DEMO)
if PRODUCTION and PORTAL_DEMO:
    raise SettingProblem("PORTAL_DEMO lets anyone act as anyone. Unset it, or set PORTAL_ENV=development.")
if PRODUCTION and DEBUG:
    raise SettingProblem(
        "PORTAL_DEBUG shows secrets on error pages. Unset it, or set PORTAL_ENV=development."
    )

PLACES = places_for(BASE_DIR)
# Files that this checkout makes while it runs (media, embedded services); ignored by git.
RUN_DIR = PLACES.root

if PRODUCTION:
    SECRET_KEY = env.required("SECRET_KEY", example="a-long-random-text")
    ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [
        env.required("ALLOWED_HOSTS", example="portal.example.org")
    ]
    if len(SECRET_KEY) < 50:
        raise SettingProblem("SECRET_KEY is too short. Set it to at least 50 random characters.")
else:
    SECRET_KEY = env.text("SECRET_KEY", "not-secret-for-development-and-tests-only-3c1d0f0f5b7d4a54b0a7")
    ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=("localhost", "127.0.0.1", "[::1]", "testserver"))

# The address under which people reach the portal: links in mails and on documents start with it.
PORTAL_URL = (
    env.required("PORTAL_URL", example="https://portal.example.org")
    if PRODUCTION
    else env.text("PORTAL_URL", "http://127.0.0.1:8000")
).rstrip("/")
# The name behind the @ of every Message-ID.
MAIL_DOMAIN = urlsplit(PORTAL_URL).hostname or "localhost"
# Keys the digests in the audit log; must stay the same for as long as the log is kept.
AUDIT_KEY = (
    env.required("AUDIT_KEY", example="another-long-random-text")
    if PRODUCTION
    else "audit-key-for-development-and-tests"
)
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", default=(PORTAL_URL,))

# --- Applications ---------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "reporting.apps.ReportingConfig",
    "exchanges.apps.ExchangesConfig",
    "clusters.apps.ClustersConfig",
    "core.apps.CoreConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "clusters.apps.SessionsConfig",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_filters",
    "django_htmx",
    "pgtrigger",
]

MIDDLEWARE = [
    "excite_portal.logs.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "clusters.middleware.ActorMiddleware",
    # Every page needs a log-in unless its view says @login_not_required.
    "core.middleware.LogInLosesNothing",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "clusters.middleware.HatPages",
    "core.middleware.ErrorAnswers",
]

ROOT_URLCONF = "excite_portal.urls"
WSGI_APPLICATION = "excite_portal.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.portal",
                "clusters.context_processors.notice",
            ],
        },
    },
]
# Form widgets are rendered by templates/django/forms/ where the project has its own.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database, cache, jobs ------------------------------------------------------------------------------------

DATABASE_URL = (
    env.required("DATABASE_URL", "postgres://portal@localhost/portal")
    if PRODUCTION
    else env.optional("DATABASE_URL")
)
# None means: this checkout's embedded database, for development and tests only.
DATABASES: dict[str, dict[str, Any]] = {
    "default": database_from_url(DATABASE_URL or PLACES.database_url)
    # Long-lived, since a new connection plans every statement anew (`core.prepared`).
    | {"CONN_MAX_AGE": 900, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
}
# Each of pgtrigger's triggers asks which ones rest. Where the setting is unknown, the question ends in an error that is
# caught, which takes longer than the row that is written.
_options = DATABASES["default"]["OPTIONS"]
_options["options"] = f"{_options.get('options', '')} -c pgtrigger.ignore={{}}".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = (
    env.required("REDIS_URL", "redis://localhost:6379/0")
    if PRODUCTION
    else env.text("REDIS_URL", PLACES.broker_url)
)
_broker_url, _cache_url = redis_from_url(REDIS_URL)
CACHES = caches(
    # Without REDIS_URL (a bare `manage.py`, or the tests) nothing may depend on a running broker.
    shared="" if TESTING or env.optional("REDIS_URL") is None else _cache_url,
    keeps_fragments=not DEBUG,
    # A test that is rolled back takes the count of changes back too, so the tests keep none.
    keeps_pages=not (DEBUG or TESTING),
)

# What is the same everywhere stands in `excite_portal.celery`.
CELERY_BROKER_URL = "memory://" if TESTING else _broker_url

# --- People and sessions --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "clusters.User"
AUTHENTICATION_BACKENDS = ["clusters.backends.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
_hashers = ("MD5",) if TESTING else ("Scrypt", "PBKDF2")
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in _hashers]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "clusters.adapter.AccountAdapter"
MFA_ADAPTER = "clusters.adapter.MfaAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "core.account_forms.LoginForm",
    "signup": "core.account_forms.SignupForm",
    "add_email": "core.account_forms.AddEmailForm",
    "change_password": "core.account_forms.ChangePasswordForm",
    "reset_password": "core.account_forms.ResetPasswordForm",
    "reset_password_from_key": "core.account_forms.ResetPasswordKeyForm",
    "reauthenticate": "core.account_forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "core.account_forms.AuthenticateForm",
    "reauthenticate": "core.account_forms.ReauthenticateCodeForm",
    "activate_totp": "core.account_forms.ActivateTotpForm",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
# allauth's own limits stay on; tests log in many times from one address.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = False if TESTING else {}
# Whoever changes address, password or second step says again who they are; the old address gets a notice.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_EMAIL_NOTIFICATIONS = True
# So many unknown mail links from one address in ten minutes; then it has to wait. 0: no limit.
WRONG_LINKS_LIMIT = 0 if TESTING else 20
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXIES", default=0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "ClusterXchange"

SESSION_ENGINE = "core.sessions"
# Roles that decide, pay or read everything need the two-step log-in before their hat can be worn.
MFA_DEMANDED = env.flag("MFA_DEMANDED", default=PRODUCTION)
MFA_ROLES = ("manager", "finance", "coordinator", "auditor", "support_office")
# Before money is ordered, approved or marked as paid, the log-in must be younger than this.
STEP_UP_SECONDS = env.integer("STEP_UP_SECONDS", default=600 if PRODUCTION else 0)

# How long a log-in lasts: without a click, and altogether. 0 switches a limit off.
_hours = 3600
SESSION_IDLE_STAFF = env.integer("SESSION_IDLE_STAFF", default=0 if PORTAL_DEMO else _hours // 2)
SESSION_LONGEST_STAFF = env.integer("SESSION_LONGEST_STAFF", default=0 if PORTAL_DEMO else 12 * _hours)
SESSION_IDLE = env.integer("SESSION_IDLE", default=0 if PORTAL_DEMO else 12 * _hours)
SESSION_LONGEST = env.integer("SESSION_LONGEST", default=14 * 24 * _hours)

# Log-in with an account elsewhere (OpenID Connect); the button stands only where all four are set.
OIDC_NAME = env.text("OIDC_NAME", "")
_oidc = {name: env.text(name, "") for name in ("OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")}
if OIDC_NAME and not all(_oidc.values()):
    _missing = ", ".join(name for name, value in _oidc.items() if not value)
    raise SettingProblem(f"OIDC_NAME is set, but not {_missing}. Set all four, or none.")
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = openid_connect(OIDC_NAME, _oidc) if OIDC_NAME else {}
SOCIALACCOUNT_ADAPTER = "clusters.adapter.OidcAdapter"
# An address that the other side has verified opens the account that has verified the same address here.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"

SESSION_COOKIE_NAME = "portal_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_NAME = "portal_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = PRODUCTION

# --- Security headers -----------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = PRODUCTION
# The health pages are asked by supervisors on the machine itself, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        # A log-in elsewhere begins with a form whose answer leads there.
        "form-action": [SELF, *([origin_of(_oidc["OIDC_SERVER_URL"])] if OIDC_NAME else [])],
        "frame-ancestors": [NONE],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Language and time ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("de", _("German")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("pl", _("Polish")),
    ("bg", _("Bulgarian")),
    ("lt", _("Lithuanian")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "portal_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files ----------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
# True: serve hashed, compressed files that `collectstatic` made. False: serve the sources.
STATIC_COLLECTED = env.flag("STATIC_COLLECTED", default=PRODUCTION)
_static_root = env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles" if PRODUCTION else RUN_DIR / "static"))
STATIC_ROOT = Path(_static_root) if STATIC_COLLECTED else None
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").is_dir() else []
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_AUTOREFRESH = DEBUG and not STATIC_COLLECTED
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "media" if PRODUCTION else RUN_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "excite_portal.static.GzipManifestStaticFilesStorage"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# What one PDF may take in its own process; a report of many pages, made by a worker, may take more.
PDF_SECONDS = env.integer("PDF_SECONDS", default=10)
PDF_MEGABYTES = env.integer("PDF_MEGABYTES", default=512)
PDF_REPORT_SECONDS = env.integer("PDF_REPORT_SECONDS", default=60)
PDF_REPORT_MEGABYTES = env.integer("PDF_REPORT_MEGABYTES", default=1024)
# What that process needs to find its libraries and fonts; no secret reaches it.
PDF_ENVIRONMENT = {
    name: value
    for name in ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "XDG_CACHE_HOME")
    if (value := env.optional(name)) is not None
}

# --- Mail -----------------------------------------------------------------------------------------------------

_email = email_from_url(
    env.required("EMAIL_URL", "smtp+tls://user:password@mail.example.org:587")
    if PRODUCTION
    # The demo's mails are read in the portal; kept in memory they would only pile up.
    else env.text("EMAIL_URL", "memory://" if TESTING else "none://" if PORTAL_DEMO else "console://")
)
EMAIL_BACKEND = _email.backend
EMAIL_HOST = _email.host
EMAIL_PORT = _email.port
EMAIL_HOST_USER = _email.user
EMAIL_HOST_PASSWORD = _email.password
EMAIL_USE_TLS = _email.starttls
EMAIL_USE_SSL = _email.tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = (
    env.required("DEFAULT_FROM_EMAIL", "portal@example.org")
    if PRODUCTION
    else env.text("DEFAULT_FROM_EMAIL", "ClusterXchange portal <portal@example.org>")
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Who runs this portal -------------------------------------------------------------------------------------

# Stands on the pages of contact, legal notice and accessibility, and in security.txt.
if PRODUCTION:
    OPERATOR_NAME = env.required("OPERATOR_NAME", example="Cluster Network e.V.")
    OPERATOR_ADDRESS = env.required("OPERATOR_ADDRESS", example="Street 1, 01067 Dresden, Germany")
    env.required("CONTACT_EMAIL", example="contact@example.org")
else:
    OPERATOR_NAME = env.text("OPERATOR_NAME", "Operator of this demonstration")
    OPERATOR_ADDRESS = env.text("OPERATOR_ADDRESS", "Example Street 1, 01067 Dresden, Germany")
CONTACT_EMAIL = env.address("CONTACT_EMAIL", default="contact@portal.example")
SECURITY_EMAIL = env.address("SECURITY_EMAIL", default=CONTACT_EMAIL)

# --- Logs -----------------------------------------------------------------------------------------------------

LOGGING = logs.configuration(
    form=env.choice("LOG_FORMAT", ("json", "plain"), default="json" if PRODUCTION else "plain"),
    level=env.text("LOG_LEVEL", "WARNING" if TESTING else "INFO").upper(),
)
