"""The list of reports, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from stillpoint.evidence.access import Version
from stillpoint.evidence.telling_findings import good_sentence
from stillpoint.evidence.withholding import result_for
from stillpoint.evidence.wording import percent, plural
from stillpoint.reviews.models import Round, RoundState


def rows(rounds: Iterable[Round], version: Version | None) -> list[dict[str, Any]]:
    """One entry a round: its name, where it stands, and what its report found in a sentence."""
    return [
        {
            "name": round.name,
            "href": reverse("round-report", args=[round.ref]),
            "closed": round.state == RoundState.CLOSED,
            "when": _when(round),
            "words": _words(round, version),
        }
        for round in rounds
    ]


def _when(round: Round) -> str:
    at = round.closed_at or round.drawn_at
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{'Closed' if round.closed_at else 'Drawn'} {local.day} {local:%B %Y}"


def _words(round: Round, version: Version | None) -> list[str]:
    if round.state != RoundState.CLOSED:
        return ["Not closed: a provisional report shows the design and how far it has come."]
    report = getattr(round, "report", None)
    if report is None or version is None:
        return ["The report is being made."]
    result = result_for(version, report.result)
    response = result["response"]
    said = [_reviewed(response)]
    if result["areas"]:
        said.append(good_sentence(result))
    return said


def _reviewed(response: Mapping[str, Any]) -> str:
    if response["reviewed"] is None:
        return (
            f"About {plural(response['drawn'], 'case')} were drawn. How many of them were reviewed "
            "is withheld: it would show a number too small to be shown."
        )
    share = f": {percent(response['rate'])} of those eligible." if response["rate"] else "."
    drawn = plural(response["drawn"], "drawn case")
    return f"{plural(response['reviewed'], 'case')} reviewed of {drawn}{share}"
