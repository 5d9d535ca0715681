"""Agree what was learned, in words that everyone may read."""

from __future__ import annotations

from django.utils import timezone

from stillpoint.learning import access
from stillpoint.learning.models import LearningPoint
from stillpoint.people.models import Officer
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation
from stillpoint.trust.scanning import refuse_identifiers


@act
def agree_learning(
    *, by: Officer, point: LearningPoint, text: str, not_identifiers: bool = False
) -> LearningPoint:
    """Agree a learning point in the words of ``text``: those are for everyone from now on.

    ``not_identifiers``: whoever agrees has looked at what the scan found and says that it
    identifies nobody.
    """
    point = (
        LearningPoint.objects.select_for_update(of=("self",))
        .select_related("written_by")
        .get(pk=point.pk)
    )
    require(access.can_agree(by, point))
    words = text.strip()
    if point.agreed_at is not None:
        if point.agreed_by_id == by.pk and point.agreed_text == words:
            trail.nothing_changed()
            return point
        raise CannotDo("Somebody has agreed this learning point already.")
    if not words:
        raise CannotDo("Write the words that everyone is to read.", field="text")
    found = refuse_identifiers(words, not_identifiers=not_identifiers, field="text")
    point.agreed_text, point.agreed_by, point.agreed_at = words, by, timezone.now()
    point.save(update_fields=["agreed_text", "agreed_by", "agreed_at"])
    trail.record(
        Operation.ALTERATION,
        "agree learning",
        by=by,
        about=point,
        before={"agreed_text": ""},
        after={"agreed_text": words},
        note=f"{len(found)} found by the scan, said to identify nobody" if found else "",
    )
    return point
