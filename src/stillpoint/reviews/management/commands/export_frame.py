"""``stillpoint export_frame``: the frozen frame, and the draw once there is one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from stillpoint.reviews import access, drawing
from stillpoint.reviews.finding import round_named
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.commanding import StillpointCommand
from stillpoint.trust.models import Operation


class Command(StillpointCommand):
    help = "Write the frozen frame of a round, and its draw, as one JSON object."
    example = "stillpoint export_frame 'Autumn 2026' > autumn.json"
    takes_officer = True

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the round's name")

    def carry_out(self, **options: Any) -> int | None:
        self.as_json = True
        self.answer(export_frame(by=self.by, name=options["name"]), "")
        return None


@act
def export_frame(*, by: ActsAs, name: str) -> dict[str, Any]:
    """The exported draw: a disclosure to whoever runs the command."""
    round = round_named(name)
    require(access.can_lead(by, round))
    if not round.frame_sha256:
        raise CannotDo(f"The frame of “{round.name}” is not frozen yet.")
    trail.record(
        Operation.DISCLOSURE, "export a frame", by=by, about=round, recipients=["command line"]
    )
    return drawing.exported(round)
