"""Settings, read from the environment (`.env.example` documents each one).

`ENVIRONMENT` is `production` unless it says otherwise, and production has no insecure default: what is missing or
unsafe stops the start with a sentence that names the setting and the cure.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF

from commissioning.core.branding import checked_colour
from commissioning.environment import (
    required_secret,
    resolve_database,
    resolve_email,
    resolve_hosts,
    resolve_origins,
    resolve_proxy,
)
from commissioning.exchange import api_settings
from procurement.publishing_settings import EXAMPLE_PREFIX, checked_prefix, read_headers

BASE_DIR = Path(__file__).resolve().parent.parent
env = (
    environ.FileAwareEnv()
)  # SECRET_KEY_FILE=/run/secrets/key reads SECRET_KEY from a file, and so for every setting
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")

ENVIRONMENT = env("ENVIRONMENT", default="production")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = ENVIRONMENT == "development"
SECRET_KEY = required_secret(env, ENVIRONMENT, BASE_DIR)
ALLOWED_HOSTS = resolve_hosts(env, ENVIRONMENT)
CSRF_TRUSTED_ORIGINS = resolve_origins(env, ENVIRONMENT, ALLOWED_HOSTS)

INSTALLED_APPS = [
    "commissioning.core.apps.CoreConfig",
    "programmes.apps.ProgrammesConfig",
    "outcomes.apps.OutcomesConfig",
    "procurement.apps.ProcurementConfig",
    "governance.apps.GovernanceConfig",
    "commissioning.reporting.apps.ReportingConfig",
    "commissioning.seeding.apps.SeedingConfig",
    "commissioning.exchange.apps.ExchangeConfig",
    "commissioning.core.apps.ProductAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "commissioning.core.errors.ErrorPageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "commissioning.core.middleware.RequestContextMiddleware",
    "commissioning.exchange.api.middleware.TokenMiddleware",
    "programmes.middleware.GrantsMiddleware",
    "commissioning.core.middleware.SignInRequiredMiddleware",
    "procurement.middleware.SealedReadingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "commissioning.urls"
WSGI_APPLICATION = "commissioning.wsgi.application"
ASGI_APPLICATION = "commissioning.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "commissioning.core.context.branding",
                "programmes.context.across",
            ],
        },
    },
]

DATABASES = {"default": resolve_database(env, ENVIRONMENT, BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "job_title")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "account_login"
LOGIN_PATH = "/accounts/login/"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "commissioning.core.adapter.ClosedAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator, who vouches for the address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {  # the package's forms in the product's markup and words
    "login": "commissioning.core.forms.account.LoginForm",
    "change_password": "commissioning.core.forms.account.ChangePasswordForm",
    "set_password": "commissioning.core.forms.account.SetPasswordForm",
    "reset_password": "commissioning.core.forms.account.ResetPasswordForm",
    "reset_password_from_key": "commissioning.core.forms.account.ResetPasswordKeyForm",
    "reauthenticate": "commissioning.core.forms.account.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "1000/m/ip",  # a whole building signs in from one address at nine o'clock
    "login_failed": "10/15m/key,60/5m/ip",  # the key is account and address: see the adapter
    "login_failed_account": "30/15m/key",  # one account, from every address together
}

# What counts wrong passwords must be shared by every worker, so it lives in the database (a migration makes the table).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- language, time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# --- files ------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
_STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if ENVIRONMENT in {"development", "test"}
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}

# --- security ---------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
HTTPS = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS and env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "commissioning.core.errors.csrf_failure"
BEHIND_PROXY, ALLAUTH_TRUSTED_PROXY_COUNT = resolve_proxy(env, ENVIRONMENT)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- history: triggers, append-only, the actor and the reason on the protected row itself ---------------------------
PGTRIGGER_MIGRATIONS = True

# --- work in the background: the queue lies in the product's own database (commissioning.core.jobs) -----------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # every app's jobs.py declares its own
JOBS_AT_ONCE = env.int("JOBS_AT_ONCE", default=2)
# What short jobs are left to end in when the worker is to stop; how often it looks for lost jobs (two looks find one),
# and for jobs whose moment has come (of others it is told at once).
JOB_SECONDS = {"end": 5.0, "look": 10.0, "poll": 5.0}
PROGRESS_APART = True  # progress is told while the work's own transaction is open

# --- how long files are kept that people handed in or had made; their receipts stay (exchange.services.keeping) ------
IMPORT_FILE_DAYS = env.int("IMPORT_FILE_DAYS", default=90)
EXPORT_FILE_DAYS = env.int("EXPORT_FILE_DAYS", default=30)

# --- the API: what is asked for how often, and how its framework is used ---------------------------------------------
API_RATES = api_settings.RATES
API_MOST_BYTES = api_settings.MOST_BYTES
REST_FRAMEWORK = api_settings.REST_FRAMEWORK
SPECTACULAR_SETTINGS = api_settings.SPECTACULAR_SETTINGS

# --- e-mail -----------------------------------------------------------------------------------------------------
vars().update(resolve_email(env, ENVIRONMENT))

# --- the deployment's own name and colour -----------------------------------------------------------------------
BRANDING = {
    "service_name": env("SERVICE_NAME", default="Integrated commissioning"),
    "colour": checked_colour(env("BRAND_COLOUR", default="#1f3b57")),
    "partners": [{"name": name} for name in env.list("PARTNERS", default=[])],
}

# --- open contracting data and the contract register -----------------------------------------------------------------
OCID_PREFIX = checked_prefix(env("OCID_PREFIX", default=EXAMPLE_PREFIX))  # the example refuses to publish
OCDS_PUBLISHER = env("OCDS_PUBLISHER", default="")  # the service's own name where nothing else is said
OCDS_PUBLISHER_URI = env("OCDS_PUBLISHER_URI", default="")
OCDS_LICENCE = env(
    "OCDS_LICENCE",
    default="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)
OCDS_POLICY = env("OCDS_POLICY", default="")
REGISTER_HEADERS = read_headers(env.list("REGISTER_HEADERS", default=[]))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
