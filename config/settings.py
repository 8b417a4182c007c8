"""One settings file. What a ward may change comes from `IKUE_*`.

Every variable is described in docs/operations/configuration.md.
"""

from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = env.folder("IKUE_VAR", BASE_DIR / "var")

DEBUG = False
DEMO = env.flag("IKUE_DEMO")
SECRET_KEY = env.text("IKUE_SECRET_KEY")
CONTEXT_KEY = bytes.fromhex(env.text("IKUE_CONTEXT_KEY"))
"""Signs who is asking, so that the database can check it (kernel.wall keeps its twin)."""
HTTPS = env.flag("IKUE_HTTPS")
ALLOWED_HOSTS = env.words("IKUE_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "ikue.accounts",  # before allauth: its Japanese pages win
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "ikue.kernel",
    "ikue.ui",
    "ikue.audit",
    "ikue.drafts",
    "ikue.tally",
    "ikue.directory",
    "ikue.policy",
    "ikue.frontdoor",
    "ikue.people",
    "ikue.sharing",
    "ikue.casework",
    "ikue.programmes.consultation",
    "ikue.programmes.participation",
    "ikue.programmes.community",
    "ikue.programmes.outreach",
    "ikue.programmes.multi_agency",
    "ikue.rights",
    "ikue.evaluation",
    "ikue.desk",
    "ikue.portal",
    "ikue.api",
    "ikue.synth",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ikue.audit.middleware.RequestIdentity",
    "ikue.audit.middleware.NothingUnspeakable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ikue.audit.middleware.NoStore",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ikue.ui.context.house",
                "ikue.desk.context.nav",
            ],
            "builtins": ["ikue.ui.templatetags.ikue"],
        },
    }
]


def database(url: str) -> dict[str, object]:
    """Settings of one PostgreSQL from a libpq URL or DSN; parameters bind on the server."""
    parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    options: dict[str, object] = {
        "server_side_binding": True,
        "application_name": "ikue",
        "options": " ".join(
            f"-c {name}={value}"
            for name, value in (
                ("statement_timeout", "15s"),
                ("lock_timeout", "2s"),
                ("idle_in_transaction_session_timeout", "30s"),
                ("timezone", "UTC"),
            )
        ),
    }
    if env.flag("IKUE_POOL", default=True):
        threads = env.integer("IKUE_THREADS", 4, at_least=1)
        options["pool"] = {"min_size": 1, "max_size": threads, "timeout": 5}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "ikue"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": {**parts, **options},
        "ATOMIC_REQUESTS": False,
    }


DATABASES = {"default": database(env.text("IKUE_DATABASE_URL"))}
"""The application role; `ikue` hands the owner's address to the few commands that migrate."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "ikue.accounts.backend.StaffBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
# No mail is assumed anywhere: an officer resets credentials.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
ACCOUNT_FORMS = {"login": "ikue.accounts.forms.StaffLoginForm"}
ACCOUNT_ADAPTER = "ikue.accounts.adapter.StaffAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "10/5m/key"}
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Ikue"
AXES_FAILURE_LIMIT = env.integer("IKUE_LOGIN_FAILURES", 10, at_least=1)
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
"""Only this name from this terminal is slowed: nobody can lock out a colleague."""
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_CALLABLE = "ikue.accounts.lockout.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

PREFIX = "__Host-" if HTTPS else ""
SESSION_ENGINE = "ikue.accounts.sessions"
SESSION_COOKIE_NAME = f"{PREFIX}ikue"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{PREFIX}ikue-form"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ikue.audit.refusals.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Messages may name a household: they stay on the server, never in a cookie.

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

LOGGING_CONFIG = "ikue.audit.logs.configure"
LOGGING = {"level": env.text("IKUE_LOG_LEVEL", "INFO"), "json": not DEMO}

CONTEXT_TOLERANCE_SECONDS = 5
