"""Open a case to somebody whose work asks for it, for a time: a reviewer assigned, say.

Rooms above give and take this access in their own acts; the case list and page then need know
nothing of those rooms.
"""

from __future__ import annotations

from django.utils import timezone

from stillpoint.cases.models import Case, CaseAccess
from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.models import Operation


@act
def grant_access(*, by: ActsAs, case: Case, officer: Officer, why: str) -> CaseAccess:
    """Let the officer read the case from now on. Given once for each ``why``."""
    given, new = CaseAccess.objects.get_or_create(case=case, officer=officer, why=why, until=None)
    if not new:
        trail.nothing_changed()
        return given
    trail.record(
        Operation.ALTERATION,
        "open a case to somebody",
        by=by,
        about=[case, officer],
        after={"officer": officer.ref, "why": why},
    )
    return given


@act
def withdraw_access(*, by: ActsAs, case: Case, officer: Officer, why: str) -> None:
    """End what ``grant_access`` gave for this ``why``. Access by involvement is not touched."""
    held = CaseAccess.objects.filter(case=case, officer=officer, why=why, until=None)
    if not held.update(until=timezone.now()):
        trail.nothing_changed()
        return
    trail.record(
        Operation.ALTERATION,
        "close a case to somebody",
        by=by,
        about=[case, officer],
        after={"officer": officer.ref, "why": why},
    )
