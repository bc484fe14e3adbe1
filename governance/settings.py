"""The settings of Dewan, read from the environment; a wrong or missing one names itself. PLT-9"""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ

from governance import environment

BASE_DIR = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules

# What the environment says; what it does not say stands in DATA_DIR/env.

DATA_DIR = environment.folder("DATA_DIR", BASE_DIR / "var")
environ.Env.read_env(DATA_DIR / "env")

DEBUG = environment.boolean("DEBUG", default=False)
DEMO = environment.boolean("DEMO", default=False)
SECRET_KEY = environment.secret("SECRET_KEY", at_least=50)
TRAIL_KEY = environment.secret("TRAIL_KEY", at_least=32)
if TRAIL_KEY == SECRET_KEY:
    raise environment.WrongVariable("TRAIL_KEY", "must differ from SECRET_KEY")
# Newest first; the older ones still open what they sealed.
ENCRYPTION_KEYS = environment.secrets("ENCRYPTION_KEY", at_least=32, default=SECRET_KEY)
BASE_URL = environment.address("BASE_URL", "http://localhost:8000")
HOST = urlsplit(BASE_URL).hostname
HTTPS = BASE_URL.startswith("https://")
_command = sys.argv[1:2]
CLOCK_MAY_BE_SET = TESTING or DEBUG or _command == ["replay"] or (DEMO and _command in (["prepare"], ["seed_demo"]))
# Tests fetch from servers of their own; anybody else never fetches from this machine.
MAY_FETCH_LOOPBACK = False

# Database

DATABASES = {"default": environment.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'dewan.sqlite3'}")}
EMBEDDED = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if EMBEDDED:
    # IMMEDIATE: a transaction that reads first and writes later would otherwise fail instead of waiting.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 5, "application_name": "dewan"}
    DATABASES["default"]["CONN_MAX_AGE"] = 0 if TESTING else 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Broker: the ticker of the sweeps and nothing else. No request talks to it, and no promise lives in it.

REDIS_URL = environment.broker("REDIS_URL")
if not EMBEDDED and not REDIS_URL:
    raise environment.WrongVariable("REDIS_URL", "is missing; PostgreSQL goes with Redis")

# A worker that hears no tick for so many seconds is deaf and ends; something ticks every two.
WORKER_SILENCE = environment.number("WORKER_SILENCE", default=45)

# The cache stays in the process: a page that asked Redis would wait for it when it is frozen.

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Mail

_mail, _sender = environment.mail("EMAIL_URL", f"filemail:///{DATA_DIR / 'mail'}" if EMBEDDED else None)
globals().update(_mail)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _sender or f"dewan@{HOST}"

# Rooms, from the ground up; imports go down only.

ROOMS = [
    "connectors",
    "doors",
    "trail",
    "people",
    "notices",
    "imports",
    "clients",
    "accounts",
    "audits",
    "home",
    "governance",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "guardian",
    "axes",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
]
MIDDLEWARE = [
    "doors.middleware.Compressed",
    "doors.middleware.headers",
    "doors.api.middleware.Door",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.middleware.Presence",
    "doors.middleware.reader",
    "doors.middleware.Refusals",
    "trail.middleware.source",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "clients.door.ApiDoor",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "governance.urls"
WSGI_APPLICATION = "governance.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "doors.frame.context",
            ],
        },
    }
]

FORM_RENDERER = "doors.forms.Renderer"

# Signing in

AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_HANDLER = "people.lockout.Handler"
AXES_CLIENT_IP_CALLABLE = "people.lockout.client_address"
AXES_LOCKOUT_CALLABLE = "people.lockout.answer"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False
# How many proxies in front add themselves to X-Forwarded-For; none is believed by default.
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", default=0)
GUARDIAN_GET_INIT_ANONYMOUS_USER = None
ANONYMOUS_USER_NAME = None
# Roles are asked by people.permissions, which knows their end; guardian's own backend does not.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Safety of the browser; behind https everything is marked secure.

ALLOWED_HOSTS = list({HOST, "localhost", "127.0.0.1", "[::1]"})
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "doors.refusals.csrf"
SESSION_ENGINE = "people.sessions"
SESSION_COOKIE_NAME = "dewan_session"
DEVICE_COOKIE_NAME = "dewan_device"
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Language and time: English is the source, everybody chooses their own.

LANGUAGE_CODE = "en"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
FORMAT_MODULE_PATH = ["governance.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True

# Static files: built beside the code, for they belong to the release and not to the data.

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "var" / "static"
_static = "django.contrib.staticfiles.storage.StaticFilesStorage"
_manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _static if DEBUG or TESTING else _manifest},
}
MEDIA_ROOT = DATA_DIR / "files"

# The API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "clients.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_RATES": {} if TESTING else {"token": 1200, "person": 1200, "anonymous": 240},
    "DEFAULT_SCHEMA_CLASS": "doors.api.schema.Described",
    "EXCEPTION_HANDLER": "doors.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Dewan",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": ["doors.api.schema.finish"],
}

# Logs: one JSON object a line in production.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "governance.logs.JsonLines"},
        "plain": {"format": "%(levelname)s %(name)s: %(message)s"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "plain" if DEBUG or TESTING or sys.stderr.isatty() else "json",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING" if TESTING else "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Otherwise every tick would be a line in three logs.
        "celery.beat": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}

if TESTING:
    # Else every test client looks through all static files when it is made.
    WHITENOISE_AUTOREFRESH = True
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    if EMBEDDED:
        # A file, not memory: threads and processes of a test then share it as they do in production.
        DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
