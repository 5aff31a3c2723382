"""Django's settings, from `environment`. Safe for visitors unless somebody says otherwise."""

from deelgenoot_web.site import environment

VAR = environment.var_folder()
DEBUG = environment.DEBUG.is_on
SECRET_KEY = environment.secret_key(VAR)
ALLOWED_HOSTS = environment.allowed_hosts()
ORIGIN = environment.ORIGIN.read().rstrip("/")
# Where letters and calendars send people; a page takes the address it was asked at.
PUBLIC_ORIGIN = environment.public_origin()
SOURCE_CODE = environment.SOURCE_CODE.read()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "deelgenoot_web.letters",
    "deelgenoot_web.pictures",
    "deelgenoot_web.accounts",
    "deelgenoot_web.atlas",
    "deelgenoot_web.workbench",
    "deelgenoot_web.editing",
    "deelgenoot_web.meetings",
    "deelgenoot_web.exchange",
    "deelgenoot_web.site",
]

MIDDLEWARE = [
    "deelgenoot_web.site.request_tags.kind_of_page",
    "deelgenoot_web.site.middleware.safe_headers",
    "django.middleware.security.SecurityMiddleware",
    "deelgenoot_web.site.middleware.StaticFiles",
    "deelgenoot_web.site.middleware.language_by_address",
    "deelgenoot_web.site.middleware.timely_requests",
    "deelgenoot_web.site.middleware.readable_requests",
    "deelgenoot_web.site.own.own_municipality",
    "deelgenoot_web.site.finished.finished_pages",
    "deelgenoot_web.meetings.views.who.named_by_address",
    "deelgenoot_web.site.compressing.compressed_pages",
    "deelgenoot_web.site.middleware.public_pages",
    "deelgenoot_web.accounts.origin.own_forms_only",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "deelgenoot_web.site.middleware.rows_that_vanish",
]

# The style guide is for the makers; its addresses are those of the site and one more.
ROOT_URLCONF = "deelgenoot_web.site.styleguide" if DEBUG else "deelgenoot_web.site.urls"
ASGI_APPLICATION = "deelgenoot_web.site.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["deelgenoot_web.site.context.every_page"],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "deelgenoot_web.site.templatetags.house",
                "deelgenoot_web.site.templatetags.parts",
            ],
        },
    }
]

# The threads of the site stay, so a connection may too; one that broke is opened anew.
_STAYS = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DATABASES = {"default": environment.database(VAR) | _STAYS}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["deelgenoot_web.accounts.backend.BySession"]
# The one cookie of the site, set when somebody signs in. The prefix binds it to this very host.
SESSION_COOKIE_SECURE = ORIGIN.startswith("https://")
SESSION_COOKIE_NAME = "__Host-deelgenoot" if SESSION_COOKIE_SECURE else "deelgenoot"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

MAIL_SERVER = environment.mail_server()
HAS_MAILBOX = MAIL_SERVER is None
# Where rooms that do not know each other meet: what the letter of thanks of a session says of the
# exchange, by the code of a municipality; what an empty exchange shows of the example session.
WORDS_AFTER_A_SESSION = "deelgenoot_web.site.handing_on.words_of_the_exchange"
HARVEST_OF_THE_EXAMPLE = "deelgenoot_web.site.handing_on.harvest_of_the_example"
if MAIL_SERVER:
    EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
    EMAIL_USE_TLS = MAIL_SERVER.tls == "starttls"
    EMAIL_USE_SSL = MAIL_SERVER.tls == "tls"
    EMAIL_TIMEOUT = 20
    DEFAULT_FROM_EMAIL, BOUNCES = MAIL_SERVER.sender, MAIL_SERVER.bounces
else:
    EMAIL_BACKEND, BOUNCES = "django.core.mail.backends.dummy.EmailBackend", ""

SIGN_IN_PROVIDER = environment.sign_in_provider()

OWNER = environment.site_owner()
NOTES_HOUSE = environment.notes_house()

# Templates are written in Dutch; English stands in locale/en of each room. The address decides.
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
# A bare number in a template is for machines (`1.5` in an SVG); people get the `number` filter.
FORMAT_MODULE_PATH = ["deelgenoot_web.site.formats"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# A file that somebody sends stays in memory, where `bodies` bounds it, and never touches a disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 40_000_000

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# Chunks that the bundler names after their content never change under that name.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+[.-][0-9A-Za-z]{8,12}\..+$"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"route_only": {"()": "deelgenoot_web.site.logs.RouteOnly"}},
    "formatters": {
        "text": {"()": "deelgenoot_web.site.logs.NumberedLines"},
        "json": {"()": "deelgenoot_web.site.logs.JsonLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["route_only"],
            "formatter": environment.log_format(),
        }
    },
    "loggers": {"deelgenoot.audit": {"level": "INFO"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
