from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from stillpoint import practice
from stillpoint.events import claiming, working
from stillpoint.trust.commanding import StillpointCommand


class Command(StillpointCommand):
    help = (
        "Run the background worker: what follows from what people do, the schedule, and e-mail. "
        "It ends after the piece of work in hand when it is told to (SIGTERM, Ctrl-C). Killing it "
        "loses nothing. Several may run at once."
    )
    example = "stillpoint work --until-idle"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--until-idle", action="store_true", help="end when nothing is left to do now"
        )
        parser.add_argument(
            "--retry-failed",
            action="store_true",
            help="first give handlings that failed for good another set of attempts",
        )

    def carry_out(self, *, until_idle: bool, retry_failed: bool, **options: Any) -> None:
        # A practice model that does not fit together is found now, not by each piece of work.
        practice.current()
        if retry_failed:
            again = claiming.try_failed_again(timezone.now())
            self.say(f"{again} failed handlings will be tried again.")
        if until_idle:
            worked = working.run_until_idle()
            self.answer(
                {
                    "handlings": worked.handlings,
                    "jobs": worked.jobs,
                    "problems": worked.problems,
                },
                f"{worked.handlings} handlings and {worked.jobs} jobs run, "
                f"{worked.problems} of them with a problem.",
            )
            return
        self._work_until_told()

    def _work_until_told(self) -> None:
        told: list[int] = []

        def note(number: int, frame: object) -> None:
            told.append(number)

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, note)
        self.say("Working. Stop with Ctrl-C.")
        working.work_forever(stop=lambda: bool(told))
        self.say("Stopped.")
