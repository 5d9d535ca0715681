"""One case from first response to debrief, in a browser, as everybody who works on it.

With ``STILLPOINT_SCREENSHOTS=1`` the pictures of points in ``docs/screenshots`` are taken anew.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from stillpoint.cases.models import Case, OutcomeEvent
from stillpoint.disclosure.models import FlagState, RelevanceFlag
from stillpoint.events.working import run_until_idle
from stillpoint.learning.models import Action, LearningPoint
from stillpoint.people.models import Officer
from stillpoint.points import debrief, not_progressed
from stillpoint.points.closure import outcome_came
from stillpoint.points.models import ClosureNotice, NoticeState, Point, PointState
from stillpoint.points.opening_points import open_points
from tests.browser.conftest import NARROW, ROOT, WIDE
from tests.browser.smaller_png import smaller
from tests.people.factories import make_officer
from tests.points.code_tests import FROM_A_MYTH
from tests.points.factories import happen, make_manned_case, officer_of
from tests.reviews.factories import CONSOLE

pytestmark = [pytest.mark.django_db(transaction=True)]
FOLDER = ROOT / "docs" / "screenshots"
LARGEST = 150_000
LENSES = ("case", "learning", "welfare")


@dataclass
class Walk:
    """Whoever walks the case: one tab, in which people follow each other."""

    page: Any
    case: Case
    sign_in: Any
    axe: Any
    no_sideways_scroll: Any
    seen: set[str] = field(default_factory=set)

    def officer(self, role: str) -> Officer:
        return officer_of(self.case, role)

    def as_(self, officer: Officer, address: str) -> None:
        self.sign_in(officer)
        self.page.goto(address)

    def press(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()

    def fill(self, name: str, words: str) -> None:
        self.page.fill(f"[name='{name}']", words)

    def choose(self, name: str, value: str) -> None:
        self.page.check(f"input[name='{name}'][value='{value}']")

    def fill_day(self, name: str, days_ago: int = 0) -> None:
        day = timezone.localdate() - dt.timedelta(days=days_ago)
        for part in ("day", "month", "year"):
            self.fill(f"{name}-{part}", str(getattr(day, part)))

    def unfold(self, name: str) -> None:
        """Open what is folded around this field."""
        folded = self.page.locator("details", has=self.page.locator(f"[name='{name}']"))
        if folded.get_attribute("open") is None:
            folded.locator("summary").click()

    def look(self, name: str, picture: bool = False, at: str = "") -> None:
        """Check the page for barriers, once for each name; its picture, at the wide window."""
        if name in self.seen:
            return
        self.seen.add(name)
        self.axe(self.page)
        self.no_sideways_scroll(self.page)
        taking = os.environ.get("STILLPOINT_SCREENSHOTS") == "1"
        if picture and taking and self.page.viewport_size == WIDE:
            self._take(name, at)

    def _take(self, name: str, at: str) -> None:
        place = self.page.locator(at or "body").first
        place.evaluate("el => el.scrollIntoView({block: 'start'})")
        blank = self.page.context.browser.new_page()
        taken = smaller(blank, self.page.screenshot())
        blank.close()
        assert len(taken) <= LARGEST, f"{name}.png has {len(taken):,} bytes"
        (FOLDER / f"{name}.png").write_bytes(taken)

    def opens(self, milestone: str, kind: str) -> Point:
        """The milestone happens, and opens this point."""
        happen(self.case, milestone)
        open_points(by=CONSOLE, case=self.case)
        run_until_idle(raising=True)
        return Point.objects.get(case=self.case, kind=kind)

    def share_plainly(self, point: Point, by: Officer) -> None:
        """A conversation with nothing to raise, between all who take part."""
        self.as_(by, reverse("point", args=[point.ref]))
        for lens in LENSES:
            self.choose(f"{lens}-answer", "nothing")
        for box in self.page.locator("input[name='together-present']").all():
            box.check()
        self.choose("together-not_on_file", "no")
        self.look(f"conversation-{point.kind}")
        self.press("Share and finish")
        self.look(f"held-{point.kind}")
        point.refresh_from_db()
        assert point.state == PointState.HELD, point.kind


@pytest.mark.parametrize("width", [NARROW, WIDE], ids=["320", "1280"])
def test_a_case_goes_from_first_response_to_debrief(
    page: Any, sign_in: Any, axe: Any, no_sideways_scroll: Any, width: dict[str, int]
) -> None:
    page.set_viewport_size(width)
    walk = Walk(page, make_manned_case(), sign_in, axe, no_sideways_scroll)
    first_response(walk)
    handover(walk)
    checking_in(walk)
    disclosure(walk)
    full_code_test(walk)
    before_court(walk)
    not_going_on(walk)
    debriefing(walk)
    the_end(walk)


def first_response(walk: Walk) -> None:
    point = walk.opens("fro_deployed", "rpp1")
    assert point.owner is not None
    walk.as_(point.owner, reverse("point-shift", args=[point.ref]))
    walk.choose("support", "offered")
    walk.press("We checked in")
    walk.look("shift", picture=True)
    walk.as_(walk.officer("fro"), reverse("point-shift", args=[point.ref]))
    walk.follow("Begin the handover")
    walk.fill("communication", "Texts after six.")
    walk.look("handover-begun")
    walk.press("Save it for the handover")
    walk.share_plainly(point, point.owner)


def handover(walk: Walk) -> None:
    fro, oic = walk.officer("fro"), walk.officer("oic")
    point = walk.opens("handover_accepted", "rpp2")
    walk.as_(fro, "/")
    walk.look("today-fro")
    walk.follow("Pass on what you know")
    walk.follow("What the first response passes on")
    walk.choose("communication_on_file", "yes")
    walk.look("handover-needs")
    walk.press("Pass it on")
    walk.as_(oic, "/")
    walk.follow("Accept the handover and answer on the file")
    walk.press("Accept the handover")
    walk.follow("The investigation answers on the file")
    walk.fill("helped_record", "Times on every page.")
    walk.choose("not_on_file", "no")
    walk.look("handover-answer")
    walk.press("Share with the first response")
    walk.as_(fro, "/")
    walk.follow("Answer on the handover")
    walk.follow("The first response answers on the handover")
    walk.fill("good", "You rang me the same day.")
    walk.choose("not_on_file", "no")
    walk.look("handover-reply")
    walk.press("Share with the investigation")
    walk.press("I want to hear what becomes of the case")
    walk.page.goto(reverse("point-handover", args=[point.ref]))
    walk.look("handover", picture=True)
    walk.share_plainly(point, oic)


def checking_in(walk: Walk) -> None:
    point = walk.opens("strategy_set", "rpp3")
    oic = walk.officer("oic")
    walk.as_(walk.officer("supervisor"), reverse("my-team"))
    walk.look("my-team", picture=True)
    walk.as_(oic, "/")
    walk.look("today-oic")
    walk.follow("Checking in: case")
    walk.choose("case-answer", "something")
    walk.fill("case-what", "The plan was not looked at after the interview.")
    walk.fill("case-so_what", "The next step may be the wrong one.")
    walk.fill("case-now_what", "We go through it on Thursday.")
    walk.choose("learning-answer", "something")
    walk.fill("learning-what", "Book the second look when the interview is booked.")
    walk.look("point", picture=True, at="main form")
    walk.unfold("learning-point_text")
    walk.fill("learning-point_text", "Book the second look with the interview.")
    walk.choose("learning-point_kind", "improvement")
    walk.choose("learning-point_level", "unit")
    walk.fill("learning-point_try", "Both go into the diary in one step.")
    walk.choose("welfare-answer", "nothing")
    walk.unfold("together-action_1_text")
    walk.fill("together-action_1_text", "Go through the plan line by line.")
    walk.choose("together-action_1_owner", oic.ref)
    walk.fill_day("together-action_1_due")
    walk.choose("together-not_on_file", "yes")
    walk.fill("together-flag_words", "A neighbour heard voices. It was not in the log.")
    walk.page.check("[name='together-now_on_file']")
    walk.look("point-full")
    walk.press("Share and finish")
    walk.look("held-rpp3")
    point.refresh_from_db()
    assert point.state == PointState.HELD
    assert LearningPoint.objects.get().source == point.trail_reference
    assert Action.objects.get().owner == oic


def disclosure(walk: Walk) -> None:
    walk.as_(make_officer(roles=["disclosure_officer"]), reverse("disclosure"))
    walk.look("disclosure", picture=True)
    flag = RelevanceFlag.objects.get()
    walk.page.goto(reverse("disclosure-flag", args=[flag.ref]))
    walk.look("disclosure-flag")
    assert walk.page.get_by_text("The plan was not looked at").count() == 0
    walk.choose("decision", "schedule")
    walk.fill("description", "What a neighbour said to an officer about voices that night.")
    walk.press("Keep the decision")
    walk.page.goto(reverse("disclosure-schedule", args=[flag.case.ref]))
    walk.page.get_by_text("What a neighbour said").first.wait_for()
    walk.look("disclosure-schedule")
    flag.refresh_from_db()
    assert flag.state == FlagState.SCHEDULED


def full_code_test(walk: Walk) -> None:
    point = walk.opens("full_code_test_assessed", "rpp4")
    oic, second = walk.officer("oic"), walk.officer("supervisor")
    here = reverse("point-code-test", args=[point.ref])
    walk.as_(oic, here)
    walk.look("code-test")
    walk.press("Choose the second person")
    walk.page.get_by_label(second.titled_name).check()
    walk.press("Ask them")
    walk.follow("Lines of enquiry")
    walk.fill("line-01-text", "Footage from the taxi office.")
    for name, value in (("direction", "towards"), ("state", "done"), ("on_system", "yes")):
        walk.page.select_option(f"[name=line-01-{name}]", value)
    walk.press("Share and go on")
    walk.fill("case_strengths", "She told a friend within the hour.")
    walk.fill("suspect_did", "He sent the others home.")
    walk.fill("suspect_means", "He made sure that they were alone.")
    walk.choose("not_on_file", "no")
    # What was typed is read and saved as one writes: the test lets that end first.
    walk.page.wait_for_load_state("networkidle")
    walk.press("Share and go on")
    answer_a_card(walk)
    for stage in ("evidential", "public_interest"):
        walk.choose(f"stage-{stage}-view", "met")
        walk.fill(f"stage-{stage}-why", "The footage and the first telling support it.")
    walk.choose("not_on_file", "no")
    walk.press("Share and ask for the challenge")
    walk.as_(second, here)
    walk.follow("The second person's challenge")
    walk.fill("challenge", "What shows that he asked?")
    walk.choose("not_on_file", "no")
    walk.look("code-test-challenge")
    walk.press("Share the challenge")
    walk.as_(oic, here)
    walk.follow("Answer to the challenge")
    walk.fill("answer", "Nothing yet. We put it to him.")
    walk.choose("not_on_file", "no")
    walk.press("Share the answer")
    walk.look("code-test-whole")
    walk.share_plainly(point, oic)


def answer_a_card(walk: Walk) -> None:
    walk.page.wait_for_load_state("networkidle")
    walk.fill("case_weaknesses", FROM_A_MYTH)
    card = walk.page.locator("[data-card=case_weaknesses-M05]")
    card.get_by_label("Keep it, because").fill("The footage contradicts her on the time.")
    walk.page.get_by_text("Saved at").wait_for()
    walk.look("code-test-card", picture=True, at="main form")
    walk.choose("not_on_file", "no")
    walk.press("Share and go on")


def before_court(walk: Walk) -> None:
    point = walk.opens("plea_hearing", "rpp5_court")
    oic, sergeant = walk.officer("oic"), walk.officer("supervisor")
    walk.as_(oic, reverse("point-before-court", args=[point.ref]))
    walk.press("Ask for time to prepare")
    walk.fill("hours", "6")
    walk.fill_day("wanted_by", days_ago=-10)
    walk.page.locator("[name='purpose']").first.check()
    walk.look("ask-for-time")
    walk.press("Ask")
    walk.look("before-court", picture=True, at="main section >> nth=0")
    walk.as_(sergeant, "/")
    walk.follow("to prepare for court")
    walk.choose("move", "agree")
    walk.fill_day("since", days_ago=-5)
    walk.look("protected-time")
    walk.press("Answer")
    walk.as_(oic, reverse("protected-times"))
    walk.page.get_by_text("Agreed", exact=True).wait_for()
    walk.look("protected-times")
    walk.share_plainly(point, oic)


def not_going_on(walk: Walk) -> None:
    point = walk.opens("police_nfa", "rpp5_not_progressed")
    oic, sergeant = walk.officer("oic"), walk.officer("supervisor")
    here = reverse("point-not-progressed", args=[point.ref])
    walk.as_(oic, here)
    walk.press("Go through every avenue")
    for name in not_progressed.avenue_fields():
        walk.choose(name, "done")
    for name in not_progressed.option_fields():
        walk.choose(name, "not_apt")
        walk.fill(f"{name}_why", "Its conditions fail.")
    walk.fill("why_not_progressed", "No suspect was found after every line was followed.")
    walk.choose("not_on_file", "no")
    walk.look("not-progressed-write")
    walk.press("Share, then sign")
    walk.press("Sign revision 1")
    walk.as_(sergeant, here)
    walk.look("not-progressed", picture=True, at="main h3 >> nth=1")
    walk.press("Sign revision 1")
    walk.page.get_by_text("You have signed.").wait_for()
    walk.share_plainly(point, sergeant)


def debriefing(walk: Walk) -> None:
    Case.objects.filter(pk=walk.case.pk).update(outcome_group="nfa_police")
    OutcomeEvent.objects.create(
        case=walk.case, code="18", group="nfa_police", on=timezone.localdate()
    )
    point = walk.opens("outcome_recorded", "rpp6")
    said = {"fro": "The first account was taken once.", "oic": "Ask for the phone in week one."}
    for role, words in said.items():
        walk.as_(walk.officer(role), reverse("point-debrief", args=[point.ref]))
        walk.press("Write your contribution")
        walk.page.get_by_label("What did we learn, and for whom?").fill(words)
        walk.choose("not_on_file", "no")
        walk.look("debrief-yours")
        walk.press("Share with everybody invited")
    assert point.owner is not None
    walk.as_(point.owner, reverse("point-debrief-record", args=[point.ref]))
    walk.choose("how", "together")
    walk.fill_day("on", days_ago=1)
    walk.fill("at", "14:30")
    walk.fill("place", "Room 4")
    for asked in debrief.people_of(point):
        walk.choose("present", asked.officer.ref)
        walk.choose(f"witness-{asked.officer.ref}", "witness_no")
    walk.look("debrief-record")
    walk.press("Share the record")
    walk.page.goto(reverse("point-debrief", args=[point.ref]))
    walk.look("debrief", picture=True, at="main h2")
    for words in said.values():
        assert walk.page.get_by_text(words).count() == 1
    walk.share_plainly(point, point.owner)


def the_end(walk: Walk) -> None:
    walk.as_(walk.officer("oic"), reverse("case", args=[walk.case.ref]))
    stops = walk.page.locator(".sp-rail__words").all_inner_texts()
    assert len(stops) == 6 and all(one.startswith("Held ") for one in stops), stops
    walk.look("case")
    walk.case.refresh_from_db()
    outcome_came(by=CONSOLE, case=walk.case)
    walk.as_(walk.officer("supervisor"), "/")
    walk.follow("Answer a closure notice")
    walk.choose("witness", "not_a_witness")
    walk.choose("trial_to_come", "no")
    walk.page.locator("[name='thanks']").first.check()
    walk.look("closure-send")
    walk.press("Send it, or hold it back")
    walk.as_(walk.officer("fro"), "/")
    walk.follow("Read what became of case")
    assert walk.page.get_by_text("nobody was charged").is_visible()
    walk.look("closure-notice")
    assert ClosureNotice.objects.get().state == NoticeState.READ
