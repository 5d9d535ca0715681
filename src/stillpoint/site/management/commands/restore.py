"""``stillpoint restore FILE``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from stillpoint.site.safekeeping import restore
from stillpoint.trust import trail
from stillpoint.trust.commanding import StillpointCommand
from stillpoint.trust.models import Operation


class Command(StillpointCommand):
    help = "Put a backup back, bring it to this version, and say so in its trail."
    example = "stillpoint restore /media/safe/stillpoint-2026-11-23.tar.gz"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--replace", action="store_true", help="although there are records here: they are lost"
        )

    def carry_out(self, **options: Any) -> int | None:
        manifest = restore(options["file"], replace=options["replace"])
        call_command("migrate", interactive=False, verbosity=0)
        trail.record(
            Operation.ALTERATION,
            "restore a backup",
            by=self.by,
            about="database",
            after={"made_at": manifest["made_at"]},
            note=f"made at {manifest['made_at']}",
        )
        self.answer(
            manifest,
            f"Restored what was backed up at {manifest['made_at']}. Run `stillpoint verify_trail` "
            "with the roots kept elsewhere.",
        )
        return None
