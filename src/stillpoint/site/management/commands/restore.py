"""``stillpoint restore FILE``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from stillpoint.site.safekeeping import keys_fingerprint, restore
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

        parser.add_argument(
            "--without-keys",
            action="store_true",
            help="although the key file of the backup is lost: what was encrypted stays unreadable",
        )

    def carry_out(self, **options: Any) -> int | None:
        manifest = restore(
            options["file"], replace=options["replace"], without_keys=options["without_keys"]
        )
        call_command("migrate", interactive=False, verbosity=0)
        trail.record(
            Operation.ALTERATION,
            "restore a backup",
            by=self.by,
            about="database",
            # A digest needs the key file; restoring never makes one.
            after={"made_at": manifest["made_at"]} if keys_fingerprint() else None,
            note=f"made at {manifest['made_at']}",
        )
        self.answer(
            manifest,
            f"Restored what was backed up at {manifest['made_at']}. Run `stillpoint verify_trail` "
            "with the roots kept elsewhere.",
        )
        return None
