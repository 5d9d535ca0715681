"""What is said to a person is what concerns their part, as the lead chose it; what no longer
stands is noticed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Involvement
from stillpoint.people.models import Officer
from stillpoint.reviews import feedback_standing, feeding_back
from stillpoint.reviews.feedback_content import areas_touched
from stillpoint.reviews.models import AreaJudgement, Feedback, Review, Selection
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer
from tests.reviews.factories import (
    involve,
    make_cases,
    make_published_round,
    make_reviewers,
    submit_both,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OWN, OTHERS = "Kept the victim informed.", "The case was supervised late."


@pytest.fixture
def lead() -> Officer:
    return make_officer("Lee Lead", rank="superintendent", roles=("rasso_lead",))


@pytest.fixture
def selection(lead: Officer) -> Selection:
    """A case reviewed twice, with lines about engagement and about supervision."""
    make_cases(each=1)
    make_reviewers()
    one = make_published_round(size=4, lead=lead).selections.select_related("round", "case")[0]
    submit_both(one, strengths=[], improvements=[])
    AreaJudgement.objects.all().delete()
    for review in Review.objects.filter(assignment__selection=one, step=1):
        for area, words in (("victim_engagement", OWN), ("supervision", OTHERS)):
            AreaJudgement.objects.create(
                review=review, area=area, narrative="In words.", strengths=[words], rating=3
            )
    return one


def prepared(selection: Selection, lead: Officer, role: str) -> Feedback:
    involve(make_officer("Pat Person", rank="constable"), selection.case, role)
    feeding_back.prepare_feedback(by=lead, round=selection.round)
    return Feedback.objects.select_related("selection__round", "officer").get()


def said(feedback: Feedback) -> list[str]:
    return [line["text"] for line in feedback.strengths]


def client_of(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_a_specialist_victim_officer_is_told_of_engagement_and_not_of_supervision(
    selection: Selection, lead: Officer
) -> None:
    feedback = prepared(selection, lead, "victim_officer")
    assert said(feedback) == [OWN]
    assert [line["text"] for line in feedback.offered_strengths] == [OWN, OTHERS]


def test_the_officer_in_the_case_is_told_of_all_areas(selection: Selection, lead: Officer) -> None:
    assert said(prepared(selection, lead, "oic")) == [OWN, OTHERS]


def test_somebody_with_two_parts_is_told_of_what_either_touches() -> None:
    assert areas_touched(["victim_officer", "oic"]) == ()
    assert set(areas_touched(["victim_officer", "interviewer"])) > set(
        areas_touched(["victim_officer"])
    )


def test_every_area_is_touched_by_somebody_whose_work_is_reviewed() -> None:
    model = practice.current()
    roles = [role.key for role in model.involvement_roles if role.reviewed]
    assert any(areas_touched([role]) == () for role in roles)


def test_nobody_is_told_nothing_because_no_line_is_about_their_part(
    selection: Selection, lead: Officer
) -> None:
    AreaJudgement.objects.exclude(area="supervision").delete()
    feedback = prepared(selection, lead, "victim_officer")
    assert (said(feedback), feedback.part) == ([OTHERS], [])


def test_the_lead_adds_a_line_of_another_area_and_words_of_their_own(
    selection: Selection, lead: Officer
) -> None:
    feedback = prepared(selection, lead, "victim_officer")
    page = reverse(
        "round-feedback-lines", kwargs={"ref": selection.round.ref, "feedback": feedback.ref}
    )
    client = client_of(lead)
    assert "Not an area that their part touches" in client.get(page).content.decode()
    sent = {"strengths": ["0", "1"], "words": "Thank you for the calls you made."}
    assert client.post(page, sent).status_code == 302
    feeding_back.release_feedback(by=lead, round=selection.round)
    feedback.refresh_from_db()
    shown = client_of(feedback.officer).get(reverse("feedback", args=[feedback.ref]))
    for words in (OWN, OTHERS, "Thank you for the calls you made.", "chosen for your part"):
        assert words in shown.content.decode()


def test_what_was_left_out_can_be_brought_back_before_release(
    selection: Selection, lead: Officer
) -> None:
    feedback = prepared(selection, lead, "oic")
    feeding_back.keep_lines(by=lead, feedback=feedback, strengths=[0], improvements=[])
    feeding_back.keep_lines(by=lead, feedback=feedback, strengths=[0, 1], improvements=[])
    assert said(feedback) == [OWN, OTHERS]


def test_feedback_that_says_nothing_is_refused_and_what_was_typed_stays(
    selection: Selection, lead: Officer
) -> None:
    feedback = prepared(selection, lead, "oic")
    with pytest.raises(CannotDo, match="at least one line"):
        feeding_back.keep_lines(by=lead, feedback=feedback, strengths=[], improvements=[])
    page = reverse(
        "round-feedback-lines", kwargs={"ref": selection.round.ref, "feedback": feedback.ref}
    )
    answer = client_of(lead).post(page, {"strengths": ["0"], "words": "x" * 4001})
    assert answer.status_code == 422
    assert "x" * 4001 in answer.content.decode()


def given_to_somebody_else(selection: Selection) -> None:
    """The first review is another one now, written by somebody else."""
    old = Review.objects.get(assignment__selection=selection, step=1, state="submitted")
    old.state = "superseded"
    old.save()
    new = Review.objects.create(
        assignment=old.assignment,
        step=1,
        template_version="1",
        state="submitted",
        submitted_at=timezone.now(),
        revision=2,
    )
    AreaJudgement.objects.create(
        review=new, area="supervision", narrative="Anew.", strengths=["Seen anew."], rating=4
    )


def test_feedback_from_a_review_since_given_to_somebody_else_is_not_released_and_is_shown(
    selection: Selection, lead: Officer
) -> None:
    prepared(selection, lead, "oic")
    given_to_somebody_else(selection)
    with pytest.raises(CannotDo, match="no feedback to release"):
        feeding_back.release_feedback(by=lead, round=selection.round)
    page = client_of(lead).get(reverse("round-feedback", args=[selection.round.ref]))
    assert "Other reviews stand now" in page.content.decode()
    assert "Prepare feedback again" in page.content.decode()


def test_one_press_prepares_it_again_and_keeps_the_lead_s_own_words(
    selection: Selection, lead: Officer
) -> None:
    feedback = prepared(selection, lead, "oic")
    feeding_back.keep_lines(
        by=lead, feedback=feedback, strengths=[0], improvements=[], words="With thanks."
    )
    given_to_somebody_else(selection)
    feeding_back.prepare_feedback(by=lead, round=selection.round)
    feedback.refresh_from_db()
    assert (said(feedback), feedback.words) == (["Seen anew."], "With thanks.")
    assert feeding_back.release_feedback(by=lead, round=selection.round) == 1


def test_feedback_to_somebody_without_a_part_any_more_is_withdrawn_and_never_sent(
    selection: Selection, lead: Officer
) -> None:
    feedback = prepared(selection, lead, "oic")
    Involvement.objects.filter(officer=feedback.officer).delete()
    assert list(feedback_standing.releasable(selection.round)) == []
    feeding_back.prepare_feedback(by=lead, round=selection.round)
    feedback.refresh_from_db()
    assert feedback.withdrawn_at is not None
    assert TrailEntry.objects.filter(act="prepare feedback", note="1 withdrawn").exists()
    involve(feedback.officer, selection.case)
    feeding_back.prepare_feedback(by=lead, round=selection.round)
    assert feeding_back.release_feedback(by=lead, round=selection.round) == 1
