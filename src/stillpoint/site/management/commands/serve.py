"""``stillpoint serve``: the web service, on gunicorn."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandParser

from stillpoint import practice
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.commanding import StillpointCommand


class Command(StillpointCommand):
    help = "Serve the pages. Run `stillpoint work` beside it."
    example = "stillpoint serve --port 8000"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen at")
        parser.add_argument("--workers", type=int, default=2, help="processes; each has 4 threads")

    def carry_out(self, **options: Any) -> int | None:
        try:
            settings.SECRET_KEY  # noqa: B018  # Asking for an empty one raises.
        except ImproperlyConfigured:
            raise CannotDo(
                "Set STILLPOINT_SECRET_KEY to a long random text, then serve again."
            ) from None
        # A practice model that does not fit together is found now, not by the first reader.
        practice.current()
        if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists() or settings.DEMO:
            call_command("collectstatic", interactive=False, verbosity=0)
        gunicorn = [
            sys.executable,
            "-m",
            "gunicorn",
            "stillpoint.site.wsgi:application",
            f"--bind={options['host']}:{options['port']}",
            f"--workers={options['workers']}",
            "--worker-class=gthread",
            "--threads=4",
            "--no-control-socket",
            "--log-level=warning",
        ]
        self.say(f"Serving at http://{options['host']}:{options['port']}/")
        self.stderr.flush()
        os.execv(sys.executable, gunicorn)  # noqa: S606
        return None
