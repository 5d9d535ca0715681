"""Find what this room's pages are about."""

from __future__ import annotations

from django.db.models import QuerySet

from stillpoint.evidence.access import Version, version_for
from stillpoint.evidence.models import ChartImage
from stillpoint.reviews.finding import round_by_ref
from stillpoint.reviews.models import Round, RoundState
from stillpoint.trust.actors import ActsAs

__all__ = ["chart_of", "reported_rounds", "round_by_ref"]


def reported_rounds(officer: ActsAs) -> QuerySet[Round]:
    """The rounds whose report the officer may read, newest first: closed ones, and for the RASSO
    command those that are drawn."""
    rounds = Round.objects.select_related("report").defer("report__inputs")
    rounds = rounds.order_by("-closed_at", "-drawn_at", "-id")
    version = version_for(officer)
    if version is None:
        return rounds.none()
    closed = rounds.filter(state=RoundState.CLOSED)
    if version is Version.SUPPRESSED:
        return closed
    return closed | rounds.filter(state__in=(RoundState.DRAWN, RoundState.PUBLISHED))


def chart_of(round: Round, sha256: str) -> ChartImage:
    """A chart of the round's report by the hash of its figures; raises ChartImage.DoesNotExist."""
    return ChartImage.objects.get(report__round=round, sha256=sha256)
