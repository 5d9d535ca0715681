"""``stillpoint plan_round``: choose the population, freeze the frame, fix the size."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from stillpoint.reviews import framing, opening, planning
from stillpoint.reviews.models import Round
from stillpoint.trust.commanding import StillpointCommand, WrongUsage


class Command(StillpointCommand):
    help = "Plan a round: freeze its frame and fix its size and allocation."
    example = (
        "stillpoint plan_round 'Autumn 2026' --by area,relationship,outcome --size 38 "
        "--from 2025-07-01 --to 2026-06-30 --allocation power"
    )
    takes_officer = True

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the round's name; it is opened when there is none")
        parser.add_argument("--by", required=True, dest="variables", help="stratum variables")
        parser.add_argument("--size", type=int, required=True, help="how many cases to draw")
        parser.add_argument("--allocation", choices=planning.RULES, default="proportional")
        parser.add_argument("--minimum", type=int, default=planning.LEAST)
        parser.add_argument("--from", dest="since", type=_day, help="first day of report")
        parser.add_argument("--to", dest="until", type=_day, help="last day of report")
        parser.add_argument(
            "--where",
            action="append",
            default=[],
            metavar="FIELD=VALUE",
            help=f"let in only these; may be repeated. Fields: {', '.join(framing.FILTERS)}",
        )
        parser.add_argument("--purpose", default="", help="the leader's purpose in their own words")

    def carry_out(self, **options: Any) -> int | None:
        design = planning.Design(
            by=[name.strip() for name in options["variables"].split(",") if name.strip()],
            size=options["size"],
            rule=options["allocation"],
            minimum=options["minimum"],
        )
        population = framing.Population(
            options["since"], options["until"], _where(options["where"])
        )
        with transaction.atomic():
            # All or nothing: a plan that is refused leaves no half-opened round behind.
            round = Round.objects.filter(name__iexact=options["name"].strip()).first()
            if round is None:
                round = opening.open_round(
                    by=self.by, name=options["name"], purpose=options["purpose"]
                )
            opening.set_population(by=self.by, round=round, population=population)
            plan = planning.freeze_frame(by=self.by, round=round, design=design)
        round.refresh_from_db()
        if plan.left_out_live:
            self.say(f"Left out as live or before a court: {plan.left_out_live:,} cases.")
        for note in plan.notes:
            self.say(note)
        self.answer(
            {
                "round": round.name,
                "frame": plan.population,
                "frame_sha256": round.frame_sha256,
                "strata": [
                    {
                        "stratum": row.stratum,
                        "population": row.population,
                        "allocated": row.allocated,
                        "left_out_live": row.left_out_live,
                    }
                    for row in plan.strata
                ],
                "size": plan.size,
                "hours": plan.hours,
                "half_width": plan.half_width,
                "left_out_live": plan.left_out_live,
            },
            f"{round.name}: {plan.size} of {plan.population:,} cases in {len(plan.strata)} strata, "
            f"{plan.hours:.0f} hours. Frame {round.frame_sha256}.",
        )
        return None


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _where(pairs: list[str]) -> dict[str, list[str]]:
    where: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise WrongUsage(f"--where {pair}: write it as FIELD=VALUE.")
        where.setdefault(name.strip(), []).append(value.strip())
    return where
