"""Closing a round: refused while reviews are outstanding, unless the lead says so."""

from __future__ import annotations

import pytest
from django.utils import timezone

from stillpoint.cases.models import CaseAccess
from stillpoint.events.models import Announcement
from stillpoint.people.models import Officer
from stillpoint.reviews import closing
from stillpoint.reviews.facts import RoundClosed
from stillpoint.reviews.models import Review, Round, RoundState
from stillpoint.trust.answers import CannotDo, Refused
from tests.people.factories import make_officer
from tests.reviews.factories import (
    CONSOLE,
    make_cases,
    make_drawn_round,
    make_published_round,
    make_reviewers,
    submit_both,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def published() -> Round:
    make_cases(each=1)
    make_reviewers()
    return make_published_round(size=4)


def review_all(round: Round) -> None:
    for selection in round.selections.all():
        submit_both(selection)


def test_a_round_reviewed_twice_throughout_closes(published: Round) -> None:
    review_all(published)
    closed = closing.close_round(by=CONSOLE, round=published)
    assert closed.state == RoundState.CLOSED and closed.closed_at
    assert set(closed.selections.values_list("state", flat=True)) == {"stands"}
    assert Announcement.objects.filter(name=RoundClosed.name).count() == 1


def test_closing_twice_is_the_same_as_once(published: Round) -> None:
    review_all(published)
    closing.close_round(by=CONSOLE, round=published)
    closing.close_round(by=CONSOLE, round=published)
    assert Announcement.objects.filter(name=RoundClosed.name).count() == 1


def test_outstanding_reviews_are_named_and_closing_is_refused(published: Round) -> None:
    submit_both(published.selections.all()[0])
    with pytest.raises(CannotDo, match="3 cases are not reviewed twice yet"):
        closing.close_round(by=CONSOLE, round=published)


def test_closing_with_outstanding_cases_counts_them_as_not_reviewed(published: Round) -> None:
    submit_both(published.selections.all()[0])
    closing.close_round(by=CONSOLE, round=published, with_outstanding=True)
    left = published.selections.filter(state="unavailable")
    assert left.count() == 3
    assert set(left.values_list("reason", flat=True)) == {closing.NOT_IN_TIME}


def test_a_second_review_that_went_stale_is_outstanding(published: Round) -> None:
    review_all(published)
    second = Review.objects.filter(step=2).first()
    assert second is not None
    Review.objects.filter(pk=second.pk).update(stale_since=timezone.now())
    assert closing.outstanding(published) == [second.assignment.selection]


def test_an_unpublished_round_is_not_closed() -> None:
    make_cases(each=1)
    with pytest.raises(CannotDo, match="has not been published"):
        closing.close_round(by=CONSOLE, round=make_drawn_round(size=4))


def test_only_a_lead_closes(published: Round) -> None:
    analyst: Officer = make_officer(roles=("analyst",))
    with pytest.raises(Refused):
        closing.close_round(by=analyst, round=published)


def test_closing_ends_the_access_to_cases_that_reviews_gave(published: Round) -> None:
    assert CaseAccess.objects.filter(until=None).count() == 8
    review_all(published)
    closing.close_round(by=CONSOLE, round=published)
    assert not CaseAccess.objects.filter(until=None).exists()
