"""``stillpoint migrate``: Django's own, with an example, and a sentence without a database."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import OperationalError

from stillpoint.trust.commanding import WAS_REFUSED


class Command(migrate.Command):
    help = "Make the database's tables, or bring those of an older version up to date."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs.setdefault("epilog", "Example: stillpoint migrate")
        return super().create_parser(prog_name, subcommand, **kwargs)

    def execute(self, *args: Any, **options: Any) -> Any:
        try:
            return super().execute(*args, **options)
        except OperationalError as problem:
            self.stderr.write(
                f"The database could not be brought up to date: {problem}. Check "
                "STILLPOINT_DATABASE_URL, that the database runs and that its disk has room, then "
                "give the command again: it goes on where it stopped."
            )
            sys.exit(WAS_REFUSED)
