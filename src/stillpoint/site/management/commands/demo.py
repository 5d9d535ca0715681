"""``stillpoint demo``: an invented force to try everything on."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser

from stillpoint.site.demo import making
from stillpoint.site.processes import run_together
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.commanding import StillpointCommand


class Command(StillpointCommand):
    help = "Fill an empty database with an invented force and serve it, with its worker."
    example = "STILLPOINT_DEMO=1 stillpoint demo --port 8000"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--cases",
            type=int,
            default=3000,
            metavar="N",
            help=f"how many cases to invent: at least {making.FEWEST_CASES} (default: 3000)",
        )
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="only fill the database")

    def carry_out(self, **options: Any) -> int | None:
        if not settings.DEMO:
            raise CannotDo(
                "The demonstration lets anybody sign in as anybody. Say that you mean it: set "
                "STILLPOINT_DEMO=1, and never where real cases are."
            )
        settings.VAR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        if making.is_made():
            self.say("The demonstration is here already.")
            people = json.loads((settings.VAR / "demo_people.json").read_text(encoding="utf-8"))
        else:
            people = making.make_and_settle(
                by=self.by, cases=options["cases"], seed=options["seed"], say=self.say
            )
        self.answer({"people": people}, self._whom(people, options["port"]))
        self.stdout.flush()
        if not options["no_serve"]:
            self._serve(options["port"])
        return None

    def _whom(self, people: list[dict[str, str]], port: int) -> str:
        lines = [f"  {one['role']:38} {one['email']}" for one in people]
        address = f"http://127.0.0.1:{port}/demo/sign-in/"
        return "\n".join(["Sign in with one press, as any of these:", *lines, f"at {address}"])

    def _serve(self, port: int) -> None:
        """The pages and the worker beside them: whatever ends this process ends both."""
        program = [sys.executable, "-m", "stillpoint.site.command_line"]
        run_together([*program, "serve", f"--port={port}"], [*program, "work"])
        self.say("Stopped.")
