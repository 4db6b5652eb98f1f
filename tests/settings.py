"""The settings of the tests: those of the product, a home of their own, and what makes tests fast and strict."""

import os
import tempfile
from pathlib import Path

os.environ["AYNI_MODE"] = "demo"
os.environ["AYNI_HOME"] = tempfile.mkdtemp(prefix="ayni-tests-")
# Playwright's loop runs in the thread of the test, and Django would take the whole test for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from ayni.config.settings import *  # noqa: E402

AYNI_HOME = Path(os.environ["AYNI_HOME"])
STATIC_ROOT = AYNI_HOME / "static"
STATIC_ROOT.mkdir()
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file and not memory: a browser's requests come in threads of their own, and two people may act at once.
    DATABASES["default"]["TEST"] = {"NAME": str(AYNI_HOME / "test.db")}
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"]["OPTIONS"],
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {}
