"""What this room does about facts. Each handler may run more than once. What goes out by e-mail
says that something waits and never what."""

from __future__ import annotations

from stillpoint.disclosure import access
from stillpoint.disclosure.erasing import carry_out
from stillpoint.disclosure.facts import ErasureAgreed, RelevanceFlagged
from stillpoint.disclosure.finding import flag_by_ref
from stillpoint.disclosure.models import Erasure
from stillpoint.events.telling import tell
from stillpoint.people.access import holders_of
from stillpoint.trust.actors import job


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
            # To the queue, as Today leads there: one line says how many wait.
            link="/disclosure/",
            key=f"flagged:{fact.flag}",
        )


def erase_as_agreed(fact: ErasureAgreed) -> None:
    """Two people decided: every room erases what it holds about the case."""
    erasure = Erasure.objects.get(ref=fact.erasure)
    carry_out(by=job("erase what is held about a case"), erasure=erasure)
