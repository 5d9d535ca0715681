"""``stillpoint backup FILE``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from stillpoint.site.safekeeping import back_up
from stillpoint.trust.commanding import StillpointCommand


class Command(StillpointCommand):
    help = "Write the database and the uploaded files to one file. Keys are kept apart."
    example = "stillpoint backup /media/safe/stillpoint-2026-11-23.tar.gz"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def carry_out(self, **options: Any) -> int | None:
        manifest = back_up(by=self.by, path=options["file"])
        self.answer(
            manifest,
            f"Backed up to {options['file']}. The key file is not in it: keep a copy of it "
            "somewhere else.",
        )
        return None
