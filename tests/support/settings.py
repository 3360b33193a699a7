"""The office's settings, with a scratch database and a quick password hash for tests."""

from tuopin.project.settings import *  # noqa: F403
from tuopin.project.settings import DATABASES, OFFICE

if OFFICE.database is None:
    DATABASES["default"]["TEST"] = {"NAME": str(OFFICE.home / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
