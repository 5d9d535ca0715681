"""Find people: what a list shows, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from stillpoint.methods.typed_text import person_words
from stillpoint.people import access
from stillpoint.people.models import (
    Accreditation,
    Area,
    AuthorityChange,
    Course,
    LineManagement,
    Officer,
    Posting,
    RoleGrant,
    Team,
    TrainingRecord,
)
from stillpoint.people.rank_rules import high_enough
from stillpoint.people.training import current_courses
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.prepared import prepared, the_one


def people(viewer: ActsAs, wanted: Mapping[str, Any]) -> QuerySet[Officer]:
    """Those the viewer may see, narrowed by ``q``, ``team``, ``rank``, ``role`` and ``show``."""
    today = timezone.localdate()
    found = access.visible_to(viewer).filter(is_active=wanted.get("show") != "left")
    for word in filter(person_words, str(wanted.get("q") or "").split()):
        found = found.filter(named(word) | Q(number__iexact=word))
    if team := wanted.get("team"):
        inside = Posting.objects.on(today).filter(team=team)
        found = found.filter(pk__in=inside.values("officer"))
    if rank := wanted.get("rank"):
        found = found.filter(Q(rank=rank) | Q(acting_rank=rank) | Q(grade=rank))
    if role := wanted.get("role"):
        found = found.filter(pk__in=access.holders_of(role).values("pk"))
    if wanted.get("show") == "unmanaged":
        found = found.exclude(pk__in=LineManagement.objects.on(today).values("officer"))
    if wanted.get("show") == "unposted":
        found = found.exclude(pk__in=Posting.objects.on(today).values("officer"))
    return found.prefetch_related(_teams_today(), _managers_today(), _roles_today())


def named(query: str) -> Q:
    """People with all of these words in their names, however either is typed."""
    found = Q()
    for spellings in person_words(query):
        found &= Q(*(("search__contains", one) for one in spellings), _connector=Q.OR)
    return found


def _teams_today() -> Prefetch:  # type: ignore[type-arg]
    held = Posting.objects.on(timezone.localdate()).select_related("team")
    return Prefetch("postings", queryset=held, to_attr="posted_today")


def _managers_today() -> Prefetch:  # type: ignore[type-arg]
    held = LineManagement.objects.on(timezone.localdate()).select_related("manager")
    return Prefetch("managed_by", queryset=held, to_attr="managed_today")


def _roles_today() -> Prefetch:  # type: ignore[type-arg]
    held = RoleGrant.objects.in_force().on(timezone.localdate())
    return Prefetch("roles", queryset=held, to_attr="roles_today")


def officer_by_ref(ref: str) -> Officer:
    return the_one(_by_ref(ref), Officer)


@prepared
def _by_ref(ref: str) -> QuerySet[Officer]:
    return Officer.objects.filter(ref=ref)


def active_officer(number_or_address: str) -> Officer | None:
    """Somebody in the force by their collar number or e-mail address, or None."""
    wanted = number_or_address.strip()
    if not wanted:
        return None
    people = Officer.objects.filter(is_active=True)
    by_number = people.filter(number__iexact=wanted).first()
    return by_number or people.filter(email__iexact=wanted).first()


def grant_by_ref(ref: str) -> RoleGrant:
    found = RoleGrant.objects.select_related("officer", "granted_by", "agreed_by")
    grant: RoleGrant = found.get(ref=ref)
    return grant


def change_by_ref(ref: str) -> AuthorityChange:
    found = AuthorityChange.objects.select_related("officer", "other", "proposed_by", "decided_by")
    change: AuthorityChange = found.get(ref=ref)
    return change


def changes_decided() -> QuerySet[AuthorityChange]:
    """The last of those decided, newest first."""
    decided = AuthorityChange.objects.exclude(outcome="").select_related("officer", "proposed_by")
    return decided.order_by("-decided_at", "-pk")[:25]


def area_by_ref(ref: str) -> Area:
    return Area.objects.get(ref=ref)


def team_by_ref(ref: str) -> Team:
    return Team.objects.select_related("area").get(ref=ref)


def course_by_ref(ref: str) -> Course:
    return Course.objects.get(ref=ref)


def accreditation_by_ref(ref: str) -> Accreditation:
    held: Accreditation = Accreditation.objects.select_related("officer").get(ref=ref)
    return held


def roles_held() -> QuerySet[RoleGrant]:
    """Grants that hold today, with who granted and agreed."""
    held = RoleGrant.objects.in_force().on(timezone.localdate())
    held = held.filter(officer__is_active=True)
    with_people = held.select_related("officer", "granted_by", "agreed_by")
    return with_people.order_by("role", "officer__family_name", "id")


def reviewers() -> QuerySet[Accreditation]:
    """Accreditations that hold today or later, by step and name."""
    held = Accreditation.objects.overlapping(timezone.localdate(), None)
    held = held.filter(officer__is_active=True).select_related("officer", "course")
    return held.order_by("step", "officer__family_name", "officer__given_name", "id")


def could_be_accredited(step: int) -> list[Officer]:
    """Those of the rank for the step who hold a specialist course in date, by itself or by an
    equivalent, and are not accredited for it; by name. Four queries."""
    today = timezone.localdate()
    accredited = Accreditation.objects.overlapping(today, None).filter(step=step)
    trained = TrainingRecord.objects.filter(completed_on__lte=today).values("officer")
    people = Officer.objects.filter(is_active=True, pk__in=trained)
    people = people.exclude(pk__in=accredited.values("officer"))
    found = [
        one for one in people.order_by("family_name", "given_name", "pk") if high_enough(one, step)
    ]
    specialist = set(Course.objects.filter(specialist=True).values_list("pk", flat=True))
    held = current_courses([one.pk for one in found], today)
    return [one for one in found if held.get(one.pk, set()) & specialist]


def areas() -> QuerySet[Area]:
    return Area.objects.order_by("-own", "name")


def teams() -> QuerySet[Team]:
    return Team.objects.select_related("area").order_by("closed_on", "name")


def courses() -> QuerySet[Course]:
    return Course.objects.prefetch_related("counts_as__counts_as")


def counts_as(course: Course) -> list[Course]:
    """The courses that this one is said to count as, by name."""
    return list(Course.objects.filter(covered_by__course=course))
