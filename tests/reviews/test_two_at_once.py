"""Two people, or one in two windows, who save one review at the very same moment: real
connections, real locks. One is saved; the other hears of it, and no word is lost."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint.reviews.models import AreaJudgement, Feedback, Review, Round
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer
from tests.reviews.review_factories import author_of, fill_first, make_draft, make_published_round

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.database,
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite has one writer at a time: two cannot be in the middle of a save at once",
    ),
]
JSON = {"Accept": "application/json"}


def all_at_once(posts: list[tuple[Client, str, dict[str, str]]]) -> list[Any]:
    """Each post on a connection of its own, let go at the same moment."""
    answers: list[Any] = [None] * len(posts)
    gate = threading.Barrier(len(posts))

    def send(number: int) -> None:
        client, address, sent = posts[number]
        try:
            gate.wait(10)
            answers[number] = client.post(address, sent, headers=JSON)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(len(posts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def windows(review: Review, count: int) -> list[Client]:
    found = [Client() for _ in range(count)]
    for client in found:
        client.force_login(author_of(review))
    return found


def area_posts(review: Review, version: str, words: list[str]) -> list[Any]:
    address = reverse("review-area", kwargs={"ref": review.ref, "area": "risk"})
    return [
        (client, address, {"version": version, "narrative": text})
        for client, text in zip(windows(review, len(words)), words, strict=True)
    ]


@pytest.mark.parametrize("known", [False, True])
def test_one_of_two_is_saved_and_the_other_has_both_texts(known: bool) -> None:
    """``known``: the page was saved before, so that there is a row to lock."""
    review, version = make_draft(1), "0"
    if known:
        (before,) = all_at_once(area_posts(review, "0", ["Before both."]))
        version = str(before.json()["version"])
    words = ["In one window.", "In the other."]
    answers = all_at_once(area_posts(review, version, words))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    loser = next(n for n, answer in enumerate(answers) if answer.status_code == 409)
    winner = 1 - loser
    assert answers[loser].json()["theirs"]["narrative"] == words[winner]
    assert AreaJudgement.objects.get(review=review).narrative == words[winner]
    again = area_posts(review, str(answers[loser].json()["version"]), [words[loser]])
    assert all_at_once(again)[0].status_code == 200
    assert AreaJudgement.objects.get(review=review).narrative == words[loser]


def test_of_many_at_once_one_is_saved_and_each_other_hears_of_it() -> None:
    review = make_draft(1)
    answers = all_at_once(area_posts(review, "0", [f"Window {n}." for n in range(5)]))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    assert AreaJudgement.objects.get(review=review).version == 1


def test_two_pages_of_one_review_saved_at_once_are_both_saved() -> None:
    review = make_draft(1)
    (area,) = area_posts(review, "0", ["The area."])
    (other,) = windows(review, 1)
    summary = reverse("review-summary", kwargs={"ref": review.ref})
    answers = all_at_once([area, (other, summary, {"version": "0", "summary": "The summary."})])
    assert [answer.status_code for answer in answers] == [200, 200]
    review.refresh_from_db()
    assert review.summary == "The summary."
    assert AreaJudgement.objects.get(review=review).narrative == "The area."


def test_submit_pressed_twice_at_once_submits_once() -> None:
    review = fill_first(make_draft(1), words="Steady work.")
    address = reverse("review-check", kwargs={"ref": review.ref})
    sent = {"not_identifiers": "on", "not_on_file": "no"}
    answers = all_at_once([(client, address, sent) for client in windows(review, 2)])
    assert [answer.status_code for answer in answers] == [302, 302]
    review.refresh_from_db()
    assert review.state == "submitted"
    assert TrailEntry.objects.filter(act="submit a review").count() == 1


def test_a_round_opened_twice_at_once_is_opened_once_and_the_others_hear_why() -> None:
    lead = make_officer(roles=("rasso_lead",))
    clients = [Client() for _ in range(4)]
    for client in clients:
        client.force_login(lead)
    sent = {"name": "Autumn 2026", "purpose": "To learn.", "how_used": "In briefings."}
    answers = all_at_once([(client, reverse("round-open"), sent) for client in clients])
    assert Round.objects.count() == 1
    first, *others = sorted(answers, key=lambda answer: answer.status_code)
    assert first.status_code == 302
    for answer in others:
        assert answer.status_code in (409, 422)
        page = answer.content.decode()
        assert "sent twice at the same moment" in page or "already a round called" in page


def test_a_reply_sent_twice_at_once_is_kept_once_and_two_replies_are_both_kept() -> None:
    selection = make_published_round().selections.order_by("id")[0]
    officer = make_officer()
    feedback = Feedback.objects.create(
        selection=selection, officer=officer, strengths=[], released_at=timezone.now()
    )
    address = reverse("feedback", kwargs={"ref": feedback.ref})

    def send(*texts: str) -> None:
        clients = [Client() for _ in texts]
        for client in clients:
            client.force_login(officer)
        posts = [
            (c, address, {"reply": "", "text": t}) for c, t in zip(clients, texts, strict=True)
        ]
        assert [answer.status_code for answer in all_at_once(posts)] == [302] * len(texts)

    send("I rang her twice.", "I rang her twice.", "I rang her twice.")
    assert [reply.text for reply in feedback.replies.all()] == ["I rang her twice."]
    send("From one window.", "From the other.")
    kept = ["From one window.", "From the other.", "I rang her twice."]
    assert sorted(reply.text for reply in feedback.replies.all()) == kept
    assert TrailEntry.objects.filter(act="reply to feedback").count() == len(kept)
