"""``stillpoint import_people``: officers, teams, line management, training, duties, leave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from stillpoint.people.importing import import_people
from stillpoint.trust.commanding import StillpointCommand


class Command(StillpointCommand):
    help = "Take in people from the files of the personnel, duty and training systems."
    example = "stillpoint import_people officers.csv teams.csv postings.csv --mapping stillpoint"
    takes_officer = True

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help=".csv, .csv.gz or .zip")
        parser.add_argument(
            "--mapping",
            default="stillpoint",
            metavar="NAME_OR_TOML",
            help="a shipped mapping, or the path of a TOML file (default: stillpoint)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def carry_out(self, **options: Any) -> int | None:
        files = [Path(name) for name in options["files"]]
        run = import_people(
            by=self.by,
            files=[(path, path.name) for path in files],
            mapping=options["mapping"],
            dry_run=options["dry_run"],
        )
        for note in run.notes:
            self.say(note)
        for reason, times in run.reasons["held"].items():
            self.say(f"Held {times:,}: {reason}")
        counts = {
            name: getattr(run, name)
            for name in ("read", "created", "updated", "unchanged", "quarantined", "rejected")
        }
        words = ", ".join(f"{count:,} {name}" for name, count in counts.items())
        would = "Nothing was changed: this was a dry run. " if run.dry_run else ""
        self.answer(
            {**counts, "seconds": round(run.seconds or 0, 3), "run": run.ref},
            f"{would}Rows: {words}.",
        )
        return None
