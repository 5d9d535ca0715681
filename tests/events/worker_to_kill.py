"""Runs workers that stand still at a given step, for `test_killing` to kill.

Started as a process of its own. It reads orders from standard input, one JSON object a line, and
carries each out in a child process with its own database connection: Django is loaded once, and
what is killed is nevertheless a real process.

``{"do": "announce", "round": R}``, ``{"do": "work", "stand_still": STEP, "marker": FILE}``,
``{"do": "work beside others", "marker": FILE}``, ``{"do": "finish"}``,
``{"do": "count", "round": R, "answer": FILE}``, ``{"do": "empty"}``.
It answers each order with the child's process id, and all but a standing child are waited for.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

STANDING = ("work", "announce slowly", "work beside others")


def stand_still(marker: str) -> None:
    Path(marker).write_text("here")
    while True:
        signal.pause()


def stopping_at(step: str, marker: str) -> None:
    """Replace a function by one that stands still before or after it: ``module.name:before``."""
    from stillpoint.events import claiming, working
    from tests.events import wirings

    path, when = step.split(":")
    module_name, name = path.split(".")
    module: Any = {"claiming": claiming, "working": working, "wirings": wirings}[module_name]
    as_it_was: Callable[..., Any] = getattr(module, name)

    def replaced(*args: Any, **kwargs: Any) -> Any:
        if when == "before":
            stand_still(marker)
        result = as_it_was(*args, **kwargs)
        stand_still(marker)
        return result

    setattr(module, name, replaced)


def announce(order: dict[str, Any]) -> None:
    from django.db import transaction

    from stillpoint.events.announcing import announce
    from tests.events.wirings import RoundOpened

    with transaction.atomic():
        announce(RoundOpened(round=order["round"]))
        if "marker" in order:
            stand_still(order["marker"])


def work(order: dict[str, Any]) -> None:
    from stillpoint.events.working import run_until_idle

    stopping_at(order["stand_still"], order["marker"])
    run_until_idle()


def work_beside_others(order: dict[str, Any]) -> None:
    from stillpoint.events.working import run_until_idle

    run_until_idle()
    Path(order["marker"]).write_text("idle")


def finish(order: dict[str, Any]) -> None:
    from django.utils import timezone

    from stillpoint.events.leases import LEASE
    from stillpoint.events.working import run_until_idle

    run_until_idle(now=timezone.now() + 2 * LEASE)


def count(order: dict[str, Any]) -> None:
    from stillpoint.events.models import Handling
    from stillpoint.trust.models import TrailEntry

    effects = list(TrailEntry.objects.filter(about=[order["round"]]).values_list("act", flat=True))
    handlings = Handling.objects.filter(announcement__values__round=order["round"])
    states = list(handlings.values_list("state", flat=True))
    answer = Path(order["answer"])
    answer.with_suffix(".new").write_text(json.dumps({"effects": effects, "states": states}))
    answer.with_suffix(".new").rename(answer)


def empty(order: dict[str, Any]) -> None:
    from django.core.management import call_command
    from django.db import connection

    from stillpoint.trust import guarding

    with guarding.lifted(connection):
        call_command("flush", interactive=False, verbosity=0)


DOES = {
    "announce": announce,
    "announce slowly": announce,
    "work": work,
    "finish": finish,
    "work beside others": work_beside_others,
    "count": count,
    "empty": empty,
}


def main() -> None:
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    settings.STILLPOINT_WIRING = "tests.events.wirings"
    settings.STILLPOINT_KEYS = sys.argv[2]
    django.setup()
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            DOES[order["do"]](order)
            os._exit(0)
        code = 0
        if order["do"] not in STANDING:
            _, code = os.waitpid(child, 0)
        print(json.dumps({"child": child, "code": code}), flush=True)


if __name__ == "__main__":
    main()
