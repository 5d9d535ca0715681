"""``stillpoint remove_second_factor OFFICER``: let in again whoever has lost it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from stillpoint.people.models import Officer
from stillpoint.site.second_factor import remove_second_factors
from stillpoint.trust.commanding import StillpointCommand, officer_named


class Command(StillpointCommand):
    help = (
        "Remove the passkeys, codes and recovery codes of an officer who has lost them, and sign "
        "them out everywhere. They set up others at their next sign-in. Make sure who asks."
    )
    example = "stillpoint remove_second_factor ada@force.example"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "officer", metavar="OFFICER", help="reference, number or e-mail address"
        )

    def carry_out(self, **options: Any) -> int | None:
        officer = officer_named(options["officer"])
        assert isinstance(officer, Officer)
        removed = remove_second_factors(by=self.by, officer=officer)
        words = f"Removed for {officer.full_name}: {removed}. They are signed out everywhere."
        self.answer({"officer": officer.ref, "removed": removed}, words)
        return None
