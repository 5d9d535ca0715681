"""Break the glass: open one case's records for a few hours, with a reason and a second person.

Someone with the role of auditor or administrator asks; another one agrees; one of the two is an
auditor, so that the people who keep accounts never open content among themselves. It opens the
shared records of points and submitted reviews of one case for reading, and nothing else.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from stillpoint.cases.facts import GlassEnded
from stillpoint.cases.models import BrokenGlass, Case, Involvement
from stillpoint.events.announcing import announce
from stillpoint.people.access import has_role
from stillpoint.people.models import Officer
from stillpoint.people.same_person import records_of
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, CannotDo, no, require, yes
from stillpoint.trust.models import Operation
from stillpoint.trust.prepared import prepared

AUDITOR, ADMINISTRATOR = "auditor", "administrator"
MOST_HOURS, FEWEST_WORDS, FURTHEST_REVIEW = 8, 5, dt.timedelta(days=92)


def can_ask_for_glass(officer: ActsAs, thing: object = None) -> Answer:
    """Ask, and see the list of what was asked."""
    if isinstance(officer, Officer) and (
        has_role(officer, AUDITOR) or has_role(officer, ADMINISTRATOR)
    ):
        return yes()
    return no("Break-glass is asked for and agreed by auditors and administrators.")


def can_agree_glass(officer: ActsAs, glass: BrokenGlass) -> Answer:
    """The second person. One of the two is an auditor."""
    if not isinstance(officer, Officer) or officer.pk == glass.reader_id:
        return no("You asked for this. A second person must agree to it.")
    answer = can_ask_for_glass(officer)
    if answer and not (has_role(officer, AUDITOR) or has_role(glass.reader, AUDITOR)):
        return no("One of the two must be an auditor: two administrators do not open content.")
    return answer


def can_see_glass(officer: ActsAs, glass: BrokenGlass) -> Answer:
    """Auditors and administrators, and whoever is shown it afterwards."""
    if isinstance(officer, Officer) and glass.shown_to.filter(officer=officer).exists():
        return yes("Records that you wrote or took part in were opened.")
    return can_ask_for_glass(officer)


def can_withhold(officer: ActsAs, glass: BrokenGlass) -> Answer:
    """An auditor who is not the reader."""
    other = isinstance(officer, Officer) and officer.pk != glass.reader_id
    if other and has_role(officer, AUDITOR):
        return yes()
    return no("An auditor other than the reader decides whether the law forbids showing it.")


def is_open_to(officer: ActsAs, case: int) -> bool:
    """Whether the case (by its id) is open to the officer at this moment. Asked after every other
    rule has said no, and of nobody who lacks the roles."""
    if not isinstance(officer, Officer) or not can_ask_for_glass(officer):
        return False
    return bool(_open_to(officer.pk, case, timezone.now()))


@prepared
def _open_to(reader: int, case: int, now: dt.datetime) -> QuerySet[BrokenGlass, int]:
    found = BrokenGlass.objects.filter(reader=reader, case=case, until__gt=now, agreed_at__lte=now)
    return found.order_by().values_list("pk", flat=True)


@act
def ask_for_glass(*, by: Officer, case: Case, reason: str, hours: int) -> BrokenGlass:
    """Ask for the records of a case. Nobody opens a case in which they had a part."""
    require(can_ask_for_glass(by))
    if len(reason.split()) < FEWEST_WORDS:
        raise CannotDo(
            "Say why you must read this case, and who asked you to: the people who wrote it are "
            "shown your words.",
            field="reason",
        )
    if not 1 <= hours <= MOST_HOURS:
        raise CannotDo(f"Ask for 1 to {MOST_HOURS} hours.", field="hours")
    if Involvement.objects.filter(case=case, officer__in=records_of(by)).exists():
        raise CannotDo("You had a part in this case. Someone else must read it.", field="case")
    if standing().filter(case=case, reader=by).exists():
        raise CannotDo("You have asked for this case already, or have it open.", field="case")
    glass = BrokenGlass.objects.create(case=case, reader=by, reason=reason.strip(), hours=hours)
    trail.record(
        Operation.ALTERATION,
        "ask to break the glass",
        by=by,
        about=[glass, case],
        after={"reason": glass.reason, "hours": hours},
    )
    return glass


@act
def agree_glass(*, by: Officer, glass: BrokenGlass) -> BrokenGlass:
    """The second person agrees: the case is open from now for the hours asked."""
    require(can_agree_glass(by, glass))
    glass = _waiting(glass)
    glass.agreed_by, glass.agreed_at = by, timezone.now()
    glass.until = glass.agreed_at + dt.timedelta(hours=glass.hours)
    glass.save(update_fields=["agreed_by", "agreed_at", "until"])
    trail.record(
        Operation.DISCLOSURE,
        "break the glass",
        by=by,
        about=[glass, glass.case],
        recipients=[glass.reader.trail_reference],
        after={"until": glass.until},
    )
    return glass


@act
def decline_glass(*, by: Officer, glass: BrokenGlass) -> None:
    """The second person declines, or whoever asked takes it back: it was never open."""
    require(can_ask_for_glass(by))
    glass = _waiting(glass)
    glass.declined_at = timezone.now()
    glass.save(update_fields=["declined_at"])
    trail.record(
        Operation.ALTERATION, "decline to break the glass", by=by, about=[glass, glass.case]
    )


@act
def close_glass(*, by: Officer, glass: BrokenGlass) -> None:
    """Close it before its time: the reader, or any auditor or administrator."""
    require(can_ask_for_glass(by))
    now = timezone.now()
    held = BrokenGlass.objects.select_for_update(of=("self",)).get(pk=glass.pk)
    if held.until is None or held.until <= now:
        raise CannotDo("This is not open.")
    held.until = now
    held.save(update_fields=["until"])
    trail.record(Operation.ALTERATION, "close broken glass", by=by, about=[held, held.case])


@act
def withhold_glass(*, by: Officer, glass: BrokenGlass, reason: str, review_on: dt.date) -> None:
    """The law forbids showing it for now: the reason, and the day on which an auditor looks
    again."""
    require(can_withhold(by, glass))
    held = BrokenGlass.objects.select_for_update(of=("self",)).get(pk=glass.pk)
    today = timezone.localdate()
    if held.shown_at is not None:
        raise CannotDo("The people who wrote it have been shown it already.")
    if held.agreed_at is None:
        raise CannotDo("This was never open.")
    if len(reason.split()) < FEWEST_WORDS:
        raise CannotDo("Name the law that forbids it, and why it applies here.", field="reason")
    if not today < review_on <= today + FURTHEST_REVIEW:
        raise CannotDo(
            "Choose a day within the next three months on which an auditor looks at this again.",
            field="review_on",
        )
    held.withheld_because, held.withheld_by, held.review_on = reason.strip(), by, review_on
    held.save(update_fields=["withheld_because", "withheld_by", "review_on"])
    trail.record(
        Operation.ALTERATION,
        "withhold that the glass was broken",
        by=by,
        about=[held, held.case],
        after={"reason": held.withheld_because, "review_on": review_on},
    )


@act
def stop_withholding(*, by: Officer, glass: BrokenGlass) -> None:
    """The law forbids it no longer: the people who wrote it are shown it as soon as it has
    ended."""
    require(can_withhold(by, glass))
    held = BrokenGlass.objects.select_for_update(of=("self",)).get(pk=glass.pk)
    if not held.withheld_because:
        raise CannotDo("Nothing is withheld here.")
    held.withheld_because, held.withheld_by, held.review_on = "", None, None
    held.save(update_fields=["withheld_because", "withheld_by", "review_on"])
    trail.record(
        Operation.ALTERATION, "stop withholding broken glass", by=by, about=[held, held.case]
    )


def announce_ended() -> None:
    """The job: whatever has ended and may be shown is announced, once."""
    over = BrokenGlass.objects.filter(
        until__lte=timezone.now(), shown_at__isnull=True, withheld_because=""
    )
    for glass in over.order_by("until", "pk"):
        with transaction.atomic():
            held = BrokenGlass.objects.select_for_update(of=("self",)).get(pk=glass.pk)
            if held.shown_at is None and not held.withheld_because:
                held.shown_at = timezone.now()
                held.save(update_fields=["shown_at"])
                announce(GlassEnded(glass=held.ref))


def standing() -> QuerySet[BrokenGlass]:
    """What waits for a second person or is open now."""
    now = timezone.now()
    waits = Q(agreed_at__isnull=True, declined_at__isnull=True)
    return BrokenGlass.objects.filter(waits | Q(until__gt=now)).select_related(
        "case", "reader", "agreed_by"
    )


def to_decide(officer: ActsAs, today: dt.date) -> list[BrokenGlass]:
    """What waits for this officer: to be agreed as the second person, and, withheld until its day,
    to be looked at again."""
    if not can_ask_for_glass(officer):
        return []
    waits = Q(agreed_at__isnull=True, declined_at__isnull=True)
    again = Q(review_on__lte=today, shown_at__isnull=True)
    found = BrokenGlass.objects.filter(waits | again).select_related("case", "reader")
    return [
        one
        for one in found.order_by("asked_at", "pk")
        if (can_agree_glass if one.agreed_at is None else can_withhold)(officer, one)
    ]


def glass_by_ref(ref: str) -> BrokenGlass:
    found = BrokenGlass.objects.select_related("case", "reader", "agreed_by", "withheld_by")
    glass: BrokenGlass = found.get(ref=ref)
    return glass


def _waiting(glass: BrokenGlass) -> BrokenGlass:
    held: BrokenGlass | None = (
        BrokenGlass.objects.select_for_update(of=("self",))
        .select_related("case", "reader")
        .filter(pk=glass.pk, agreed_at__isnull=True, declined_at__isnull=True)
        .first()
    )
    if held is None:
        raise CannotDo("This no longer waits for a second person.")
    return held
