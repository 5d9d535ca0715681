"""What waits for the disclosure officer, as items of Today."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from stillpoint.disclosure.finding import how_many_wait
from stillpoint.people.models import Officer
from stillpoint.site.formats import plural
from stillpoint.site.today.items import Item, Kind, Matters


def flags(officer: Officer, now: dt.datetime, most: int) -> Kind:
    """How many flagged words wait for a decision, those withheld from the officer left out."""
    waiting = how_many_wait(officer)
    if not waiting:
        return Kind()
    return Kind(
        (
            Item(
                matters=Matters.FLAGGED_WORDS,
                sentence=f"Decide on {plural(waiting, 'flag')} in the disclosure queue",
                why="Somebody said that it is not on the case file.",
                href=reverse("disclosure"),
            ),
        )
    )
