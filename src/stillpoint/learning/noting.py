"""Note a learning point or a training need where it was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from stillpoint.cases.models import Case
from stillpoint.learning.models import LearningPoint, TrainingNeed
from stillpoint.learning.trying import day_to_ask
from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.models import Operation


@act
def note_learning(
    *,
    by: Officer,
    source: str,
    text: str,
    case: Case | None = None,
    kind: str = "improvement",
    level: str = "organisational",
    what_we_will_try: str = "",
    ask_on: dt.date | None = None,
    involved: Iterable[Officer] = (),
) -> LearningPoint:
    """Note what was learned, at one of three levels (P16). ``ask_on``: when the writer is asked
    whether what was tried worked; without one, after the time that the practice model gives."""
    if not text.strip():
        raise CannotDo("Say what was learned.", field="text")
    point = LearningPoint.objects.create(
        case=case,
        source=source,
        kind=kind,
        level=level,
        text=text.strip(),
        what_we_will_try=what_we_will_try.strip(),
        written_by=by,
        **_asked(by, what_we_will_try, ask_on),
    )
    point.involved.set(involved)
    trail.record(
        Operation.COLLECTION, "note learning", by=by, about=point, after={"text": point.text}
    )
    return point


def _asked(by: Officer, trying: str, ask_on: dt.date | None) -> dict[str, Any]:
    if not trying.strip():
        return {}
    return {"asked_of": by, "ask_on": ask_on or day_to_ask()}


@act
def note_training_need(
    *,
    by: Officer,
    source: str,
    aim: str,
    capability: str,
    how_we_shall_know: str,
    for_whom: Officer | None = None,
    for_group: str = "",
) -> TrainingNeed:
    """Note a training need. Its aim, the capability hoped for and how we shall know are all
    asked for: training without them is what the paper criticises (P2)."""
    for name, words in (
        ("aim", aim),
        ("capability", capability),
        ("how_we_shall_know", how_we_shall_know),
    ):
        if not words.strip():
            raise CannotDo(
                "Give the aim, the capability hoped for and how we shall know.", field=name
            )
    need = TrainingNeed.objects.create(
        source=source,
        for_whom=for_whom,
        for_group=for_group.strip(),
        aim=aim.strip(),
        capability=capability.strip(),
        how_we_shall_know=how_we_shall_know.strip(),
        raised_by=by,
    )
    trail.record(
        Operation.COLLECTION, "note a training need", by=by, about=need, after={"aim": need.aim}
    )
    return need
