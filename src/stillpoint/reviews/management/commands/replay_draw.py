"""``stillpoint replay_draw``: check a draw from its exported file, with no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from stillpoint.methods import sampling
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.commanding import StillpointCommand


class Command(StillpointCommand):
    help = "Draw again from an exported frame and say whether the same cases come out."
    example = "stillpoint replay_draw autumn.json"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help="what export_frame wrote after the draw; or what draw_round wrote, and the frame",
        )

    def carry_out(self, **options: Any) -> int | None:
        drawn: dict[str, Any] = {}
        for name in options["files"]:
            read = _read(Path(name))
            # A later file completes an earlier one: the draw's own words come first.
            drawn = {**read, **{key: value for key, value in drawn.items() if value}}
        frame = drawn.get("frame")
        if isinstance(frame, dict):
            drawn = {**frame, **drawn, "frame": frame.get("frame")}
        try:
            replay = sampling.replay(drawn)
        except (ValueError, TypeError, AttributeError, KeyError) as problem:
            raise CannotDo(f"This is not a draw that can be replayed: {problem}") from problem
        for difference in replay.differences:
            self.say(difference)
        self.answer(
            {
                "matches": replay.matches,
                "round": drawn.get("round"),
                "frame_sha256": drawn.get("frame_sha256"),
                "selected": len(drawn.get("selected", [])),
                "differences": list(replay.differences),
            },
            "The draw comes out the same." if replay.matches else "The draw does not match.",
        )
        return 0 if replay.matches else 1


def _read(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise CannotDo(f"{path} cannot be read: {problem.strerror}.") from problem
    except ValueError as problem:
        raise CannotDo(f"{path} is not JSON: {problem}.") from problem
    if not isinstance(read, dict):
        raise CannotDo(f"{path} does not hold a draw: one JSON object was expected.")
    return read
