"""Find flags, holds and erasures: one by its reference, and the lists of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from stillpoint.cases.models import Case
from stillpoint.disclosure import access
from stillpoint.disclosure.models import Erasure, ErasureState, FlagState, Hold, RelevanceFlag
from stillpoint.people.models import Officer
from stillpoint.trust.prepared import how_many, prepared


def flag_by_ref(ref: str) -> RelevanceFlag:
    found = RelevanceFlag.objects.select_related("case", "flagged_by", "decided_by")
    return found.get(ref=ref)


def hold_by_ref(ref: str) -> Hold:
    return Hold.objects.select_related("case", "placed_by", "lifted_by").get(ref=ref)


def holds(*, lifted: bool) -> QuerySet[Hold]:
    """All holds that stand, or all that were lifted, the latest first."""
    found = Hold.objects.filter(lifted_at__isnull=not lifted)
    latest = ("-lifted_at", "-id") if lifted else ("-placed_at", "-id")
    return found.select_related("case", "placed_by", "lifted_by").order_by(*latest)


def erasures() -> QuerySet[Erasure]:
    """All erasures, the latest proposal first."""
    return Erasure.objects.select_related("case", "proposed_by", "answered_by")


def how_many_proposed_by_others(officer: Officer) -> int:
    """How many erasures wait for a second person, and this officer could be that person."""
    return sum(_proposed_by_others(officer.pk)) if access.can_hold(officer) else 0


@prepared
def _proposed_by_others(officer: int) -> QuerySet[Erasure, int]:
    proposed = Erasure.objects.filter(state=ErasureState.PROPOSED)
    return how_many(proposed.exclude(proposed_by=officer))


def erasure_by_ref(ref: str) -> Erasure:
    return erasures().get(ref=ref)


def waiting_flags(officer: Officer) -> QuerySet[RelevanceFlag]:
    """Flags that nobody has decided on and that the officer may see, oldest first."""
    return access.visible_to(officer).filter(state=FlagState.WAITING)


def decided_flags(officer: Officer) -> QuerySet[RelevanceFlag]:
    """Flags decided on, the latest first."""
    decided = access.visible_to(officer).exclude(state=FlagState.WAITING)
    return decided.order_by("-decided_at", "-id")


def scheduled(officer: Officer, case: Case) -> QuerySet[RelevanceFlag]:
    """The scheduled items of the case, by their numbers."""
    found = access.visible_to(officer).filter(state=FlagState.SCHEDULED, case=case)
    return found.order_by("number")


def flags_of(officer: Officer, case: Case) -> QuerySet[RelevanceFlag]:
    """All flags of the case that the officer may see, whatever was decided on them."""
    return access.visible_to(officer).filter(case=case)


def cases_with_flags(officer: Officer, reference: str = "") -> QuerySet[Case]:
    """Cases of which something is flagged, with how much ``waits`` and how much is ``listed``; by
    ``reference``, every case that has it: records exist where nothing is flagged."""
    mine = access.visible_to(officer).filter(case=OuterRef("pk")).order_by()
    found = Case.objects.filter(reference__icontains=reference)
    if not reference:
        found = Case.objects.filter(Exists(mine))
    return found.annotate(
        waits=_counted(mine, FlagState.WAITING), listed=_counted(mine, FlagState.SCHEDULED)
    ).order_by("reference")


def _counted(flags: QuerySet[RelevanceFlag], state: FlagState) -> Coalesce:
    grouped = flags.filter(state=state).values("case").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(grouped), 0)


def how_many_wait(officer: Officer) -> int:
    """How many flags wait for the officer's decision; none for anybody else."""
    return waiting_flags(officer).count() if access.can_see_queue(officer) else 0


def those_present(flags: Iterable[RelevanceFlag]) -> dict[int, list[str]]:
    """Flag id to the names of those who were there, for many flags in one query."""
    listed = list(flags)
    wanted = {ref for flag in listed for ref in flag.present}
    people = Officer.objects.filter(ref__in=wanted).order_by("family_name", "id")
    named = {one.ref: one.titled_name for one in people}
    return {
        flag.pk: [name for ref, name in named.items() if ref in flag.present] for flag in listed
    }
