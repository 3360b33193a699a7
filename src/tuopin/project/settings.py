"""Django's settings, all from the office (project/office.py). Imported by Django, never by our own packages."""

from datetime import date

from tuopin import standards
from tuopin.project.databases import database_of
from tuopin.project.office import office_of
from tuopin.vault.ring import read_ring

OFFICE = office_of()
KEYS = read_ring(OFFICE.keys)
"""The key ring. Without it nothing starts: a registry that cannot seal would store names in the open."""
PACK = OFFICE.pack
BUSINESS_DAY = date.fromisoformat(OFFICE.business_day) if OFFICE.business_day else None

SECRET_KEY = KEYS.derived("django secret key").hex()
DEBUG = OFFICE.debug
ALLOWED_HOSTS = list(OFFICE.hosts)
DATABASES = {"default": database_of(OFFICE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "tuopin.project.urls"
WSGI_APPLICATION = "tuopin.project.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "tuopin.audit",
    "tuopin.places",
    "tuopin.accounts",
    "tuopin.registry",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_TZ = True
TIME_ZONE = standards.load(PACK).time_zone
STATIC_URL = "static/"
