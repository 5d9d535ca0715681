"""The e-mail digest: on working-day mornings, to those for whom something waits, in numbers.

It holds no case, no reference and no name: how many of what waits, and the way to Today.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from stillpoint.events.telling import mark_seen, tell
from stillpoint.events.working import keep_lease
from stillpoint.people.models import Officer
from stillpoint.people.working_days import is_working_day
from stillpoint.site.formats import plural
from stillpoint.site.models import HowTold
from stillpoint.site.today.collecting import what_is_left
from stillpoint.site.today.items import Kind, Matters
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs, job
from stillpoint.trust.models import Operation

# In the morning of a working day; a worker that comes back in the afternoon waits for the next.
FROM, UNTIL = dt.time(7), dt.time(12)
KEEP_LEASE_EVERY = 20
WORDS: dict[Matters, tuple[str, str]] = {
    Matters.RISK_OVERDUE: ("live risk", "live risks"),
    Matters.RISK_DUE: ("live risk", "live risks"),
    Matters.POINT_OVERDUE: ("reflective practice point", "reflective practice points"),
    Matters.POINT_DUE: ("reflective practice point", "reflective practice points"),
    Matters.ACTION_OVERDUE: ("action", "actions"),
    Matters.ACTION_DUE: ("action", "actions"),
    Matters.REVIEW_TO_ANSWER: ("review", "reviews"),
    Matters.STALE_REVIEW: ("review", "reviews"),
    Matters.REVIEW_TO_WRITE: ("review", "reviews"),
}
OTHERWISE = ("other thing", "other things")


def send_digests() -> None:
    """The job of the schedule: each officer in a transaction of its own, once a day."""
    now = timezone.localtime()
    if not (is_working_day(now.date()) and FROM <= now.time() < UNTIL):
        return
    for number, officer in enumerate(to_look_at(now.date()), start=1):
        send_digest(by=job("send digests"), officer=officer, now=now)
        if number % KEEP_LEASE_EVERY == 0:
            keep_lease()


def to_look_at(today: dt.date) -> Sequence[Officer]:
    """Those whose day it is: daily ones not looked at today, weekly ones not yet this week."""
    week = today - dt.timedelta(days=today.weekday())
    done = HowTold.objects.filter(
        Q(digest=HowTold.NEVER)
        | Q(digest=HowTold.DAILY, digest_on__gte=today)
        | Q(digest=HowTold.WEEKLY, digest_on__gte=week)
    )
    active = Officer.objects.filter(is_active=True).exclude(pk__in=done.values("officer"))
    return list(active.order_by("pk"))


@act
def send_digest(*, by: ActsAs, officer: Officer, now: dt.datetime) -> bool:
    """Look at what waits for the officer and leave them a message that counts it; whether one was
    left. Done again on the same day, it leaves nothing more."""
    told, _ = HowTold.objects.get_or_create(officer=officer)
    today = timezone.localdate(now)
    if told.digest == HowTold.NEVER or told.digest_on == today:
        trail.nothing_changed()
        return False
    told.digest_on = today
    told.save(update_fields=["digest_on"])
    kinds = what_is_left(officer, now)
    if not kinds:
        trail.nothing_changed()
        return False
    key = f"digest:{today.isoformat()}"
    tell(
        officer, subject="What waits for you in Stillpoint", text=counted(kinds), link="/", key=key
    )
    # Today itself says all this better: the message is for e-mail alone.
    mark_seen(officer, key=key)
    trail.record(Operation.CONSULTATION, "count what waits, for a digest", by=by, about=officer)
    return True


def counted(kinds: Sequence[Kind]) -> str:
    """``2 reflective practice points and 1 action wait for you.`` and where to choose otherwise."""
    numbers = Counter(WORDS.get(item.matters, OTHERWISE) for kind in kinds for item in kind.items)
    parts = [plural(number, one, many) for (one, many), number in numbers.items()]
    last = parts.pop()
    words = f"{', '.join(parts)} and {last}" if parts else last
    least = "At least " if any(kind.more for kind in kinds) else ""
    verb = "waits" if sum(numbers.values()) == 1 else "wait"
    return (
        f"{least}{words} {verb} for you. Sign in to see what, and by when.\n\n"
        "How often you get this e-mail is yours to choose: under your account, “How I am told”."
    )
