"""Before the lock nothing of the first review reaches its second reviewer, on any page.

There are data that could leak: a submitted first review with words and ratings of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint.disclosure.facts import RelevanceFlagged
from stillpoint.disclosure.handlers import tell_disclosure_officers
from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.events.telling import messages_for
from stillpoint.people.models import Officer
from stillpoint.reviews import access, blinding, completeness, second_reviewing, submitting
from stillpoint.reviews.completeness import areas_to_compare
from stillpoint.reviews.models import Review, Round, RoundState
from stillpoint.reviews.urls_reviewing import urlpatterns
from tests.people.factories import make_officer
from tests.reviews.factories import involve
from tests.reviews.review_factories import (
    LEAK,
    author_of,
    fill_first,
    give_ratings,
    make_draft,
    make_locked_second_review,
    make_published_round,
    make_reviewer,
    make_submitted_first_review,
    make_submitted_second_review,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def second_reviewer(*, lead: bool) -> Officer:
    roles = ["rasso_lead"] if lead else []
    return make_officer(rank="superintendent", accredited=[2], roles=roles)


def blinded_pair(*, lead: bool = False) -> tuple[Review, Review]:
    """A submitted first review, and the second that has ratings of its own but no lock."""
    first = make_submitted_first_review(rating=1)
    draft = make_draft(2, second_reviewer(lead=lead), first.assignment.selection)
    return first, give_ratings(draft, rating=5)


def every_page(*reviews: Review) -> Iterator[str]:
    """Every address of these rooms for each of the reviews: new ones come in by themselves."""
    for pattern in urlpatterns:
        wanted = pattern.pattern.converters
        if "case" in wanted:
            continue
        if "ref" not in wanted:
            yield reverse(pattern.name)
            continue
        for review in reviews:
            ref = review.assignment.ref if pattern.name == "review-start" else review.ref
            if "area" not in wanted:
                yield reverse(pattern.name, kwargs={"ref": ref})
                continue
            for area, _ in areas_to_compare():
                yield reverse(pattern.name, kwargs={"ref": ref, "area": area})


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.mark.parametrize("lead", [False, True], ids=["reviewer", "lead"])
def test_nothing_of_the_first_review_is_on_any_page_before_the_lock(lead: bool) -> None:
    first, second = blinded_pair(lead=lead)
    client = signed_in(author_of(second))
    addresses = list(every_page(first, second))
    assert len(addresses) > 40
    for address in addresses:
        shown = client.get(address)
        assert LEAK not in shown.text, address
        assert "Rating:</strong> 1. Very poor" not in shown.text, address


@pytest.mark.parametrize("lead", [False, True], ids=["reviewer", "lead"])
def test_that_the_first_review_is_submitted_changes_no_page_before_the_lock(lead: bool) -> None:
    """Not even a count or a state differs: the pages are the same while the first is a draft."""
    first, second = blinded_pair(lead=lead)
    client = signed_in(author_of(second))
    addresses = [reverse("reviews"), *every_page(second)]
    submitted = [_without_tokens(client.get(address).text) for address in addresses]
    Review.objects.filter(pk=first.pk).update(state="draft", submitted_at=None)
    drafted = [_without_tokens(client.get(address).text) for address in addresses]
    assert submitted == drafted


@pytest.mark.parametrize("lead", [False, True], ids=["reviewer", "lead"])
def test_the_page_of_the_first_review_is_refused_before_the_lock(lead: bool) -> None:
    first, second = blinded_pair(lead=lead)
    answer = signed_in(author_of(second)).get(reverse("review", kwargs={"ref": first.ref}))
    assert answer.status_code == 403
    assert "lock your own ratings first" in answer.text


def test_posting_the_reveal_before_the_lock_shows_nothing() -> None:
    _, second = blinded_pair()
    client = signed_in(author_of(second))
    answer = client.post(reverse("review-reveal", kwargs={"ref": second.ref}))
    assert answer.status_code == 409
    assert LEAK not in answer.text
    second.refresh_from_db()
    assert second.revealed_at is None


def test_after_lock_and_reveal_the_first_review_stands_beside() -> None:
    _, second = blinded_pair()
    client = signed_in(author_of(second))
    second_reviewing.lock_ratings(by=author_of(second), review=second)
    client.post(reverse("review-reveal", kwargs={"ref": second.ref}))
    shown = client.get(reverse("review-compare", kwargs={"ref": second.ref, "area": "risk"}))
    assert LEAK in shown.text


def test_a_lock_in_one_case_opens_that_case_and_no_other() -> None:
    round = make_published_round()
    one, other = round.selections.order_by("id")[:2]
    by = second_reviewer(lead=False)
    first_one = make_submitted_first_review(selection=one)
    first_other = make_submitted_first_review(selection=other)
    make_locked_second_review(by, one)
    make_draft(2, by, other)
    assert access.can_read_review(by, first_one).allowed
    assert not access.can_read_review(by, first_other).allowed


def test_a_lead_with_ratings_to_lock_is_blinded_to_other_cases_of_the_round() -> None:
    round = make_published_round()
    one, other = round.selections.order_by("id")[:2]
    by = second_reviewer(lead=True)
    first_other = make_submitted_first_review(selection=other)
    second_other = make_submitted_second_review(first_other)
    draft = make_draft(2, by, one)
    assert not access.can_read_review(by, first_other).allowed
    assert not access.can_read_review(by, second_other).allowed
    second_reviewing.lock_ratings(by=by, review=give_ratings(draft))
    assert access.can_read_review(by, first_other).allowed
    assert access.can_read_review(by, second_other).allowed


def test_a_lead_without_a_part_in_the_round_reads_both() -> None:
    first = make_submitted_first_review()
    second = make_submitted_second_review(first)
    lead = make_officer(rank="superintendent", roles=["rasso_lead"])
    for review in (first, second):
        answer = signed_in(lead).get(reverse("review", kwargs={"ref": review.ref}))
        assert answer.status_code == 200


def test_a_lead_who_had_a_part_in_the_case_reads_its_reviews_once_feedback_is_released() -> None:
    first = make_submitted_first_review()
    second = make_submitted_second_review(first)
    lead = make_officer(rank="superintendent", roles=["rasso_lead"])
    involve(lead, first.assignment.selection.case)
    page = reverse("review", kwargs={"ref": second.ref})
    refused = signed_in(lead).get(page)
    assert refused.status_code == 403
    assert "You had a part in this case" in refused.text
    Round.objects.update(feedback_released_at=timezone.now())
    assert signed_in(lead).get(page).status_code == 200


def test_a_draft_of_the_first_review_is_not_read_by_its_second_reviewer() -> None:
    draft = make_draft(1)
    second = make_locked_second_review(selection=draft.assignment.selection)
    assert not access.can_read_review(author_of(second), draft).allowed


def test_the_first_reviewer_does_not_read_the_second_review() -> None:
    first = make_submitted_first_review()
    second = make_submitted_second_review(first)
    assert not access.can_read_review(author_of(first), second).allowed


def test_another_reviewer_of_the_round_reads_neither() -> None:
    first = make_submitted_first_review()
    assert not access.can_read_review(make_reviewer(1), first).allowed


def test_reading_the_first_review_in_an_open_round_is_a_reveal() -> None:
    first, second = blinded_pair()
    round = first.assignment.selection.round
    round.blinded = False
    round.save()
    answer = signed_in(author_of(second)).get(reverse("review", kwargs={"ref": first.ref}))
    assert LEAK in answer.text
    locked = second_reviewing.lock_ratings(by=author_of(second), review=second)
    assert not blinding.counts_for_agreement(locked)


def test_a_closed_round_hides_nothing_from_its_second_reviewer() -> None:
    first, second = blinded_pair()
    round = first.assignment.selection.round
    round.state = RoundState.CLOSED
    round.save()
    first.refresh_from_db()
    assert not blinding.is_hidden_from(author_of(second), Review.objects.get(pk=first.pk))


def test_what_a_second_review_lacks_says_nothing_of_the_first() -> None:
    _, second = blinded_pair()
    assert [one.sentence for one in completeness.missing_from(second)] == [
        "Lock ratings of your own."
    ]


def _without_tokens(page: str) -> str:
    """The page without what is different at every request."""
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page)


DISCLOSURE_PAGES = ("disclosure", "disclosure-schedules", "today")


def test_a_disclosure_officer_meets_no_flag_of_a_first_review_before_their_own_lock() -> None:
    roles = ["disclosure_officer"]
    both = make_officer(rank="superintendent", accredited=[2], roles=roles)
    first = fill_first(make_draft(1))
    second = give_ratings(make_draft(2, both, first.assignment.selection), rating=5)
    client = signed_in(both)
    before = [_as_shown(client, name) for name in DISCLOSURE_PAGES]
    flag = submit_with_flag(first)
    tell_disclosure_officers(RelevanceFlagged(flag=flag.ref))

    assert [_as_shown(client, name) for name in DISCLOSURE_PAGES] == before
    address = reverse("disclosure-flag", args=[flag.ref])
    assert (client.get(address).status_code, messages_for(both).count()) == (403, 0)

    second_reviewing.lock_ratings(by=both, review=second)
    assert flag.words in client.get(reverse("disclosure")).text
    assert client.get(address).status_code == 200


def test_another_disclosure_officer_reads_the_flag_at_once() -> None:
    first = fill_first(make_draft(1))
    make_draft(2, second_reviewer(lead=False), first.assignment.selection)
    flag = submit_with_flag(first)
    officer = make_officer(roles=["disclosure_officer"])
    assert flag.words in signed_in(officer).get(reverse("disclosure")).text


def submit_with_flag(first: Review) -> RelevanceFlag:
    words = "A second witness."
    submitting.submit(by=author_of(first), review=first, not_on_file="yes", flag_words=words)
    return RelevanceFlag.objects.get(source=first.trail_reference)


def _as_shown(client: Client, name: str) -> str:
    shown = client.get(reverse(name)).text
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce|content)="[^"]*"', "", shown)
