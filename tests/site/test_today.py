from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stillpoint.disclosure.models import Erasure
from stillpoint.events.models import Message
from stillpoint.events.telling import tell
from stillpoint.events.working import run_until_idle
from stillpoint.intake.models import IntakeRun, QuarantinedRow
from stillpoint.learning.noting import note_learning, note_training_need
from stillpoint.learning.thanking import send_thanks
from stillpoint.people.accrediting import accredit, record_calibration
from stillpoint.people.models import Officer, RoleGrant
from stillpoint.reviews import assigning, drawing, feeding_back, handing_out, reviewing
from stillpoint.reviews.models import Assignment, Feedback, Review, Round
from stillpoint.reviews.models.selection import Selection
from stillpoint.site.today.collecting import in_order, what_is_left
from stillpoint.site.today.items import Matters
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer, make_team
from tests.reviews import factories, review_factories
from tests.reviews.factories import make_case
from tests.risks.factories import make_risk, make_scene

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def today(officer: Officer) -> str:
    response = browser(officer).get(reverse("today"))
    assert response.status_code == 200
    return response.content.decode()


def left(officer: Officer, *, first_steps: bool = False) -> list[str]:
    """What Today says is left, but for the first steps of a force that has just begun."""
    fresh = Officer.objects.get(pk=officer.pk)
    return [
        item.sentence
        for item in in_order(what_is_left(fresh, timezone.now()))
        if (item.matters == Matters.FIRST_STEP) == first_steps
    ]


def feedback_for(officer: Officer, selection: Selection, **fields: Any) -> Feedback:
    return Feedback.objects.create(
        selection=selection, officer=officer, released_at=timezone.now(), **fields
    )


def hold_rows(number: int, kind: str = "bad") -> None:
    run = IntakeRun.objects.create(what="cases", mapping="stillpoint", by="console:tests")
    QuarantinedRow.objects.bulk_create(
        QuarantinedRow(run=run, file="cases.csv", line=line, kind=kind, reason="No date.", row={})
        for line in range(number)
    )


def test_an_empty_today_says_so_kindly_and_points_to_help() -> None:
    page = today(make_officer("Flo Response", rank="constable"))
    assert "Nothing is left for you today" in page
    assert f'href="{reverse("help")}"' in page


def test_a_force_that_has_just_begun_is_shown_its_first_steps_until_they_are_taken() -> None:
    administrator = make_officer(roles=("administrator",))
    assert left(administrator, first_steps=True) == [
        "Take in the force’s people",
        "Give somebody the role of RASSO lead",
    ]
    lead = make_officer(roles=("rasso_lead",), rank="superintendent")
    assert left(lead, first_steps=True) == [
        "Take in the force’s cases",
        "Accredit first and second reviewers",
        "Open the first round",
    ]
    review_factories.make_published_round()
    make_officer(team=make_team(), accredited=(1,), rank="inspector")
    assert left(administrator, first_steps=True) == left(lead, first_steps=True) == []
    assert left(make_officer(), first_steps=True) == []


def test_an_accredited_reviewer_is_led_to_the_practice_cases_until_they_are_done() -> None:
    reviewer = make_officer(rank="inspector")
    lead = make_officer(roles=("rasso_lead",), rank="superintendent")
    assert left(reviewer) == []
    accredit(by=lead, officer=reviewer, step=1, evidence="Led the unit for six years.")
    run_until_idle(raising=True)
    assert left(reviewer) == ["Rate the practice cases"]
    assert Message.objects.get(to=reviewer).link == reverse("calibration")
    record_calibration(by=reviewer, officer=reviewer)
    assert left(reviewer) == []


def test_what_matters_most_comes_first() -> None:
    scene = make_scene()
    make_risk(scene, "acknowledged")
    make_risk(scene, "directed")
    send_thanks(by=scene.lead, to=scene.receiver, text="Calm and clear.")
    selection = review_factories.make_published_round().selections.all()[0]
    review_factories.make_assignment(1, scene.receiver, selection, state="published")
    feedback_for(scene.receiver, selection)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=2)):
        kinds = [item.matters for item in in_order(what_is_left(scene.receiver, timezone.now()))]
    assert kinds == [
        Matters.RISK_OVERDUE,
        Matters.RISK_DUE,
        Matters.REVIEW_TO_ANSWER,
        Matters.FEEDBACK,
        Matters.THANKS,
    ]


def test_reviews_are_answered_then_written_then_gone_when_submitted() -> None:
    given = review_factories.make_assignment(1, state="published")
    reviewer = review_factories.author_of(given)
    case = given.selection.case.reference
    assert left(reviewer) == [f"Accept or decline the first review of case {case}"]
    Assignment.objects.filter(pk=given.pk).update(state="accepted")
    assert left(reviewer) == [f"Write the first review of case {case}"]
    given.refresh_from_db()
    review = reviewing.start_review(by=reviewer, assignment=given)
    assert left(reviewer) == [f"Write the first review of case {case}"]
    Review.objects.filter(pk=review.pk).update(state="submitted", submitted_at=timezone.now())
    assert left(reviewer) == []


def test_a_second_reviewer_learns_nothing_of_the_first_review_before_their_own_lock() -> None:
    second = review_factories.make_draft(2)
    reviewer = review_factories.author_of(second)
    before = left(reviewer)
    factories.submit(
        review_factories.make_assignment(1, selection=second.assignment.selection),
        strengths=["Kept the victim informed."],
        improvements=[],
    )
    assert left(reviewer) == before


def test_once_locked_it_waits_for_the_first_and_then_asks_to_compare() -> None:
    second = review_factories.make_draft(2)
    reviewer = review_factories.author_of(second)
    Review.objects.filter(pk=second.pk).update(locked_at=timezone.now())
    assert left(reviewer) == []
    selection = second.assignment.selection
    factories.submit(
        review_factories.make_assignment(1, selection=selection), strengths=["a"], improvements=[]
    )
    assert left(reviewer) == [
        f"Compare your ratings with the first review of case {selection.case.reference}"
    ]


def test_a_stale_second_review_is_there_whether_or_not_the_first_is_in() -> None:
    second = review_factories.make_draft(2)
    reviewer = review_factories.author_of(second)
    now = timezone.now()
    Review.objects.filter(pk=second.pk).update(
        state="submitted", submitted_at=now, locked_at=now, stale_since=now
    )
    selection = second.assignment.selection
    case = selection.case.reference
    assert left(reviewer) == [f"Your second review of case {case} waits"]
    factories.submit(
        review_factories.make_assignment(1, selection=selection), strengths=["a"], improvements=[]
    )
    assert left(reviewer) == [f"Compare again with the first review of case {case}"]


def test_a_closed_round_asks_for_nothing_more() -> None:
    given = review_factories.make_assignment(1)
    Round.objects.update(state="closed")
    assert left(review_factories.author_of(given)) == []


def test_a_lead_sees_the_next_step_of_a_round_at_each_state() -> None:
    lead = make_officer("Lee Lead", roles=("rasso_lead",))
    other = make_officer("Ann Analyst", roles=("analyst",))
    factories.make_cases(each=1)
    round = factories.make_open_round(lead=lead)
    seen = [left(lead)]
    Round.objects.filter(pk=round.pk).delete()
    round = factories.make_frozen_round("Autumn 2026", lead=lead)
    seen.append(left(lead))
    drawing.commit_part(by=lead, round=round, part="a" * 20)
    seen += [left(lead), left(other)]
    drawing.commit_part(by=other, round=round, part="b" * 20)
    seen += [left(lead), left(other)]
    drawing.reveal_part(by=other, round=round, part="b" * 20)
    drawing.reveal_part(by=lead, round=round, part="a" * 20)
    seen += [left(lead), left(other)]
    name = "“Autumn 2026”"
    assert seen == [
        [f"Plan the round {name}"],
        [f"Give your part of the seed for {name}"],
        [],
        [f"Give your part of the seed for {name}"],
        [f"Show your part of the seed for {name}"],
        [f"Show your part of the seed for {name}"],
        [f"Draw the sample of {name}"],
        [],
    ]


def test_a_lead_sees_what_is_left_of_a_drawn_and_published_round() -> None:
    lead = make_officer("Lee Lead", roles=("rasso_lead",))
    factories.make_cases(each=1)
    factories.make_reviewers()
    round = factories.make_drawn_round(lead=lead)
    seen = [left(lead)]
    assigning.assign_round(by=lead, round=round)
    seen.append(left(lead))
    handing_out.publish_round(by=lead, round=round)
    seen.append(left(lead))
    for selection in round.selections.all():
        factories.submit_both(selection)
    assert left(lead) == ["Close the round “Autumn 2026”"]
    factories.involve(make_officer(rank="constable"), selection.case)
    seen.append(left(lead))
    feeding_back.prepare_feedback(by=lead, round=Round.objects.get(pk=round.pk))
    Round.objects.filter(pk=round.pk).update(feedback_released_at=timezone.now())
    seen.append(left(lead))
    name = "“Autumn 2026”"
    assert seen == [
        [f"Find reviewers for {name}"],
        [f"Publish the round {name}"],
        [],
        [f"Release the feedback of {name}"],
        [f"Close the round {name}"],
    ]


def test_a_case_that_lost_its_reviewer_is_for_the_lead_to_fill() -> None:
    lead = make_officer("Lee Lead", roles=("rasso_lead",))
    given = review_factories.make_assignment(1)
    Round.objects.update(lead=lead)
    assert left(lead) == ["Find reviewers in “Autumn 2026”: 11 without one"]
    Assignment.objects.filter(pk=given.pk).update(state="declined")
    assert left(lead) == ["Find reviewers in “Autumn 2026”: 12 without one"]


def test_another_leads_round_is_not_ones_own() -> None:
    other = make_officer("Ola Other", roles=("rasso_lead",))
    factories.make_cases(each=1)
    factories.make_open_round(lead=make_officer("Lee Lead", roles=("rasso_lead",)))
    assert left(other) == []


def test_held_rows_and_wordings_are_for_leads() -> None:
    hold_rows(3)
    hold_rows(2, kind="unknown")
    lead = make_officer("Lee Lead", roles=("rasso_lead",))
    assert left(lead) == [
        "Settle 3 rows held by an import",
        "Say what wordings mean that hold up 2 rows",
    ]
    assert left(make_officer("Ada Admin", roles=("administrator",))) == []


def test_a_role_waits_for_a_second_administrator_only() -> None:
    first, second = (make_officer(roles=("administrator",)) for _ in range(2))
    person = make_officer("Pat Person")
    RoleGrant.objects.create(
        officer=person,
        role="auditor",
        since=timezone.localdate(),
        granted_by=first,
        needs_agreement=True,
    )
    sentence = f"Agree or decline a role for {person.titled_name}"
    assert [left(first), left(second), left(person)] == [[], [sentence], []]


def test_learning_and_training_wait_for_those_whose_work_it_is() -> None:
    author = make_officer("Ann Author")
    lead = make_officer("Lou Learning", roles=("ld_lead",))
    note_learning(by=author, source="risk:K7Q2MXTR", text="Look.")
    note_learning(by=lead, source="risk:K7Q2MXTR", text="One’s own is not one’s to agree.")
    note_training_need(
        by=author, source="risk:K7Q2MXTR", aim="a", capability="b", how_we_shall_know="c"
    )
    assert left(lead) == ["Agree what was learned: 1 learning point", "Plan 1 training need"]
    assert left(author) == []


def test_messages_stand_on_today_until_they_are_marked_as_seen() -> None:
    officer = make_officer()
    for number in range(2):
        tell(officer, subject=f"Something waits {number}", text="Sign in.", key=f"k{number}")
    client = browser(officer)
    assert "Something waits 0" in today(officer)
    client.post(reverse("today-seen"), {"key": "k0"})
    shown = today(officer)
    assert ("Something waits 0" in shown, "Something waits 1" in shown) == (False, True)
    client.post(reverse("today-seen"))
    assert "No message is waiting" in today(officer)


def test_nobody_marks_anothers_message() -> None:
    officer = make_officer()
    tell(officer, subject="Something waits", text="Sign in.", key="k")
    browser(make_officer()).post(reverse("today-seen"), {"key": "k"})
    assert "Something waits" in today(officer)


def test_what_an_item_says_is_not_said_again_by_a_message() -> None:
    scene = make_scene()
    risk = make_risk(scene, "directed")
    tell(scene.receiver, subject="Risk!", text="Act.", link=f"/risks/{risk.ref}/", key="k")
    assert "Risk!" not in today(scene.receiver)


def test_reading_today_is_one_entry_that_names_what_it_shows() -> None:
    scene = make_scene()
    risk = make_risk(scene, "directed")
    today(scene.receiver)
    entry = TrailEntry.objects.get(act="read Today")
    assert entry.about == [risk.trail_reference, scene.case.trail_reference]


def everything_for(officer: Officer, round: Round) -> None:
    """More of every kind for one person."""
    scene = make_scene()
    make_risk(scene, "directed", receiver=officer)
    selections = list(round.selections.all())
    taken = set(Assignment.objects.filter(step=1).values_list("selection", flat=True))
    free = next((one for one in selections if one.pk not in taken), None)
    if free is not None:
        review_factories.make_assignment(1, officer, free, state="published")
        feedback_for(officer, free)
    send_thanks(by=scene.lead, to=officer, text=scene.case.reference)
    note_learning(by=scene.raiser, source="risk:K7Q2MXTR", text="Look.")
    hold_rows(2)
    RoleGrant.objects.create(
        officer=scene.raiser,
        role="auditor",
        since=timezone.localdate(),
        granted_by=scene.lead,
        needs_agreement=True,
    )
    factories.make_open_round(f"Round {scene.case.reference}", lead=officer)
    with transaction.atomic():
        tell(officer, subject="Waits", text="Sign in.", key=scene.case.reference)


def test_today_takes_the_same_queries_at_any_size() -> None:
    roles = ("rasso_lead", "ld_lead", "administrator")
    officer = make_officer("Bea Busy", roles=roles, accredited=(1,))
    round = review_factories.make_published_round()
    everything_for(officer, round)
    client = browser(officer)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("today"))
    for _ in range(14):
        everything_for(officer, round)
    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse("today")).content.decode()
    assert "All live risks" in page
    assert len(many) == len(few)
    assert len(few) <= 40


def test_a_lead_sees_the_force_in_numbers_and_an_investigator_does_not() -> None:
    scene = make_scene()
    make_risk(scene, "acknowledged")
    page = today(scene.lead)
    assert "In the force now" in page
    assert "live risks open" in page and "points overdue" in page and "rounds under way" in page
    assert "In the force now" not in today(make_officer("Ina Vestigator", rank="constable"))


def test_a_chief_officer_sees_what_they_may_open_and_no_counts_of_points() -> None:
    page = today(make_officer("Ada Chief", rank="assistant_chief_constable"))
    assert "live risks open" in page and "reports of rounds to read" in page
    assert "points overdue" not in page


def test_only_a_second_person_is_asked_to_agree_an_erasure() -> None:
    lead, officer = (make_officer(roles=[role]) for role in ("rasso_lead", "disclosure_officer"))
    Erasure.objects.create(
        case=make_case(), reason="Old.", proposed_by=officer, proposed_at=timezone.now()
    )
    asked = "Agree or decline 1 erasure that somebody proposed"
    assert (asked in left(lead), asked in left(officer)) == (True, False)
