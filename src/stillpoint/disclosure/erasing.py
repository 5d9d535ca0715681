"""Carry out an erasure that two people decided on: every room, in one transaction.

A worker killed on the way leaves everything as it was and starts again; one that comes twice finds
nothing to do. One entry of the trail names all that was erased. The trail itself stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from stillpoint.cases.models import Case
from stillpoint.disclosure.holding import is_held
from stillpoint.disclosure.holdings import counted, holdings
from stillpoint.disclosure.models import Erasure, ErasureState, RelevanceFlag
from stillpoint.disclosure.retaining import may_be_erased
from stillpoint.trust import erasing, trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.models import Operation


@act
def carry_out(*, by: ActsAs, erasure: Erasure) -> Erasure:
    """Erase what every room holds about the case; a hold placed meanwhile stops it, and so does
    whatever makes the case no longer due: it is live again, or drawn in an open round."""
    Case.objects.select_for_update().get(pk=erasure.case_id)
    erasure = Erasure.objects.select_for_update().select_related("case").get(pk=erasure.pk)
    if erasure.state != ErasureState.AGREED:
        trail.nothing_changed()
        return erasure
    if is_held(erasure.case) or not may_be_erased(erasure.case, on_request=erasure.on_request):
        return _stop(by, erasure)
    erasure.erased = counted(erasure.case)
    gone: list[str] = []
    for one in holdings():
        gone += one.erase(erasure.case, gone)
    erasure.state, erasure.ended_at = ErasureState.DONE, timezone.now()
    erasure.save(update_fields=["state", "ended_at", "erased"])
    trail.record(
        Operation.ERASURE,
        "erase what was held about a case",
        by=by,
        about=[erasure.case, erasure, *gone],
    )
    return erasure


def erase_flags(case: Case, gone: Sequence[str]) -> list[str]:
    """What this room itself holds."""
    return erasing.erase(RelevanceFlag.objects.filter(case=case))


def _stop(by: ActsAs, erasure: Erasure) -> Erasure:
    erasure.state, erasure.ended_at = ErasureState.STOPPED, timezone.now()
    erasure.save(update_fields=["state", "ended_at"])
    trail.record(
        Operation.ALTERATION,
        "stop an erasure: a hold stands, or the case is not due any more",
        by=by,
        about=[erasure, erasure.case],
        before={"state": ErasureState.AGREED},
        after={"state": ErasureState.STOPPED},
    )
    return erasure
