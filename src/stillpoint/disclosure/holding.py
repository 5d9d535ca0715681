"""Place a hold on a case, and lift it. A hold beats any expiry and any erasure (domain 3.4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Case
from stillpoint.disclosure import access
from stillpoint.disclosure.models import Hold
from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation


@act
def place_hold(*, by: Officer, case: Case, kind: str, reason: str) -> Hold:
    """Keep everything about the case from now on, until the hold is lifted."""
    require(access.can_hold(by))
    if kind not in {one.key for one in practice.current().retention.holds}:
        raise CannotDo("Choose what the hold is for.", field="kind")
    if not reason.strip():
        raise CannotDo("Say why: the reason stays with the hold.", field="reason")
    # An erasure of the case that is being agreed waits for this, or this for it.
    Case.objects.select_for_update().get(pk=case.pk)
    if standing_holds(case).filter(kind=kind).exists():
        raise CannotDo(
            "The case has a hold of this kind already. Choose another kind, or lift that one.",
            field="kind",
        )
    hold = Hold.objects.create(
        case=case, kind=kind, reason=reason.strip(), placed_by=by, placed_at=timezone.now()
    )
    trail.record(
        Operation.COLLECTION,
        "place a hold",
        by=by,
        about=[hold, case],
        after={"kind": kind, "reason": hold.reason},
    )
    return hold


@act
def lift_hold(*, by: Officer, hold: Hold, reason: str) -> Hold:
    """End the hold. What the rules of retention say holds again from now on."""
    require(access.can_hold(by))
    if not reason.strip():
        raise CannotDo("Say why it is lifted: the reason stays with the hold.", field="reason")
    hold = Hold.objects.select_for_update().select_related("case").get(pk=hold.pk)
    if hold.lifted_at is not None:
        raise CannotDo("Somebody has lifted this hold already. Nothing is left to do.")
    hold.lifted_by, hold.lifted_at, hold.lifted_reason = by, timezone.now(), reason.strip()
    hold.save(update_fields=["lifted_by", "lifted_at", "lifted_reason"])
    trail.record(
        Operation.ALTERATION,
        "lift a hold",
        by=by,
        about=[hold, hold.case],
        before={"lifted": False},
        after={"lifted": True, "reason": hold.lifted_reason},
    )
    return hold


def standing_holds(case: Case) -> QuerySet[Hold]:
    """The holds that stand on the case, the oldest first."""
    return Hold.objects.filter(case=case, lifted_at=None).select_related("placed_by")


def is_held(case: Case) -> bool:
    return Hold.objects.filter(case=case, lifted_at=None).exists()


def held_cases() -> QuerySet[Hold, Any]:
    """Ids of all cases on which a hold stands."""
    return Hold.objects.filter(lifted_at=None).values("case")


def held_references() -> QuerySet[Hold, str]:
    """References of all cases on which a hold stands."""
    return Hold.objects.filter(lifted_at=None).values_list("case__reference", flat=True)


def held_among(cases: Iterable[int]) -> set[int]:
    """Of these cases, by id, those on which a hold stands."""
    found = Hold.objects.filter(case__in=list(cases), lifted_at=None)
    return set(found.values_list("case_id", flat=True))
