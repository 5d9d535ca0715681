"""Settings for the tests: real databases and files, kept apart from an installation's own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

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
