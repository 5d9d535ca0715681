"""Carry a training need from raised to planned to met."""

from __future__ import annotations

from stillpoint.learning import access
from stillpoint.learning.models import NeedState, TrainingNeed
from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation
from stillpoint.trust.saving import must_stand_as_seen

# State: where it may go, and what is written down on the way.
STEPS: dict[str, dict[str, str]] = {
    NeedState.RAISED: {NeedState.PLANNED: "plan", NeedState.MET: "shown_by"},
    NeedState.PLANNED: {NeedState.PLANNED: "plan", NeedState.MET: "shown_by"},
    NeedState.MET: {},
}
ASKED = {
    "plan": "Say what is planned, and by when.",
    "shown_by": "Say what shows that it was met: the need says how we shall know.",
}


@act
def change_need(
    *, by: Officer, need: TrainingNeed, to: str, text: str, version: int | None = None
) -> TrainingNeed:
    """Say that the need is ``planned`` (``text``: what is planned) or ``met`` (what shows it).
    ``version``: of what the page showed (``standing_of``). Raises Refused, StaleForm, CannotDo."""
    need = TrainingNeed.objects.select_for_update().get(pk=need.pk)
    require(access.can_change_need(by, need))
    field = STEPS[need.state].get(to)
    words = text.strip()
    if need.state == NeedState.MET == to and need.shown_by == words:
        trail.nothing_changed()
        return need
    if field is None:
        raise CannotDo(f"This training need is “{need.get_state_display()}” already.")
    if not words:
        raise CannotDo(ASKED[field], field="text")
    if need.state == to and getattr(need, field) == words:
        trail.nothing_changed()
        return need
    must_stand_as_seen(version, standing_of(need))
    before = {"state": need.state, field: getattr(need, field)}
    need.state = to
    setattr(need, field, words)
    need.save(update_fields=["state", field])
    trail.record(
        Operation.ALTERATION,
        "change a training need",
        by=by,
        about=need,
        before=before,
        after={"state": to, field: words},
    )
    return need


def standing_of(need: TrainingNeed) -> tuple[str, str, str]:
    """How far the need is: its state, what is planned, what shows that it was met."""
    return need.state, need.plan, need.shown_by
