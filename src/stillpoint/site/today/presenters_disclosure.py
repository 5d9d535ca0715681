"""What waits in the room of disclosure, as items of Today: flagged words, erasures to agree."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from stillpoint.disclosure.finding import how_many_proposed_by_others, how_many_wait
from stillpoint.people.models import Officer
from stillpoint.site.formats import plural
from stillpoint.site.today.items import Item, Kind, Matters


def erasures(officer: Officer, now: dt.datetime, most: int) -> Kind:
    """How many erasures somebody else has proposed, for those who may agree as a second person."""
    waiting = how_many_proposed_by_others(officer)
    item = Item(
        matters=Matters.ERASURE_TO_AGREE,
        sentence=f"Agree or decline {plural(waiting, 'erasure')} that somebody proposed",
        why="Nothing is erased unless a second person agrees. It cannot be taken back.",
        href=reverse("erasures"),
        tag="To agree",
        colour="yellow",
    )
    return Kind((item,) if waiting else ())


def flags(officer: Officer, now: dt.datetime, most: int) -> Kind:
    """How many flagged words wait for a decision, those withheld from the officer left out."""
    waiting = how_many_wait(officer)
    item = Item(
        matters=Matters.FLAGGED_WORDS,
        sentence=f"Decide on {plural(waiting, 'flag')} in the disclosure queue",
        why="Somebody said that it is not on the case file.",
        href=reverse("disclosure"),
    )
    return Kind((item,) if waiting else ())
