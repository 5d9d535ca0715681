"""Who may see and do what at a reflective practice point (design section 6). Default: no."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint.cases.breaking_glass import is_open_to
from stillpoint.people.access import has_role, is_system, manages_directly
from stillpoint.people.models import Officer
from stillpoint.points import readers
from stillpoint.points.models import Participation, Point, PrivateNote
from stillpoint.points.readers import Officers
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, no, yes
from stillpoint.trust.prepared import prepared


def can_read_point(officer: Officer, point: Point) -> Answer:
    """Who may is said once, in ``readers.py``. The lead and the analyst see counts, not this."""
    if _asked(officer, point) or _readable(
        officer.pk, point.pk, timezone.localdate(), officers=Officers.by_the_model()
    ):
        return yes()
    return no(readers.sentence("A point"))


def can_open_point(officer: Officer, point: Point) -> Answer:
    """To read its page: whoever reads the point, and for a few hours whoever has the case open by
    break-glass. Nothing else is opened by that."""
    answer = can_read_point(officer, point)
    if not answer and is_open_to(officer, point.case_id):
        return yes("This case is open to you by break-glass.")
    return answer


def can_write_point(by: ActsAs, point: Point) -> Answer:
    """Participants write the shared record."""
    if is_system(by):
        return yes()
    if isinstance(by, Officer) and takes_part(by, point):
        return yes()
    return no("Those who take part in the point write in it. Ask its owner to add you.")


def can_supervise_point(by: ActsAs, point: Point) -> Answer:
    """Waive, reopen what was waived."""
    if is_system(by) or (isinstance(by, Officer) and answers_for(by, point)):
        return yes()
    return no("This is for the line manager of an officer it is about, or of its owner.")


def can_see_note(officer: Officer, note: PrivateNote) -> Answer:
    if note.author_id == officer.pk:
        return yes()
    return no("A private note is shown to its author only.")


def can_list_points(officer: Officer) -> Answer:
    return yes("The list holds the points that are yours or your people's.")


def can_ask(officer: Officer) -> Answer:
    """Whoever may see a case may ask for a conversation about it: the page asks that rule."""
    return yes("You can ask for a conversation about a case that you can see.")


def can_keep_notes(officer: Officer) -> Answer:
    return yes("Private notes are your own.")


def can_see_counts(officer: Officer) -> Answer:
    """Counts without content."""
    if has_role(officer, "rasso_lead") or has_role(officer, "analyst"):
        return yes()
    return no("Counts of points are for the RASSO lead and the analyst.")


def takes_part(officer: Officer, point: Point) -> bool:
    """Whether the officer owns the point, or was asked to take part and still does."""
    if point.owner_id == officer.pk:
        return True
    return any(part.officer_id == officer.pk for part in those_taking_part(point))


def those_taking_part(point: Point) -> list[Participation]:
    """The parts in the point that have not ended."""
    return [part for part in point.participations.all() if part.ended_at is None]


def _asked(officer: Officer, point: Point) -> bool:
    """Whether the officer owns the point or has a part in it, ended or not."""
    parts = point.participations.all()
    return point.owner_id == officer.pk or any(part.officer_id == officer.pk for part in parts)


def supervises(officer: Officer, point: Point) -> bool:
    """Whether an officer whom the point is about reports to this one today."""
    today, officers = timezone.localdate(), Officers.by_the_model()
    return bool(_led(officer.pk, point.pk, today, officers=officers))


def answers_for(officer: Officer, point: Point) -> bool:
    """Whether the officer supervises the point, or its owner reports to them: who can set a point
    aside or hand it on. The owner's manager does so without reading it."""
    return supervises(officer, point) or (
        point.owner is not None and manages_directly(officer, point.owner)
    )


@prepared
def _readable(
    officer: int, point: int, today: dt.date, *, officers: Officers
) -> QuerySet[Point, int]:
    found = readers.readable_by(officer, today, officers).filter(pk=point)
    return found.order_by().values_list("pk", flat=True)


@prepared
def _led(officer: int, point: int, today: dt.date, *, officers: Officers) -> QuerySet[Point, int]:
    found = readers.led_by(officer, today, officers).filter(pk=point)
    return found.order_by().values_list("pk", flat=True)


def readable_among(officer: Officer, points: Iterable[Point]) -> set[int]:
    """Ids of those points that the officer may read: one query."""
    found = visible_to(officer).filter(pk__in=[one.pk for one in points])
    return set(found.values_list("pk", flat=True))


def visible_to(officer: Officer) -> QuerySet[Point]:
    """The points that the officer may read."""
    return readers.readable_by(officer.pk, timezone.localdate(), Officers.by_the_model())
