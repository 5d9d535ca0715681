"""Stop with a plain sentence when Python is too old."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(f"Stillpoint needs Python 3.11 or later; this is {sys.version.split()[0]}.")
