"""Settings for the tests: real databases and files, kept apart from an installation's own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

_VAR = Path(tempfile.gettempdir()) / f"stillpoint-tests-{os.getuid()}"
os.environ.setdefault("STILLPOINT_VAR", str(_VAR))
os.environ.setdefault("STILLPOINT_SECRET_KEY", "only-for-the-tests")
os.environ.setdefault("STILLPOINT_HTTPS", "0")
# Tests sign people in without a password; those about the second factor ask for it themselves.
os.environ.setdefault("STILLPOINT_SECOND_FACTOR", "nobody")

from stillpoint.site.settings import *  # noqa: E402, F403

TRAIL_MUST_NOT_MISS = True
PREPARED_MUST_AGREE = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# SQLite in a file, as a pilot has it: in memory, requests of a browser that come at the same time
# lock each other's tables without waiting. What a crash would lose does not matter here.
_DATABASE: Any = DATABASES["default"]  # noqa: F405
if _DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    _FOLDER = Path(os.environ["STILLPOINT_VAR"])
    _FOLDER.mkdir(parents=True, exist_ok=True)
    _DATABASE["TEST"] = {"NAME": str(_FOLDER / f"test-{os.getpid()}.sqlite3")}
    _DATABASE["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
