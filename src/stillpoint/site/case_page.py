"""The page of a case with what other rooms have of it: live risks, reviews and what was learned,
as far as the person who asks may read each of them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from stillpoint.cases import access, finding, presenters
from stillpoint.cases.forms import MilestoneForm
from stillpoint.cases.models import Case
from stillpoint.disclosure.presenters import (
    erasure_request_address,
    hold_lines,
    place_hold_address,
    schedule_address,
)
from stillpoint.learning import access as learning_access
from stillpoint.learning.models import LearningPoint
from stillpoint.people.access import has_role, person
from stillpoint.people.models import Officer
from stillpoint.points.presenters_rail import rail
from stillpoint.reviews import access as reviews_access
from stillpoint.reviews.models import Assignment, Review, ReviewState
from stillpoint.reviews.review_presenters import STEPS
from stillpoint.risks import access as risks_access
from stillpoint.risks import presenters as risks_presenters
from stillpoint.trust.prepared import prepared
from stillpoint.trust.screens import consulted, screen

RISKS_SHOWN = REVIEWS_SHOWN = LEARNING_SHOWN = 10


@dataclass(frozen=True)
class ReviewLine:
    """A review of the case that the reader may open."""

    words: str
    round: str
    state: str
    colour: str
    href: str


@screen(access.can_see_case, find=finding.case_by_ref)
def case(request: HttpRequest, case: Case) -> HttpResponse:
    viewer = person(request)
    risks = risks_access.risks_of(case, viewer, most=RISKS_SHOWN)
    reviews = reviews_of(case, viewer)
    points = learning_from(case, viewer)
    consulted(request, [case, *risks, *reviews, *points], act="read a case")
    page = presenters.case_page(case, viewer)
    context = {
        "page": page,
        "form": MilestoneForm(),
        "risks": risks_presenters.risk_rows(risks, viewer, timezone.now()),
        "raise_risk": f"{reverse('risk-raise')}?{urlencode({'case': case.ref})}",
        "reviews": [_line(review) for review in reviews],
        "learning": points,
        "rail": rail(case, viewer, withheld=bool(page.withheld)),
        "holds": hold_lines(case, viewer),
        "place_hold": place_hold_address(case, viewer),
        "schedule": schedule_address(case, viewer),
        "ask_erasure": erasure_request_address(case, viewer),
        "ask_point": f"{reverse('point-ask')}?{urlencode({'case': case.ref})}",
    }
    return render(request, "pages/case.jinja", context)


def reviews_of(case: Case, viewer: Officer) -> list[Review]:
    """The reviews of the case that the viewer may read now, newest rounds first. What is hidden
    from a blinded reviewer is not counted here either."""
    newest = _newest_reviews(case.pk, viewer.pk, everything=has_role(viewer, "rasso_lead"))
    return [one for one in newest if reviews_access.can_read_review(viewer, one)]


@prepared
def _newest_reviews(case: int, viewer: int, *, everything: bool) -> QuerySet[Review]:
    found = Review.objects.filter(assignment__selection__case=case)
    if not everything:
        mine = Assignment.objects.filter(reviewer=viewer, selection__case=case)
        found = found.filter(assignment__selection__in=mine.values("selection"))
    found = found.exclude(state=ReviewState.SUPERSEDED).select_related(
        "assignment__selection__round", "assignment__reviewer", "rests_on__assignment__selection"
    )
    return found.order_by("-assignment__selection__round_id", "step", "id")[:REVIEWS_SHOWN]


def learning_from(case: Case, viewer: Officer) -> list[LearningPoint]:
    """What was learned from the case, for those who may read the words as they were written: in
    agreed learning nobody is to recognise the case."""
    return _learned(case.pk, viewer.pk, everything=learning_access.agrees_learning(viewer))


@prepared
def _learned(case: int, viewer: int, *, everything: bool) -> QuerySet[LearningPoint]:
    found = LearningPoint.objects.filter(case=case)
    if not everything:
        shared = LearningPoint.involved.through.objects.filter(officer=viewer)
        found = found.filter(Q(written_by=viewer) | Q(pk__in=shared.values("learningpoint")))
    return found[:LEARNING_SHOWN]


def _line(review: Review) -> ReviewLine:
    draft = review.state == ReviewState.DRAFT
    return ReviewLine(
        words=f"{STEPS[review.step]} by {review.assignment.reviewer.titled_name}",
        round=review.assignment.selection.round.name,
        state="First review reopened" if review.stale_since else review.get_state_display(),
        colour="orange" if review.stale_since else "blue" if draft else "green",
        href=reverse("review", kwargs={"ref": review.ref}),
    )
