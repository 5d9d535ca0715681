"""Break-glass over the rooms: what it opens, and who is shown it afterwards."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from stillpoint.cases.facts import GlassEnded
from stillpoint.cases.models import BrokenGlass, GlassShown
from stillpoint.events.telling import tell
from stillpoint.people.models import Officer
from stillpoint.points.models import Participation, Point
from stillpoint.points.presenters_point import frame
from stillpoint.points.who_worked import worked_at_points
from stillpoint.reviews.models import Review, ReviewState
from stillpoint.reviews.review_presenters import STEPS
from stillpoint.site.formats import date
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs, job
from stillpoint.trust.models import Operation

Record = tuple[str, str]


def points_of(glass: BrokenGlass) -> list[Point]:
    found = Point.objects.filter(case=glass.case).select_related("case", "owner")
    return list(found.prefetch_related("participations").order_by("opened_at", "pk"))


def reviews_of(glass: BrokenGlass) -> list[Review]:
    found = Review.objects.filter(
        assignment__selection__case=glass.case, state=ReviewState.SUBMITTED
    )
    return list(found.select_related("assignment__selection__round").order_by("step", "pk"))


def opened_records(glass: BrokenGlass, viewer: Officer) -> list[Record]:
    """Words and address of each record that it opens."""
    points = [
        (
            f"{frame(point, viewer)['title']}, {date(timezone.localdate(point.opened_at))}",
            reverse("point", kwargs={"ref": point.ref}),
        )
        for point in points_of(glass)
    ]
    reviews = [
        (
            f"{STEPS[review.step]}, {review.assignment.selection.round.name}",
            reverse("review", kwargs={"ref": review.ref}),
        )
        for review in reviews_of(glass)
    ]
    return points + reviews


def writers_of(glass: BrokenGlass) -> list[Officer]:
    """Everyone whose words were opened: who took part or wrote at a point, owns one, or submitted a
    review. Not the reader."""
    people = {officer for _, officer in worked_at_points([glass.case_id])}
    people |= set(
        Participation.objects.filter(point__case=glass.case).values_list("officer", flat=True)
    )
    people |= {point.owner_id for point in points_of(glass) if point.owner_id is not None}
    people |= {review.assignment.reviewer_id for review in reviews_of(glass)}
    return list(Officer.objects.filter(pk__in=people - {glass.reader_id}).order_by("pk"))


def show_writers(fact: GlassEnded) -> None:
    """The worker's part, once a case is shut again."""
    show_to_writers(by=job("show broken glass"), glass=BrokenGlass.objects.get(ref=fact.glass))


@act
def show_to_writers(*, by: ActsAs, glass: BrokenGlass) -> int:
    """Tell each of them that it was opened, and where they see by whom, when and why."""
    writers = writers_of(glass)
    for officer in writers:
        GlassShown.objects.get_or_create(glass=glass, officer=officer)
        tell(
            officer,
            subject="Records that you wrote or took part in were opened",
            text="Someone was allowed to read records of one of your cases for a few hours, for a "
            "reason that a second person agreed. Sign in to see who, when and why.",
            link=reverse("broken-glass", kwargs={"ref": glass.ref}),
            key=f"glass:{glass.ref}",
        )
    trail.record(
        Operation.DISCLOSURE,
        "show that the glass was broken",
        by=by,
        about=[glass, glass.case],
        recipients=[officer.trail_reference for officer in writers] or ["nobody"],
    )
    return len(writers)
