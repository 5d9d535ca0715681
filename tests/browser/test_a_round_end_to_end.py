"""One round from signing in to the report, in a real browser and by keyboard only.

Everybody signs in with a password, tabs to what they need and types. The worker does between the
steps what it would do beside a running service. Where the round has several reviews of a kind, one
is written in the browser and the others by the same acts that the pages call.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stillpoint import practice
from stillpoint.cases.models import Case
from stillpoint.events.working import run_until_idle
from stillpoint.people.models import Officer
from stillpoint.practice import QUALITY_OF_RECORD
from stillpoint.reviews import handing_out, second_reviewing, submitting
from stillpoint.reviews.models import Assignment, Feedback, Review, Round, Selection
from stillpoint.risks.models import LiveRisk
from stillpoint.trust import sealing, verifying
from tests.browser import invented_file
from tests.browser.desk import Desk, person
from tests.reviews.factories import involve
from tests.reviews.review_factories import fill_first, fill_second, give_ratings

pytestmark = [pytest.mark.django_db(transaction=True)]
CASES = 4


def only_round() -> Round:
    return Round.objects.get()


def test_a_round_from_sign_in_to_report_by_keyboard(
    desk: Callable[[Officer], Desk], tmp_path: Path
) -> None:
    lead = person("Louise Poole", "superintendent", roles=["rasso_lead"])
    second_lead = person("Oliver Fielding", "superintendent", roles=["rasso_lead"])
    manager = person("Ella Slater", "inspector")
    investigator = person("Ben Burgess", "constable", manager=manager)
    for name in ("Nia Parry", "Robin Turner"):
        person(name, accredited=[1])
    for name in ("Priya Lal", "Cormac Murphy"):
        person(name, "chief_inspector", accredited=[2])

    at_lead = desk(lead)
    import_a_file(at_lead, invented_file.write_file(tmp_path / "invented.csv"))
    settle_what_is_held(at_lead)
    open_and_plan(at_lead)
    give_the_seed_and_draw(at_lead, desk(second_lead))
    for selection in Selection.objects.filter(round=only_round()):
        involve(investigator, selection.case)
    assign_and_publish(at_lead)

    first = assignment_of_step(1)
    at_first = desk(first.reviewer)
    accept(at_first, first)
    write_a_first_review(at_first, first)
    second = Assignment.objects.get(selection=first.selection, step=2, state="published")
    at_second = desk(second.reviewer)
    accept(at_second, second)
    write_a_second_review(at_second, second)
    write_the_other_reviews()

    give_feedback(at_lead)
    read_and_reply(desk(investigator))
    close_and_read_the_report(at_lead)
    sealing.seal_all()
    assert verifying.verify().intact


def import_a_file(at: Desk, file: Path) -> None:
    at.reach("Intake")
    at.see("imports-empty", narrow=True)
    at.follow("button", "Import cases")
    at.see("upload", narrow=True)
    at.give_file("Files", file)
    at.choose("mapping", "data-police-uk")
    at.follow("button", "Import")
    at.see("import-waiting")
    run_until_idle(raising=True)
    at.page.get_by_text("created").first.wait_for()
    at.see("import-done", narrow=True)
    assert Case.objects.count() == invented_file.GOOD


def settle_what_is_held(at: Desk) -> None:
    """A contradiction is settled by choosing, a bad row by editing, a wording by its meaning."""
    at.follow("link", "held for a person")
    at.see("held", narrow=True)
    at.follow("link", invented_file.crime_id(900)[:12])
    at.see("held-contradiction", narrow=True)
    at.follow("button", "Choose line")
    at.reach("Intake")
    at.follow("link", "rows that cannot be read")
    at.follow("link", invented_file.crime_id(901)[:12])
    at.see("held-bad")
    at.write_in(at.page.get_by_label("Month", exact=True), "2026-05")
    at.follow("button", "Save and take it in")
    at.reach("Intake")
    at.follow("link", "unknown wording")
    at.see("wordings", narrow=True)
    at.follow("link", "Say what it means")
    at.see("meaning")
    at.pick("What it means", "Not in the public interest")
    at.follow("button", "")
    assert Case.objects.count() == invented_file.GOOD + 2 + invented_file.UNKNOWN


def open_and_plan(at: Desk) -> None:
    at.follow("link", "Rounds", within="")
    at.see("rounds-empty", narrow=True)
    at.follow("button", "Open a round")
    at.see("round-open", narrow=True)
    at.write("name", "Spring 2026")
    at.write("purpose", "To see how we investigate, and where we let people down.")
    at.write("how_used", "Findings go to those involved first. Not for discipline or promotion.")
    at.write("hours_protected", "40")
    at.follow("button", "Open")
    at.see("round-opened", narrow=True)
    at.page.goto(f"/rounds/{only_round().ref}/plan/")
    at.see("plan", narrow=True)
    at.tick("by", "area")
    at.tick("by", "relationship", on=False)
    at.tick("by", "outcome", on=False)
    at.choose("decide", "size")
    at.write("amount", str(CASES))
    at.follow("button", "Show the plan")
    at.see("plan-shown")
    at.follow("button", "Freeze the frame")
    at.see("round-frozen")
    assert only_round().size == CASES


def give_the_seed_and_draw(at: Desk, at_other: Desk) -> None:
    where = f"/rounds/{only_round().ref}/seed/"
    words = {at: "harbour-lanterns-over-slate", at_other: "seven-orchards-after-rain"}
    for one, part in words.items():
        one.page.goto(where)
        one.see("seed-commit", narrow=True)
        one.write("part", part)
        one.follow("button", "Commit my part")
        one.see("seed-committed")
    for one, part in words.items():
        one.page.goto(where)
        one.see("seed-show")
        one.write("part", part)
        one.follow("button", "Show my part")
    at.page.goto(where)
    at.see("seed-shown")
    at.follow("button", "Draw the sample")
    at.page.goto(f"/rounds/{only_round().ref}/draw/")
    at.see("draw", narrow=True)
    assert Selection.objects.count() == CASES


def assign_and_publish(at: Desk) -> None:
    at.page.goto(f"/rounds/{only_round().ref}/assignments/")
    at.see("assign")
    at.follow("button", "Propose reviewers")
    at.see("assignments", narrow=True)
    at.follow("button", "Publish")
    run_until_idle(raising=True)
    assert Assignment.objects.filter(state="published").count() == 2 * CASES


def assignment_of_step(step: int) -> Assignment:
    found = Assignment.objects.filter(step=step, state="published").select_related("reviewer")
    return found.order_by("selection__order")[0]


def accept(at: Desk, given: Assignment) -> None:
    at.page.goto(f"/assignments/{given.ref}/")
    at.see(f"assignment-{given.step}", narrow=True)
    at.follow("button", "Accept the review")
    at.follow("button", "Go to my reviews")
    at.see("my-reviews", narrow=True)


def write_a_first_review(at: Desk, given: Assignment) -> None:
    at.follow("link", given.selection.case.reference[:12])
    at.see("review-start", narrow=True)
    at.follow("button", "Start the review")
    at.see("review-tasks", narrow=True)
    at.follow("link", "Summary of actions taken")
    at.see("review-summary")
    at.write("summary", "Reported, handed over, interviewed, sent for a decision.")
    at.follow("button", "Save and continue")
    areas = practice.current().review_template.areas
    for place, _area in enumerate(areas):
        at.see("review-area", narrow=True)
        at.write("where", "Entry of day 3 by the supervisor.")
        at.write("narrative", "Steady work with one long gap.")
        at.write("strengths-0", "A plan on day 3.")
        at.write("improvements-0", "It was not looked at after the interview.")
        at.choose("verdict", "3")
        if place == 1:
            raise_a_live_risk(at)
        at.follow("button", "Save and continue")
    at.see("review-arrest")
    at.choose("arrest_timing", "late")
    for prompt in practice.current().review_template.arrest_effects:
        if prompt.kind == "assessment":
            at.write(f"effect-{prompt.key}", "It lasted longer.")
    at.follow("button", "Save and continue")
    at.see("review-record")
    at.choose("record_rating", "4")
    at.follow("button", "Save and continue")
    at.see("review-time")
    at.write("reading_minutes", "90")
    at.write("writing_minutes", "20")
    at.follow("button", "Save and continue")
    at.see("review-check", narrow=True)
    at.choose("not_on_file", "no")
    at.follow("button", "Submit this review")
    at.see("review-submitted")
    assert Review.objects.get(assignment=given).state == "submitted"


def raise_a_live_risk(at: Desk) -> None:
    """From the page being written, with what was typed kept, and back to it."""
    at.page.get_by_text("Saved at").first.wait_for()
    writing = at.page.url
    at.follow("link", "live risk", within="main")
    at.see("risk-raise", narrow=True)
    at.write("what", "The file does not say whether the suspect has contact with children.")
    at.follow("button", "Raise the live risk")
    at.see("risk", narrow=True)
    run_until_idle(raising=True)
    at.follow("link", "Back to the review")
    if at.page.url != writing:
        at.page.goto(writing)
    assert at.page.locator("[name=narrative]").input_value() == "Steady work with one long gap."
    assert LiveRisk.objects.get().state == "raised"


def write_a_second_review(at: Desk, given: Assignment) -> None:
    at.follow("link", given.selection.case.reference[:12])
    at.see("second-start")
    at.follow("button", "Start the review")
    at.see("second-tasks", narrow=True)
    at.follow("link", "Your own ratings")
    at.see("second-ratings", narrow=True)
    areas = [area.key for area in practice.current().review_template.areas]
    for key in [*areas, QUALITY_OF_RECORD]:
        at.choose(f"rating-{key}", "4")
    at.follow("button", "Lock my ratings")
    at.see("second-locked")
    at.follow("button", "Show the first review")
    at.see("second-revealed")
    at.page.goto(f"/reviews/{Review.objects.get(assignment=given).ref}/compare/{areas[0]}/")
    for _ in range(len(second_reviewing_areas())):
        at.see("second-compare", narrow=True)
        at.choose("agrees", "yes")
        at.follow("button", "Save and continue")
    at.see("second-of-review", narrow=True)
    for quality in practice.current().review_template.review_of_review:
        at.choose(f"quality-{quality.key}", "4")
    at.write("why", "Every judgement names what it rests on.")
    at.write("missed", "Whether the suspect has contact with children.")
    at.follow("button", "Save and continue")
    at.see("second-findings")
    at.write("leader_takes", "Plans are not looked at again after the interview.")
    at.follow("button", "Save and continue")
    at.write("reading_minutes", "40")
    at.write("writing_minutes", "10")
    at.follow("button", "Save and continue")
    at.see("second-check", narrow=True)
    at.choose("not_on_file", "no")
    at.follow("button", "Submit this review")
    assert Review.objects.get(assignment=given).state == "submitted"


def second_reviewing_areas() -> list[str]:
    return [*(area.key for area in practice.current().review_template.areas), QUALITY_OF_RECORD]


def write_the_other_reviews() -> None:
    """The same acts as the pages call, for the reviews that nobody watches."""
    for given in Assignment.objects.filter(state="published").order_by("step"):
        handing_out.accept_assignment(by=given.reviewer, assignment=given)
        review = make_draft_of(given)
        if given.step == 1:
            submitting.submit(
                by=given.reviewer, review=fill_first(review, rating=4), not_on_file="no"
            )
            continue
        locked = second_reviewing.lock_ratings(by=given.reviewer, review=give_ratings(review))
        shown = second_reviewing.reveal(by=given.reviewer, review=locked)
        submitting.submit(by=given.reviewer, review=fill_second(shown), not_on_file="no")
    run_until_idle(raising=True)


def make_draft_of(given: Assignment) -> Review:
    from stillpoint.reviews import reviewing

    return reviewing.start_review(by=given.reviewer, assignment=given)


def give_feedback(at: Desk) -> None:
    at.page.goto(f"/rounds/{only_round().ref}/progress/")
    at.see("progress", narrow=True)
    at.page.goto(f"/rounds/{only_round().ref}/feedback/")
    at.follow("button", "Prepare feedback")
    at.see("feedback-prepared", narrow=True)
    at.follow("link", "Ben Burgess")
    at.see("feedback-lines", narrow=True)
    at.page.goto(f"/rounds/{only_round().ref}/feedback/")
    at.follow("button", "Release")
    at.see("feedback-released")
    run_until_idle(raising=True)


def read_and_reply(at: Desk) -> None:
    at.reach("Feedback")
    at.see("feedback-list", narrow=True)
    at.follow("link", Feedback.objects.order_by("pk")[0].selection.case.reference[:12])
    at.see("feedback", narrow=True)
    at.write("text", "Thank you. I did look at the plan again, but only in conversation.")
    at.follow("button", "Send the reply")
    at.see("feedback-replied")


def close_and_read_the_report(at: Desk) -> None:
    at.page.goto(f"/rounds/{only_round().ref}/")
    at.see("round-reviewed", narrow=True)
    at.page.goto(f"/rounds/{only_round().ref}/close/")
    at.see("round-close", narrow=True)
    at.follow("button", "Close the round")
    run_until_idle(raising=True)
    at.reach("Evidence")
    at.see("evidence", narrow=True)
    at.follow("link", "Spring 2026")
    at.see("report", narrow=True)
    read_every_section(at)
    for words, start in (("Word", b"PK"), ("PDF", b"%PDF"), ("ODS", b"PK"), ("JSON", b"{")):
        assert at.take_file(words).read_bytes().startswith(start)


def read_every_section(at: Desk) -> None:
    ref = only_round().ref
    links = at.page.locator(f"main a[href^='/rounds/{ref}/report/part/']")
    for where in sorted({link.get_attribute("href") for link in links.all()}):
        at.page.goto(where)
        at.see(f"report-{where.split('/')[-2]}")
    at.page.goto(f"/rounds/{ref}/report/")
