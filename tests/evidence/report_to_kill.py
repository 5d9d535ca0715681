"""Makes the report of a round in children that stand still on the way, for `test_freezing` to kill.

``python -m tests.evidence.report_to_kill DATABASE KEYS ROUND`` reads lines ``STEP MARKER`` from
standard input. For each it forks a child that stands still at the step (one of STEPS; ``-``: goes
on to the end) and prints the child's id; when the child has ended, it prints ``ended``. Loading
what a report needs takes seconds, and is done once.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Before anything is gathered; with inputs and without figures; with figures and nothing written;
# with the lock on the round; with the report and without charts; with charts and no entry in the
# trail; with everything and not committed; committed and the handling not yet marked as done.
STEPS = (
    "gathering.gather:before",
    "computing.compute:before",
    "freezing.keep_report:before",
    "Report.objects.create:before",
    "ChartImage.objects.bulk_create:before",
    "trail.record:before",
    "trail.record:after",
    "freezing.keep_report:after",
)


def stand_still(marker: str) -> None:
    Path(marker).write_text("here")
    while True:
        signal.pause()


def stop_at(step: str, marker: str, places: dict[str, Any]) -> None:
    """Put a stop before or after the function that the step names."""
    path, when = step.split(":")
    *holders, name = path.split(".")
    holder = places[holders[0]]
    for part in holders[1:]:
        holder = getattr(holder, part)
    real: Callable[..., Any] = getattr(holder, name)

    def stopping(*args: Any, **kwargs: Any) -> Any:
        if when == "before":
            stand_still(marker)
        result = real(*args, **kwargs)
        stand_still(marker)
        return result

    setattr(holder, name, stopping)


def main() -> None:
    import django
    from django.conf import settings

    database, keys, round = sys.argv[1:4]
    settings.DATABASES["default"]["NAME"] = database
    settings.STILLPOINT_KEYS = keys
    django.setup()
    from stillpoint.evidence import charts, computing, freezing, gathering
    from stillpoint.evidence.models import ChartImage, Report
    from stillpoint.reviews.facts import RoundClosed
    from stillpoint.trust import trail

    # Drawing writes nothing, and loading what draws takes seconds.
    drawing: Any = charts
    drawing.draw = lambda kind, figures: f"<svg>{kind}</svg>"
    places = {
        "gathering": gathering,
        "computing": computing,
        "freezing": freezing,
        "Report": Report,
        "ChartImage": ChartImage,
        "trail": trail,
    }
    for line in sys.stdin:
        step, marker = line.rstrip("\n").split(" ", 1)
        child = os.fork()
        if child == 0:
            if step != "-":
                stop_at(step, marker, places)
            freezing.report_closed_round(RoundClosed(round=round))
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    main()
