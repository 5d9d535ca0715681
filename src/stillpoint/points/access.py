"""Who may see and do what at a reflective practice point (design section 6). Default: no."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from stillpoint.people.access import below, has_role, is_system
from stillpoint.people.models import Officer
from stillpoint.points.models import Participation, Point, PrivateNote
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, no, yes
from stillpoint.trust.prepared import prepared

READERS = "Those who take part in a point and their supervisor can read it."


def can_read_point(officer: Officer, point: Point) -> Answer:
    """Participants and the supervisor, and who took part until now and wrote in it. The lead and
    the analyst see counts, not this."""
    if _asked(officer, point) or supervises(officer, point):
        return yes()
    return no(READERS)


def can_write_point(by: ActsAs, point: Point) -> Answer:
    """Participants write the shared record."""
    if is_system(by):
        return yes()
    if isinstance(by, Officer) and takes_part(by, point):
        return yes()
    return no("Those who take part in the point write in it. Ask its owner to add you.")


def can_supervise_point(by: ActsAs, point: Point) -> Answer:
    """Waive, answer a request for protected time, own the debrief."""
    if is_system(by) or (isinstance(by, Officer) and supervises(by, point)):
        return yes()
    return no("This is for a supervisor of those who take part.")


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
    """Whether the officer supervises somebody who takes part, or the owner."""
    people = {part.officer_id for part in those_taking_part(point)}
    if point.owner_id is not None:
        people.add(point.owner_id)
    return not people.isdisjoint(_below(officer.pk, timezone.localdate()))


@prepared
def _below(officer: int, today: dt.date) -> QuerySet[Officer, int]:
    return below(officer, today).values_list("pk", flat=True)


def visible_to(officer: Officer) -> QuerySet[Point]:
    """The points that the officer may read."""
    return seen_by(officer.pk, timezone.localdate())


def seen_by(officer: int, today: dt.date) -> QuerySet[Point]:
    """``visible_to`` for prepared queries, which take a key and a day."""
    mine = below(officer, today).values("pk")
    theirs = Q(officer__in=mine, ended_at=None)
    asked = Participation.objects.filter(Q(officer=officer) | theirs).values("point")
    return Point.objects.filter(Q(owner=officer) | Q(owner__in=mine) | Q(pk__in=asked))
