"""``stillpoint check_practice DIR``: what is wrong with a force's own practice files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from stillpoint import practice
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.commanding import StillpointCommand


class Command(StillpointCommand):
    help = "Check a folder of practice files: each problem with its file, key and remedy."
    example = "stillpoint check_practice /srv/stillpoint/practice"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the force's own folder")

    def carry_out(self, **options: Any) -> int | None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CannotDo(f"{folder} is not a folder.")
        problems = practice.check(folder)
        values = {"problems": [asdict(problem) for problem in problems]}
        if problems:
            self.answer(values, "\n".join(str(problem) for problem in problems))
            return 1
        self.answer(values, f"The practice files in {folder} are in order.")
        return None
