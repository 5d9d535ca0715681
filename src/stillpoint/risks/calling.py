"""Who has been called to a live risk, and whether they have looked.

Whoever is called stays called until someone has acted: a clock that runs out calls one more person
and excuses nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from stillpoint.people.models import Officer
from stillpoint.risks.models import LiveRisk, RiskCall


def call(risk: LiveRisk, officers: Iterable[Officer | None], at: dt.datetime) -> None:
    """Call these to the step that is open now; who is called already stays called."""
    for officer in officers:
        if officer is not None:
            RiskCall.objects.get_or_create(
                risk=risk, officer=officer, ended_at=None, defaults={"called_at": at}
            )


def end_calls(risk: LiveRisk, at: dt.datetime) -> None:
    """Someone acted: what the others were called to is done."""
    RiskCall.objects.filter(risk=risk, ended_at=None).update(ended_at=at)


def note_seen(risk: LiveRisk, officer: Officer) -> None:
    """The officer opened the page of the risk that they are called to."""
    waiting = RiskCall.objects.filter(risk=risk, officer=officer, ended_at=None, seen_at=None)
    waiting.update(seen_at=timezone.now())
