"""What was learned last time on a case like this: agreed learning, the closest cases first."""

from __future__ import annotations

from django.db.models import Case as When_
from django.db.models import F, IntegerField, Q, QuerySet, Value, When

from stillpoint.cases.models import Case
from stillpoint.learning.models import LearningPoint
from stillpoint.trust.prepared import prepared

SHOWN = 3


def learned_before(case: Case, *, most: int = SHOWN) -> list[LearningPoint]:
    """At most ``most`` agreed learning points of cases with the same stage, relationship group or
    offence, those that share more of the three first. Only their agreed words may be shown."""
    alike = {
        "case__stage": case.stage,
        "case__relationship_group": case.relationship_group,
        "case__offence": case.offence,
    }
    given = {name: value for name, value in alike.items() if value and value != "not_recorded"}
    if not given:
        return []
    return _alike(case.pk, *given.values(), names=tuple(given), most=most)


@prepared
def _alike(case: int, *values: str, names: tuple[str, ...], most: int) -> QuerySet[LearningPoint]:
    any_alike = Q()
    score = Value(0, output_field=IntegerField())
    for name, value in zip(names, values, strict=True):
        any_alike |= Q(**{name: value})
        one = When_(When(**{name: value}, then=Value(1)), default=Value(0))
        score = score + one  # type: ignore[assignment]
    found = LearningPoint.objects.filter(any_alike, agreed_at__isnull=False).exclude(case=case)
    ordered = found.annotate(alike=score).order_by(F("alike").desc(), "-agreed_at", "-id")
    return ordered[:most]
