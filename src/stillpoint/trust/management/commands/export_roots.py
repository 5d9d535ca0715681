from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from stillpoint.trust.answers import CannotDo
from stillpoint.trust.commanding import StillpointCommand, WrongUsage
from stillpoint.trust.full_disk import is_full
from stillpoint.trust.models import Seal
from stillpoint.trust.roots import export_roots


class Command(StillpointCommand):
    help = (
        "Write what every seal of the trail said, with the public key, one JSON object a line. "
        "Keep the file away from this server: verify_trail --roots holds the trail against it."
    )
    example = "stillpoint export_roots /media/safe/roots.jsonl"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def carry_out(self, *, file: Path, **options: Any) -> None:
        if not Seal.objects.exists():
            raise CannotDo(
                "The trail has no seals yet, so there is nothing to keep. The worker seals it "
                "every minute: let it run, then export."
            )
        try:
            written = export_roots(file)
        except OSError as problem:
            if is_full(problem):
                raise
            raise WrongUsage(f"{file} cannot be written: {problem.strerror}.") from None
        self.answer({"seals": written, "file": str(file)}, f"{written:,} seals written to {file}.")
