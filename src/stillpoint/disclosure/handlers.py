"""What this room does about facts. Each handler may run more than once. What goes out by e-mail
says that something waits and never what."""

from __future__ import annotations

from stillpoint.disclosure import access
from stillpoint.disclosure.facts import RelevanceFlagged
from stillpoint.disclosure.finding import flag_by_ref
from stillpoint.events.telling import tell
from stillpoint.people.access import holders_of


def tell_disclosure_officers(fact: RelevanceFlagged) -> None:
    """Something was said that is not on a case file. From whom it is withheld is not told."""
    flag = flag_by_ref(fact.flag)
    for officer in holders_of(access.DISCLOSURE):
        if not access.can_see_flag(officer, flag):
            continue
        tell(
            officer,
            subject="Something waits in the disclosure queue",
            text="Sign in to read it and to decide on it.",
            link=f"/disclosure/{fact.flag}/",
            key=f"flagged:{fact.flag}",
        )
