"""``stillpoint report_round``: the report of a round, frozen or provisional, in five formats."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from stillpoint.evidence import disclosing
from stillpoint.evidence.formats import FORMATS
from stillpoint.evidence.freezing import make_report
from stillpoint.reviews.finding import round_named
from stillpoint.reviews.models import Round, RoundState
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.commanding import StillpointCommand, WrongUsage
from stillpoint.trust.full_disk import is_full
from stillpoint.trust.whole_files import written_whole

AS_TEXT = ("json", "html")


class Command(StillpointCommand):
    help = (
        "Write the report of a round. A closed round gives its frozen report; a drawn one that is "
        "not closed a provisional one, without anything made from ratings."
    )
    example = "stillpoint report_round 'Autumn 2026' --format pdf --out autumn.pdf"
    takes_officer = True

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the round's name")
        parser.add_argument("--format", choices=sorted(FORMATS), default="json")
        parser.add_argument("--out", help="the file to write; without it the report is printed")

    def carry_out(self, **options: Any) -> int | None:
        format, out = options["format"], options["out"]
        if not out and format not in AS_TEXT:
            raise WrongUsage(f"A {format} file cannot be printed: name a file with --out.")
        round = round_named(options["name"])
        self._frozen(round)
        made, _ = disclosing.hand_out(by=self.by, round=round, format=format)
        if not out and format == "json":
            self.as_json = True
            self.answer(json.loads(made), "")
        elif not out:
            text = made.decode()
            self.answer({"round": round.name, "format": format, "report": text}, text)
        else:
            self._write(Path(out), made)
            written = {
                "round": round.name,
                "format": format,
                "out": out,
                "bytes": len(made),
                "sha256": hashlib.sha256(made).hexdigest(),
                "provisional": round.state != RoundState.CLOSED,
            }
            self.answer(written, f"{round.name}: report written to {out}.")
        return None

    def _frozen(self, round: Round) -> None:
        """On a command line there may be no worker: a closed round's report is made here."""
        if round.state == RoundState.CLOSED and not hasattr(round, "report"):
            make_report(by=self.by, round=round)
            round.refresh_from_db()

    def _write(self, path: Path, made: bytes) -> None:
        try:
            with written_whole(path) as file:
                file.write(made)
        except OSError as problem:
            if is_full(problem):
                raise
            raise CannotDo(f"{path} cannot be written: {problem.strerror}.") from problem
