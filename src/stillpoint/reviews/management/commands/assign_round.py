"""``stillpoint assign_round``: propose a reviewer for each step of each drawn case."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from stillpoint.reviews import assigning
from stillpoint.reviews.finding import round_named
from stillpoint.reviews.models import Assignment, Round
from stillpoint.reviews.models.selection import STANDING
from stillpoint.trust.commanding import StillpointCommand


class Command(StillpointCommand):
    help = "Propose reviewers for a drawn round. Nobody is told until it is published on screen."
    example = "stillpoint assign_round 'Autumn 2026' --first-load 4 --second-load 6"
    takes_officer = True

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the round's name")
        for step in ("first", "second"):
            parser.add_argument(
                f"--{step}-load",
                type=int,
                metavar="N",
                help=f"the most {step} reviews of the round that one person may have",
            )

    def carry_out(self, **options: Any) -> int | None:
        round = round_named(options["name"])
        outcome = assigning.assign_round(
            by=self.by,
            round=round,
            first_load=options["first_load"],
            second_load=options["second_load"],
        )
        assigned = _assigned(round)
        for gap in outcome.gaps:
            for words in gap.would_free:
                self.say(f"{gap.selection.case}, step {gap.step}: {words}")
        self.answer(
            {
                "assigned": assigned,
                "unassigned": [
                    {"case": gap.selection.case.reference, "step": gap.step, "reasons": gap.reasons}
                    for gap in outcome.gaps
                ],
                "loads": assigning.loads(round),
            },
            f"{round.name}: {len(assigned)} reviews have a reviewer, "
            f"{len(outcome.gaps)} have none.",
        )
        return None


def _assigned(round: Round) -> list[dict[str, Any]]:
    """Every review of the round that somebody holds, those chosen by hand included."""
    held = Assignment.objects.filter(selection__round=round, state__in=STANDING)
    return [
        {"case": case, "step": step, "reviewer": number}
        for case, step, number in held.order_by("selection__case__reference", "step").values_list(
            "selection__case__reference", "step", "reviewer__number"
        )
    ]
