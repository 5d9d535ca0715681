"""``stillpoint import_cases FILE... --mapping NAME_OR_TOML [--dry-run]``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from stillpoint.cases.importing import import_cases
from stillpoint.intake.progress_bar import ProgressBar
from stillpoint.intake.summing_up import as_values, in_words
from stillpoint.trust.commanding import StillpointCommand


class Command(StillpointCommand):
    help = "Import cases, milestones, outcomes and involvement from .csv, .csv.gz or .zip files."
    example = "stillpoint import_cases cases.csv milestones.csv --mapping stillpoint --dry-run"
    takes_officer = True

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument(
            "--mapping",
            required=True,
            metavar="NAME_OR_TOML",
            help="stillpoint, data-police-uk, or the path of a mapping file",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def carry_out(self, *args: Any, **options: Any) -> int | None:
        bar = ProgressBar(self.stderr)
        try:
            run = import_cases(
                by=self.by,
                files=options["files"],
                mapping=options["mapping"],
                dry_run=options["dry_run"],
                watch=bar.show,
            )
        finally:
            bar.end()
        for note in run.notes:
            self.say(note)
        self.answer(as_values(run), in_words(run))
        return None
