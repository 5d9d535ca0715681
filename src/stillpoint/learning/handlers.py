"""Who is told of thanks. The words stay here: e-mail says only that thanks wait."""

from __future__ import annotations

from stillpoint.events.telling import tell
from stillpoint.learning.facts import ThanksSent
from stillpoint.learning.models import Recognition


def tell_thanked(fact: ThanksSent) -> None:
    thanks = Recognition.objects.select_related("to").get(ref=fact.thanks)
    tell(
        thanks.to,
        subject="Somebody has thanked you",
        text="Sign in to read what they say you did well.",
        link=f"/thanks/{thanks.ref}/",
        key=f"thanks:{thanks.ref}",
    )
