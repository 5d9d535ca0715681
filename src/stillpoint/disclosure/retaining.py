"""Decide on what is about a case once it is due: keep it, or erase it, which takes two people.

DPA 2018 s.39(2) asks for time limits for the periodic review of the need to keep data. Nothing
about a case is erased without a person's decision, and never while a hold stands.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Case
from stillpoint.disclosure import access, holdings
from stillpoint.disclosure.facts import ErasureAgreed
from stillpoint.disclosure.holding import is_held
from stillpoint.disclosure.models import OPEN_STATES, Erasure, ErasureState, Kept
from stillpoint.events.announcing import announce
from stillpoint.methods.calendar_shifts import months_before
from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation

NOT_DUE = (
    "What is about this case is not due for review: it is too young, still live, in a round that "
    "is open, or kept until a later day."
)
STILL_USED = (
    "Nothing about this case can be erased now: it is live, in a round that is open or has an open "
    "live risk, or nothing is held about it. Until then its use can be restricted: place a hold."
)
HELD = "A hold stands on this case: nothing about it is erased until the hold is lifted."


def erasable_cases() -> QuerySet[Case]:
    """Cases that are over: not live, with records of some room, and no room still works on them."""
    return Case.objects.filter(live=False).filter(holdings.has_records())


def due_cases(today: dt.date) -> QuerySet[Case]:
    """Cases whose records are due for review, those longest due first: over, old enough by the
    rule, and not kept until a later day. ``since``: counted from."""
    rule = practice.current().retention.case_records
    found = _with_dates(erasable_cases())
    found = found.filter(since__lte=months_before(today, rule.review_after_months))
    found = found.filter(Q(kept_until=None) | Q(kept_until__lte=today))
    return found.order_by("since", "pk")


def _with_dates(cases: QuerySet[Case]) -> QuerySet[Any]:
    """These with ``since``, counted from, and ``kept_until``."""
    latest = Kept.objects.filter(case=OuterRef("pk")).order_by("-id").values("next_review_on")[:1]
    since = Coalesce(F("outcome_on"), F("reported_on"))
    return cases.annotate(since=since, kept_until=Subquery(latest))


def due_case_by_ref(ref: str) -> Case:
    """Raises Case.DoesNotExist also where the case is not due: nothing is decided early."""
    return due_cases(timezone.localdate()).get(ref=ref)


def case_decided_by_ref(ref: str) -> Case:
    """A case on which somebody has decided at some time, due or not: whoever decides at the same
    time as somebody else reads that decision. Raises Case.DoesNotExist for any other."""
    decided = Kept.objects.filter(case=OuterRef("pk"))
    erased = Erasure.objects.filter(case=OuterRef("pk"))
    found: Case = (
        _with_dates(Case.objects.all()).filter(Exists(decided) | Exists(erased)).get(ref=ref)
    )
    return found


@act
def keep_records(*, by: Officer, case: Case, reason: str, next_review_on: dt.date) -> Kept:
    """Record that what is about the case is still needed, and when that is asked again."""
    require(access.can_hold(by))
    if not reason.strip():
        raise CannotDo("Say why it is still needed: the reason is the record.", field="reason")
    Case.objects.select_for_update().get(pk=case.pk)
    _require_erasable(case, on_request=False)
    _require_nothing_open(case)
    if next_review_on <= timezone.localdate():
        raise CannotDo("Give a day that is still to come.", field="next_review_on")
    kept = Kept.objects.create(
        case=case,
        reason=reason.strip(),
        next_review_on=next_review_on,
        by=by,
        at=timezone.now(),
    )
    trail.record(
        Operation.COLLECTION,
        "decide to keep what is about a case",
        by=by,
        about=[kept, case],
        after={"reason": kept.reason, "next_review_on": next_review_on},
    )
    return kept


@act
def propose_erasure(*, by: Officer, case: Case, reason: str, on_request: bool = False) -> Erasure:
    """Propose to erase what is about the case. A second person decides on it. ``on_request``:
    somebody whose data they are has asked (DPA 2018 s.47), and the case need not be due."""
    require(access.can_hold(by))
    if not reason.strip():
        raise CannotDo("Say why it is no longer needed: the reason stays.", field="reason")
    Case.objects.select_for_update().get(pk=case.pk)
    _require_erasable(case, on_request=on_request)
    _require_nothing_open(case)
    if is_held(case):
        raise CannotDo(HELD)
    erasure = Erasure.objects.create(
        case=case,
        on_request=on_request,
        reason=reason.strip(),
        proposed_by=by,
        proposed_at=timezone.now(),
    )
    trail.record(
        Operation.COLLECTION,
        "propose an erasure",
        by=by,
        about=[erasure, case],
        after={"reason": erasure.reason, "on_request": on_request},
    )
    return erasure


@act
def agree_erasure(*, by: Officer, erasure: Erasure) -> Erasure:
    """Agree, as a second person: the worker erases, and nobody can take it back."""
    require(access.can_hold(by))
    erasure = _proposed(erasure)
    if erasure.proposed_by_id == by.pk:
        raise CannotDo("You proposed this. Somebody else has to agree, so that two people decide.")
    if is_held(erasure.case):
        raise CannotDo(HELD)
    _require_erasable(erasure.case, on_request=erasure.on_request)
    _answer(by, erasure, ErasureState.AGREED)
    announce(ErasureAgreed(erasure=erasure.ref))
    return erasure


@act
def withdraw_erasure(*, by: Officer, erasure: Erasure, reason: str) -> Erasure:
    """Say no to a proposal, or take one's own back, with a reason."""
    require(access.can_hold(by))
    if not reason.strip():
        raise CannotDo("Say why it is not erased: the reason stays.", field="reason")
    erasure = _proposed(erasure)
    erasure.withdrawn_reason = reason.strip()
    _answer(by, erasure, ErasureState.WITHDRAWN)
    return erasure


def _answer(by: Officer, erasure: Erasure, state: ErasureState) -> None:
    erasure.state, erasure.answered_by, erasure.answered_at = state, by, timezone.now()
    erasure.save()
    trail.record(
        Operation.ALTERATION,
        "answer a proposal to erase",
        by=by,
        about=[erasure, erasure.case],
        before={"state": ErasureState.PROPOSED},
        after={"state": state, "reason": erasure.withdrawn_reason},
    )


def _proposed(erasure: Erasure) -> Erasure:
    """The proposal, locked with its case, so that a hold being placed waits."""
    Case.objects.select_for_update().get(pk=erasure.case_id)
    fresh = Erasure.objects.select_for_update().select_related("case").get(pk=erasure.pk)
    if fresh.state != ErasureState.PROPOSED:
        raise CannotDo("Somebody has answered this proposal already. Nothing is left to do.")
    return fresh


def may_be_erased(case: Case, *, on_request: bool) -> bool:
    """Whether the case is due; on request, whether it is over."""
    found = erasable_cases() if on_request else due_cases(timezone.localdate())
    return found.filter(pk=case.pk).exists()


def _require_erasable(case: Case, *, on_request: bool) -> None:
    if not may_be_erased(case, on_request=on_request):
        raise CannotDo(STILL_USED if on_request else NOT_DUE)


def _require_nothing_open(case: Case) -> None:
    if Erasure.objects.filter(case=case, state__in=OPEN_STATES).exists():
        raise CannotDo("An erasure of this case is proposed already. Answer that one first.")
