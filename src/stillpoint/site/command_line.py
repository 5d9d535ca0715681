"""``stillpoint COMMAND``: one entry point over Django's management commands."""

from __future__ import annotations

import os
import sys
from typing import Any


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stillpoint.site.settings")
    from django.conf import settings
    from django.core.management import ManagementUtility

    if sys.argv[1:2] == ["migrate"]:
        # A fresh clone has no folder for its database; this command is the one that makes it.
        settings.VAR.mkdir(parents=True, exist_ok=True)

    class Entry(ManagementUtility):
        def fetch_command(self, subcommand: str) -> Any:
            try:
                return super().fetch_command(subcommand)
            except SystemExit:
                # A name that no command has is wrong usage: 2, as everywhere here.
                sys.exit(2)

    Entry([program_name(sys.argv[0]), *sys.argv[1:]]).execute()


def program_name(started_as: str) -> str:
    """What usage messages call us: ``stillpoint``, also when run as a module."""
    return "stillpoint" if started_as.endswith("command_line.py") else started_as


if __name__ == "__main__":
    main()
