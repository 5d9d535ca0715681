"""Makes the report of a round, and stands still on the way, for `test_freezing` to kill.

``python -m tests.evidence.report_to_kill DATABASE KEYS ROUND MARKER``: stands still after the
report and before its charts are written, inside the transaction. MARKER ``-``: goes on to the end.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Any


def stand_still(marker: str) -> None:
    Path(marker).write_text("here")
    while True:
        signal.pause()


def main() -> None:
    import django
    from django.conf import settings

    database, keys, round, marker = sys.argv[1:5]
    settings.DATABASES["default"]["NAME"] = database
    settings.STILLPOINT_KEYS = keys
    django.setup()
    from stillpoint.evidence import charts, freezing
    from stillpoint.evidence.models import ChartImage
    from stillpoint.reviews.facts import RoundClosed

    # Drawing writes nothing, and loading what draws takes seconds.
    drawing: Any = charts
    drawing.draw = lambda kind, figures: f"<svg>{kind}</svg>"
    if marker != "-":
        images: Any = ChartImage.objects
        images.bulk_create = lambda *rest: stand_still(marker)
    freezing.report_closed_round(RoundClosed(round=round))


if __name__ == "__main__":
    main()
