"""Builders of reviewed and closed rounds: real rows, ratings that a reader can check by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from stillpoint.people.models import Officer
from stillpoint.practice import current
from stillpoint.reviews import closing
from stillpoint.reviews.models import AreaJudgement, Assignment, Review, Round, Selection
from tests.people.factories import make_officer
from tests.reviews.factories import CONSOLE, make_case, make_drawn_round

AREA = "investigation"
LOCK, REVEAL = dt.timedelta(hours=2), dt.timedelta(hours=1)


@dataclass
class Given:
    """What a reviewer said of a case: the same rating in every area unless ``areas`` says more.

    A rating of None: the file is silent."""

    rating: int | None = 3
    areas: Mapping[str, int | None] = field(default_factory=dict)
    strengths: Sequence[str] = ()
    improvements: Sequence[str] = ()
    record: int = 3
    reading: int = 60
    writing: int = 20

    def of(self, area: str) -> int | None:
        return self.areas.get(area, self.rating)


def assign(selection: Selection, step: int, reviewer: Officer) -> Assignment:
    return Assignment.objects.create(
        selection=selection, step=step, reviewer=reviewer, state="accepted"
    )


def review(
    selection: Selection,
    step: int,
    reviewer: Officer,
    given: Given,
    *,
    locked: bool = True,
    revision: int = 1,
) -> Review:
    """A submitted review. ``locked``: a second review whose ratings were locked before the
    reveal; without it they were locked after."""
    assignment = selection.assignments.filter(step=step).first() or assign(
        selection, step, reviewer
    )
    now = timezone.now()
    made = Review.objects.create(
        assignment=assignment,
        step=step,
        revision=revision,
        state="submitted",
        submitted_at=now if step == 2 else now - 3 * REVEAL,
        template_version="2026.1",
        record_rating=given.record,
        arrest_timing="late" if step == 1 else "",
        reading_minutes=given.reading,
        writing_minutes=given.writing,
        locked_at=None if step == 1 else now - (LOCK if locked else REVEAL / 2),
        revealed_at=now - REVEAL if step == 2 else None,
    )
    AreaJudgement.objects.bulk_create(
        AreaJudgement(
            review=made,
            area=area.key,
            narrative="As the record shows.",
            rating=given.of(area.key),
            silent=given.of(area.key) is None,
            strengths=list(given.strengths) if area.key == AREA else [],
            improvements=list(given.improvements) if area.key == AREA else [],
        )
        for area in current().review_template.areas
    )
    return made


def publish(round: Round) -> Round:
    """As if published: who was told is not what these tests are about."""
    Round.objects.filter(pk=round.pk).update(state="published", published_at=timezone.now())
    round.refresh_from_db()
    return round


def close(round: Round) -> Round:
    closing.close_round(by=CONSOLE, round=round, with_outstanding=True)
    round.refresh_from_db()
    return round


def make_published_round(
    name: str = "Autumn 2026", *, north: int = 10, south: int = 20, size: int = 6
) -> Round:
    """Two strata, North and South, drawn in proportion: with the usual sizes 2 of 10 and 4 of
    20, so that every case counts for five."""
    for _ in range(north):
        make_case(area="North")
    for _ in range(south):
        make_case(area="South")
    return publish(make_drawn_round(name, size=size))


def originals(round: Round, area: str) -> list[Selection]:
    return [
        one
        for one in round.selections.filter(substitute_for=None).order_by("order")
        if area in one.stratum
    ]


def review_twice(
    selection: Selection,
    first: Given,
    second: Given | None = None,
    *,
    reviewers: tuple[Officer, Officer] | None = None,
    locked: bool = True,
) -> tuple[Review, Review]:
    """Both reviews; the second agrees with the first unless it says otherwise."""
    one, two = reviewers or (make_officer(), make_officer(rank="chief_inspector"))
    made = review(selection, 1, one, first)
    other = review(selection, 2, two, second or first, locked=locked)
    Review.objects.filter(pk=other.pk).update(rests_on=made)
    return made, other


def make_reviewed_round(
    ratings: Mapping[str, Sequence[int | None]] | None = None, name: str = "Autumn 2026"
) -> Round:
    """North rated 4 and 2, South 5, 4, 3 and silent, unless ``ratings`` says otherwise."""
    round = make_published_round(name)
    wanted = ratings or {"North": [4, 2], "South": [5, 4, 3, None]}
    for area, given in wanted.items():
        for selection, rating in zip(originals(round, area), given, strict=False):
            review_twice(selection, Given(rating=rating))
    return round
