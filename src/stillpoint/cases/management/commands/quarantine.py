"""``stillpoint quarantine [--run ID]``: the rows held for a person."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from stillpoint.cases import access
from stillpoint.intake.held_rows import held_rows
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.commanding import StillpointCommand
from stillpoint.trust.models import Operation


class Command(StillpointCommand):
    help = "List the rows held for a person: those still open, or all that one run held."
    example = "stillpoint quarantine --run K7Q2MXTR --json"
    takes_officer = True

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--run", metavar="ID", default="", help="all rows that this run held")

    def carry_out(self, *args: Any, **options: Any) -> int | None:
        rows = list_held(by=self.by, run=options["run"])
        lines = [
            f"{row['row']}  {row['file']} line {row['line']}  {row['reference'] or '-'}  "
            f"{row['field'] or '-'}  {row['reason']}"
            for row in rows
        ]
        self.answer({"rows": rows}, "\n".join(lines) or "No row is held.")
        return None


@act
def list_held(*, by: ActsAs, run: str = "") -> list[dict[str, Any]]:
    """The held rows as ``quarantine`` prints them, without the rest of each row's columns."""
    require(access.can_see_intake(by))
    found, about = held_rows(run)
    if found is None:
        raise CannotDo(f"There is no import {run}. Take the ID that import_cases printed.")
    trail.record(Operation.CONSULTATION, "list held rows", by=by, about=about)
    return [
        {
            "row": row.ref,
            "file": row.file,
            "line": row.line,
            "reference": row.reference,
            "field": row.field,
            "reason": row.reason,
            "resolution": row.resolution,
        }
        for row in found.iterator()
    ]
