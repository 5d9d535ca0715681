"""Find rounds and what hangs on them, by the names and references that people use."""

from __future__ import annotations

from django.db.models import QuerySet

from stillpoint.reviews.models import Round, Selection
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


def rounds_newest_first() -> QuerySet[Round]:
    return Round.objects.select_related("lead").order_by("-opened_at", "-pk")


def drawn_cases(round: Round) -> QuerySet[Selection]:
    """Originals and substitutes, in the order of stratum and ticket."""
    return round.selections.select_related("case").order_by("stratum", "order", "pk")
