"""Find rounds and what hangs on them, by the names and references that people use."""

from __future__ import annotations

from stillpoint.reviews.models import Round
from stillpoint.trust.answers import CannotDo


def round_by_ref(ref: str) -> Round:
    return Round.objects.select_related("lead", "earlier").get(ref=ref)


def round_named(name: str) -> Round:
    """The round with this name or reference; CannotDo lists what there is."""
    found = (
        Round.objects.filter(name__iexact=name).first() or Round.objects.filter(ref=name).first()
    )
    if found is None:
        known = ", ".join(f"“{round.name}”" for round in Round.objects.all()[:10])
        raise CannotDo(f"There is no round “{name}”. " + (f"There are: {known}." if known else ""))
    return found
