"""One press after a conversation, anonymous in earnest (P94).

No answer is a record. An answer adds one to a count of its month and kind of point, and that is all
that is kept of it: there is no row to date, to order or to join. That somebody has answered of a
conversation is a mark in a table of its own: a keyed digest of the two, without a time.
"""

from __future__ import annotations

import hashlib
import hmac

from django.db.models import F
from django.utils import timezone

from stillpoint import practice
from stillpoint.evidence import access
from stillpoint.evidence.models import PulseCount, PulseMark
from stillpoint.people.models import Officer
from stillpoint.points.models import Point
from stillpoint.trust import keys, trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation


@act
def answer_pulse(*, by: Officer, point: Point, answer: str) -> None:
    """Count one answer of the practice model's. The trail says that ``by`` answered a pulse, and
    neither what nor after which conversation. A second answer of the same conversation is refused
    without a word of the first."""
    require(access.can_answer_pulse(by, point))
    chosen = practice.current().learning.pulse_answer(answer)
    _, new = PulseMark.objects.get_or_create(token=_token(by, point))
    if not new:
        raise CannotDo("You have answered of this conversation. Each person answers once.")
    count, _ = PulseCount.objects.get_or_create(
        month=timezone.localdate().replace(day=1),
        kind=point.kind,
        useful=chosen.useful,
        safe=chosen.safe,
    )
    PulseCount.objects.filter(pk=count.pk).update(number=F("number") + 1)
    trail.record(Operation.COLLECTION, "answer a pulse", by=by, about="pulse")


def has_answered(officer: Officer, point: Point) -> bool:
    return PulseMark.objects.filter(token=_token(officer, point)).exists()


def _token(officer: Officer, point: Point) -> str:
    """One-way without the key; the key is not in the database. Points that were held together are
    one conversation."""
    text = f"pulse|{officer.ref}|{(point.held_with or point).ref}"
    return hmac.new(keys.digest_key(), text.encode(), hashlib.sha256).hexdigest()
