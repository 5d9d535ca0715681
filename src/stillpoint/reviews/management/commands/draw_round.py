"""``stillpoint draw_round``: draw the sample with a given seed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from stillpoint.reviews import drawing
from stillpoint.reviews.finding import round_named
from stillpoint.trust.commanding import StillpointCommand


class Command(StillpointCommand):
    help = "Draw a planned round. A second draw is refused."
    example = "stillpoint draw_round 'Autumn 2026' --seed 'lottery 23 November 2026: 7 12 31'"
    takes_officer = True

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the round's name")
        parser.add_argument(
            "--seed", required=True, help="any text; on screen it comes from two people's parts"
        )

    def carry_out(self, **options: Any) -> int | None:
        round = round_named(options["name"])
        drawing.draw_round(by=self.by, round=round, seed=options["seed"])
        round.refresh_from_db()
        selected = drawing.selected_rows(round)
        self.answer(
            {
                "round": round.name,
                "seed": round.seed,
                "frame_sha256": round.frame_sha256,
                "allocation": [
                    {"stratum": row["stratum"], "allocated": row["allocated"]}
                    for row in round.plan["strata"]
                ],
                "selected": selected,
            },
            f"{round.name}: {len(selected)} cases drawn.",
        )
        return None
