"""What comes out on the pages of a round: where it stands, what is next, its list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import NoReverseMatch, reverse

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.reviews import access, drawing, feedback_standing
from stillpoint.reviews.counting import counts
from stillpoint.reviews.models import Round, RoundState
from stillpoint.reviews.opening import EDITABLE

COLOURS = {
    RoundState.OPEN: "blue",
    RoundState.FROZEN: "blue",
    RoundState.DRAWN: "yellow",
    RoundState.PUBLISHED: "teal",
    RoundState.CLOSED: "green",
    RoundState.ABANDONED: "grey",
}
STATE_WORDS = {
    RoundState.OPEN: "Opened",
    RoundState.FROZEN: "Planned",
    RoundState.DRAWN: "Drawn",
    RoundState.PUBLISHED: "Under review",
    RoundState.CLOSED: "Closed",
    RoundState.ABANDONED: "Abandoned",
}
DONE, NEXT, LATER, UNDER_WAY = "Done", "Next", "Later", "Under way"
NOBODY = "Nobody to tell"
STEP_COLOURS = {DONE: "", NEXT: "blue", LATER: "grey", UNDER_WAY: "teal", NOBODY: "grey"}


@dataclass(frozen=True)
class RoundRow:
    name: str
    href: str
    state: str
    colour: str
    opened: dt.datetime
    lead: str
    size: str
    reason: str


@dataclass(frozen=True)
class Step:
    """One step of the round, as the task list shows it."""

    title: str
    hint: str
    href: str
    status: str

    @property
    def colour(self) -> str:
        return STEP_COLOURS[self.status]


@dataclass(frozen=True)
class NextAction:
    words: str
    button: str
    href: str


@dataclass(frozen=True)
class RoundPage:
    round: Round
    state: str
    colour: str
    steps: Sequence[Step]
    next: NextAction | None
    figures: Sequence[dict[str, str]]
    facts: Sequence[tuple[str, str]]
    links: Sequence[tuple[str, str]]
    leads: bool


@dataclass(frozen=True)
class Standing:
    """How far the reviews of a round are, counted."""

    drawn: int
    standing: int
    unassigned: int
    reviews: int
    submitted: int
    reviewed: int
    prepared: int
    released: int
    nobody_to_tell: bool = False

    @property
    def all_in(self) -> bool:
        return bool(self.reviews) and self.submitted == self.reviews and not self.unassigned


def page_of(name: str, round: Round, **more: str) -> str:
    """The address of one of the round's pages; empty while nobody serves it."""
    try:
        return reverse(name, kwargs={"ref": round.ref, **more})
    except NoReverseMatch:
        return ""


def round_rows(rounds: Sequence[Round]) -> list[RoundRow]:
    return [
        RoundRow(
            name=round.name,
            href=page_of("round", round),
            state=STATE_WORDS[RoundState(round.state)],
            colour=COLOURS[RoundState(round.state)],
            opened=round.opened_at,
            lead=round.lead.titled_name if round.lead else "Not named",
            size=size_of(round),
            reason=round.abandoned_reason,
        )
        for round in rounds
    ]


def size_of(round: Round) -> str:
    population = sum(row["population"] for row in round.plan.get("strata", ()))
    return f"{round.size:,} of {population:,}" if round.size else "Not fixed"


def guidance(place: str = "round_opening") -> list[Any]:
    """The practice model's words for a place: what leaders must do (P71)."""
    return [one for one in practice.current().wordings if one.place == place]


def standing(round: Round) -> Standing:
    """Counted in two queries at most, however large the round."""
    found = counts(round)
    wanted = 2 * found["standing"]
    counted = Standing(
        drawn=found["drawn"],
        standing=found["standing"],
        unassigned=wanted - found["held"],
        reviews=wanted,
        submitted=found["submitted"],
        reviewed=found["reviewed"],
        prepared=found["prepared"],
        released=found["released"],
    )
    over = counted.all_in or round.state == RoundState.CLOSED
    if over and not counted.prepared and not feedback_standing.anybody_to_tell(round):
        return replace(counted, nobody_to_tell=True)
    return counted


def round_page(round: Round, viewer: Officer) -> RoundPage:
    leads = bool(access.can_lead(viewer, round))
    now = standing(round)
    steps = _steps(round, now, leads)
    return RoundPage(
        round=round,
        state=STATE_WORDS[RoundState(round.state)],
        colour=COLOURS[RoundState(round.state)],
        steps=steps,
        next=_next(round, now) if leads else None,
        figures=_figures(round, now),
        facts=_facts(round),
        links=_links(round, viewer, leads),
        leads=leads,
    )


def _steps(round: Round, now: Standing, leads: bool) -> list[Step]:
    """The steps with how far each is, and a link where its page has something to show."""
    frozen, drawn = bool(round.frozen_at), round.drawn_at is not None
    published, closed = round.published_at is not None, round.state == RoundState.CLOSED
    abandoned = round.state == RoundState.ABANDONED
    rows = [
        ("Plan", "Population, strata and size, then the frozen frame", "round-plan",
         DONE if frozen else NEXT, leads and (frozen or not abandoned)),
        ("Draw", "Two people’s parts of the seed, then the draw", "round-draw",
         _status(drawn, frozen), frozen),
        ("Assign", "Reviewers without a stake in the case", "round-assignments",
         _status(published, drawn), leads and drawn),
        ("Review", _review_hint(now, published), "round-progress",
         DONE if closed or (published and now.all_in) else UNDER_WAY if published else LATER,
         leads and drawn),
        ("Feedback", "To those involved first", "round-feedback",
         _feedback_status(round, now), leads and published),
        ("Close", "From then on its figures stand", "round-close",
         _status(closed, now.all_in and (now.nobody_to_tell or bool(round.feedback_released_at))),
         leads and published),
        ("Report", "What the round shows", "round-report", _status(closed, False), closed),
    ]  # fmt: skip
    purpose = page_of("round-purpose", round) if leads and round.state in EDITABLE else ""
    steps = [Step("Open", "Purpose, use and time", purpose, DONE)]
    for title, hint, name, status, linked in rows:
        if abandoned and status != DONE:
            status = LATER
        steps.append(Step(title, hint, page_of(name, round) if linked else "", status))
    return steps


def _status(done: bool, reached: bool) -> str:
    return DONE if done else NEXT if reached else LATER


def _feedback_status(round: Round, now: Standing) -> str:
    complete = now.all_in or round.state == RoundState.CLOSED
    if now.nobody_to_tell:
        return NOBODY
    if not round.feedback_released_at:
        return _status(False, complete and round.published_at is not None)
    return DONE if complete and now.prepared == now.released else UNDER_WAY


def _review_hint(now: Standing, published: bool) -> str:
    if not published:
        return "First and second reviews"
    return f"{now.submitted} of {now.reviews} reviews submitted"


def _next(round: Round, now: Standing) -> NextAction | None:
    state = RoundState(round.state)
    if state == RoundState.OPEN:
        return NextAction(
            "Plan the round: which cases, how many, shared out how.",
            "Plan the round",
            page_of("round-plan", round),
        )
    if state == RoundState.FROZEN and drawing.seed_from_parts(round) is not None:
        return NextAction(
            "Both parts of the seed are shown. Anybody can work the draw out again from them.",
            "Draw the sample",
            page_of("round-draw", round),
        )
    if state == RoundState.FROZEN:
        return NextAction(
            "The size is fixed. Now two people give a part of the seed each.",
            "Give the seed",
            page_of("round-seed", round),
        )
    if state == RoundState.DRAWN:
        return NextAction(
            f"{now.standing} cases are drawn. Give each a reviewer for both steps, then publish.",
            "Assign reviewers",
            page_of("round-assignments", round),
        )
    if state == RoundState.PUBLISHED:
        return _next_under_review(round, now)
    if state == RoundState.CLOSED and page_of("round-report", round):
        return NextAction(
            "The round is closed and its figures stand.",
            "Read the report",
            page_of("round-report", round),
        )
    return None


def _next_under_review(round: Round, now: Standing) -> NextAction:
    if now.unassigned:
        words = "1 review has" if now.unassigned == 1 else f"{now.unassigned} reviews have"
        return NextAction(
            f"{words} no reviewer.", "Fill the gaps", page_of("round-assignments", round)
        )
    if not now.all_in:
        left = now.reviews - now.submitted
        return NextAction(
            f"{left} of {now.reviews} reviews are still to come.",
            "See the progress",
            page_of("round-progress", round),
        )
    if now.nobody_to_tell:
        return NextAction(
            "All reviews are in. No officer is recorded on these cases, so there is no feedback.",
            "Close the round",
            page_of("round-close", round),
        )
    if not round.feedback_released_at:
        return NextAction(
            "All reviews are in. Tell those involved what was learned.",
            "Prepare the feedback",
            page_of("round-feedback", round),
        )
    return NextAction(
        "All reviews are in and feedback is released.",
        "Close the round",
        page_of("round-close", round),
    )


def _figures(round: Round, now: Standing) -> list[dict[str, str]]:
    if not round.size:
        return []
    found = [
        {"figure": f"{round.size:,}", "words": "cases to review"},
        {"figure": f"{round.plan['hours']:,.0f}", "words": "hours planned"},
    ]
    if round.published_at:
        submitted = f"{now.submitted} of {now.reviews}"
        return [*found, {"figure": submitted, "words": "reviews submitted"}]
    return [*found, {"figure": f"{len(round.plan['strata']):,}", "words": "strata"}]


def _facts(round: Round) -> list[tuple[str, str]]:
    facts = [
        ("What it is for", round.purpose or "Not stated"),
        ("How the reviews will be used", round.how_used or "Not stated"),
        (
            "Time protected",
            f"{round.hours_protected:,} hours" if round.hours_protected else "Not stated",
        ),
        ("Lead", round.lead.titled_name if round.lead else "Not named"),
        (
            "Second reviewers",
            "Rate before they see the first review"
            if round.blinded
            else "See the first review from the start",
        ),
        (
            "Debriefs",
            "Reviewers may read what was shared, of finalised cases"
            if round.shows_debriefs
            else "Not shown to reviewers",
        ),
    ]
    if round.include_live and round.live_authority:
        facts.append(("Live and pre-trial cases", f"Let in by {round.live_authority.titled_name}"))
    if round.earlier:
        facts.append((round.get_coordination_display(), f"In “{round.earlier.name}”"))
    if round.state == RoundState.ABANDONED:
        facts.insert(0, ("Why it was abandoned", round.abandoned_reason))
    return facts


def _links(round: Round, viewer: Officer, leads: bool) -> list[tuple[str, str]]:
    links = []
    if round.state == RoundState.FROZEN and access.can_give_seed_part(viewer, round):
        links.append(("Give a part of the seed", page_of("round-seed", round)))
    if round.state == RoundState.OPEN and access.can_authorise_live(viewer, round):
        links.append(("Let live and pre-trial cases in", page_of("round-live", round)))
    if leads and round.state not in (RoundState.CLOSED, RoundState.ABANDONED):
        links.append(("Abandon this round", page_of("round-abandon", round)))
    return links


def close_words(standing: int, reviewed: int) -> str:
    """What closing now would mean, in one sentence. Given: cases to review, and reviewed twice."""
    left = standing - reviewed
    if not left:
        return f"All {reviewed} cases are reviewed twice."
    cases = "1 case is" if left == 1 else f"{left} cases are"
    return (
        f"{cases} not reviewed twice yet. If you close now, they count as cases that could not be "
        "reviewed, and the report says so."
    )
