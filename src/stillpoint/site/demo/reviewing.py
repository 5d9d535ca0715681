"""Two rounds of reviews in the invented force: one closed with its report, one half reviewed.

Everything is done by the same acts that people use on the screens.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

import numpy as np

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.reviews import (
    assigning,
    closing,
    completeness,
    drawing,
    feeding_back,
    handing_out,
    opening,
    planning,
    reviewing,
    second_reviewing,
    submitting,
)
from stillpoint.reviews.framing import Population
from stillpoint.reviews.models import Assignment, Review, Round
from stillpoint.site.demo import words
from stillpoint.site.demo.force import DemoForce

OUTCOMES = (
    "victim_declines_named",
    "victim_declines_unnamed",
    "nfa_police",
    "nfa_cps",
    "charged",
)
DECLINES = ("victim_declines_named", "victim_declines_unnamed")
RELATIONSHIPS = ("stranger", "acquaintance", "domestic")
FIRST_REVIEWS_IN, SECOND_REVIEWS_IN = 20, 13
PARTS = ("harbour-lanterns-over-slate-water", "seven-quiet-orchards-after-rain")


class Writer:
    """Writes reviews: the same seed, the same words.

    A case has a quality of its own and each reviewer a habit, so that two reviewers of one case
    agree often and not always.
    """

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.quality: dict[int, float] = {}
        self.habit: dict[int, float] = {}

    def first(self, assignment: Assignment) -> Review:
        """Write and submit a first review."""
        by = assignment.reviewer
        review = reviewing.start_review(by=by, assignment=assignment)
        self._save(reviewing.save_summary, by, review, summary=self._one(words.SUMMARIES))
        for area in practice.current().review_template.areas:
            self.area(review, area.key)
        timing = str(
            self.random.choice(["early", "late", "neither", "none"], p=[0.3, 0.3, 0.2, 0.2])
        )
        prompts = practice.current().review_template.arrest_effects
        said = dict(
            zip((p.key for p in prompts), (words.EFFECTS[timing] * 2)[: len(prompts)], strict=True)
        )
        self._save(reviewing.save_arrest, by, review, timing=timing, effects=said)
        rating = self._rating(assignment, spread=0.8)
        narrative = words.RECORD[min(3, 5 - rating)]
        self._save(reviewing.save_record_quality, by, review, rating=rating, narrative=narrative)
        reading, writing = int(self.random.gamma(9, 11)), int(self.random.gamma(7, 3.2)) + 4
        self._save(reviewing.save_minutes, by, review, reading=reading, writing=writing)
        return submitting.submit(by=by, review=review, not_identifiers=True, not_on_file="no")

    def area(self, review: Review, key: str) -> None:
        """Write one area of a review."""
        by = review.assignment.reviewer
        if key == "cps_and_partners" and self.random.random() < 0.15:
            reviewing.save_area(
                by=by, review=review, area=key, version=0, silent=True,
                narrative="The file is silent on contact with the prosecutor or other services.",
            )  # fmt: skip
            return
        rating = self._rating(review.assignment, spread=0.7)
        said = words.AREAS[key]
        seen = [self._one(words.OPENINGS[rating])]
        if rating >= 3:
            seen.append(self._one(said["went_well"]))
        if rating <= 3:
            seen.append(self._one(said["did_not"]))
        reviewing.save_area(
            by=by,
            review=review,
            area=key,
            version=0,
            narrative=" ".join(seen),
            strengths=self._some(said["strengths"], self._how_many(rating)),
            improvements=self._some(said["improvements"], self._how_many(6 - rating)),
            rating=rating,
            where=self._one(words.WHERE),
        )

    def second(self, assignment: Assignment) -> Review:
        """Own ratings, lock, reveal, compare, judge the review, submit."""
        by = assignment.reviewer
        review = reviewing.start_review(by=by, assignment=assignment)
        self.own_ratings(review)
        second_reviewing.lock_ratings(by=by, review=review)
        review = second_reviewing.reveal(by=by, review=review)
        apart = _apart(review)
        for key, _ in completeness.areas_to_compare():
            # One step apart is often called agreement in words; two steps seldom.
            agrees = bool(self.random.random() < (0.97, 0.6, 0.1)[min(apart.get(key, 0), 2)])
            second_reviewing.save_comparison(
                by=by,
                review=review,
                area=key,
                version=0,
                agrees=agrees,
                why="" if agrees else self._one(words.DIFFERS),
            )
        second_reviewing.save_review_of_review(
            by=by,
            review=review,
            version=0,
            qualities={
                quality.key: int(self.random.choice([3, 4, 5], p=[0.35, 0.45, 0.2]))
                for quality in practice.current().review_template.review_of_review
            },
            why="The judgements name what they rest on, and good and poor are both there.",
            missed=self._one(words.MISSED),
        )
        self._save(
            second_reviewing.save_findings,
            by,
            review,
            new_findings="",
            leader_takes=self._one(words.TAKES),
        )
        self._save(
            reviewing.save_minutes,
            by,
            review,
            reading=int(self.random.gamma(8, 5)),
            writing=int(self.random.gamma(6, 2)) + 3,
        )
        return submitting.submit(by=by, review=review, not_identifiers=True, not_on_file="no")

    def own_ratings(self, review: Review) -> None:
        template = practice.current().review_template
        own = {
            area.key: second_reviewing.OwnRating(rating=self._rating(review.assignment, spread=0.7))
            for area in template.areas
        }
        record = second_reviewing.OwnRating(rating=self._rating(review.assignment, spread=0.7))
        self._save(
            second_reviewing.save_ratings,
            review.assignment.reviewer,
            review,
            ratings=own,
            record=record,
        )

    def _rating(self, assignment: Assignment, *, spread: float) -> int:
        case, reviewer = assignment.selection.case_id, assignment.reviewer_id
        quality = self.quality.setdefault(case, float(self.random.normal(3.3, 0.7)))
        habit = self.habit.setdefault(reviewer, float(self.random.normal(0, 0.3)))
        return int(np.clip(round(quality + habit + self.random.normal(0, spread)), 1, 5))

    def _save(self, save, by: Officer, review: Review, **values) -> None:  # type: ignore[no-untyped-def]
        # Each page of a review has a version of its own, 0 before its first save.
        save(by=by, review=review, version=0, **values)

    def _one(self, choices: list[str]) -> str:
        return choices[int(self.random.integers(len(choices)))]

    def _how_many(self, rating: int) -> int:
        """Few or none where there is little of it: not every review finds both."""
        shares = {1: (0.7, 0.3, 0.0), 2: (0.45, 0.5, 0.05), 3: (0.15, 0.6, 0.25)}
        return int(self.random.choice(3, p=shares.get(rating, (0.05, 0.5, 0.45))))

    def _some(self, choices: list[str], number: int) -> list[str]:
        picked = self.random.permutation(len(choices))[:number]
        return [choices[int(place)] for place in picked]


def _apart(second: Review) -> dict[str, int]:
    """Area to the steps between the two reviewers' ratings, where both rated."""
    first = second.rests_on
    assert first is not None
    theirs = {one.area: one.rating for one in first.areas.all() if one.rating}
    return {
        one.area: abs(one.rating - theirs[one.area])
        for one in second.areas.all()
        if one.rating and one.area in theirs
    }


def closed_round(force: DemoForce, writer: Writer, today: dt.date) -> Round:
    """Thirty-eight cases drawn, reviewed twice, fed back and closed."""
    round = _drawn_round(
        force,
        name="Spring round",
        purpose="To see with our own eyes how we investigate, where we do it well and where we let "
        "people down. Nobody is being ranked. What we learn changes how we plan, supervise and "
        "support, and I will tell you what we changed.",
        population=Population(
            since=today - dt.timedelta(days=548),
            until=today - dt.timedelta(days=200),
            where={"kind": ["crime"], "outcome": OUTCOMES, "relationship": RELATIONSHIPS},
        ),
        size=38,
    )
    _publish(force, round)
    _one_unavailable(force, round)
    for step in (1, 2):
        for assignment in _given(round, step):
            handing_out.accept_assignment(by=assignment.reviewer, assignment=assignment)
            (writer.first if step == 1 else writer.second)(assignment)
    lead = force.named["lead"]
    feeding_back.prepare_feedback(by=lead, round=round)
    feeding_back.release_feedback(by=lead, round=round)
    return round


def half_reviewed_round(force: DemoForce, writer: Writer, today: dt.date) -> Round:
    """A round under way: half of its cases reviewed by both, drafts, answers to come, a refusal."""
    round = _drawn_round(
        force,
        name="Autumn round",
        purpose="To look at what became of the cases of this year, and whether plans are now "
        "looked at again after the interview.",
        population=Population(
            since=today - dt.timedelta(days=365),
            until=today - dt.timedelta(days=45),
            where={"kind": ["crime"], "outcome": OUTCOMES, "relationship": RELATIONSHIPS},
        ),
        size=26,
        earlier=Round.objects.get(name="Spring round"),
    )
    _publish(force, round)
    _one_unavailable(force, round)
    first = _given(round, 1)
    declined = first.pop()
    handing_out.decline_assignment(
        by=declined.reviewer,
        assignment=declined,
        reason="I advised on this case as night duty inspector.",
        conflict=True,
    )
    for place, assignment in enumerate(first[:-2]):
        handing_out.accept_assignment(by=assignment.reviewer, assignment=assignment)
        if place < FIRST_REVIEWS_IN:
            writer.first(assignment)
        elif place < FIRST_REVIEWS_IN + 2:
            _begin(writer, assignment)
    _half_of_the_second_reviews(round, writer)
    return round


def _half_of_the_second_reviews(round: Round, writer: Writer) -> None:
    """Some submitted, two begun and not locked, the rest to write or to answer."""
    for place, assignment in enumerate(_given(round, 2)):
        if place > SECOND_REVIEWS_IN + 5:
            continue
        handing_out.accept_assignment(by=assignment.reviewer, assignment=assignment)
        if place < SECOND_REVIEWS_IN:
            writer.second(assignment)
        elif place < SECOND_REVIEWS_IN + 2:
            review = reviewing.start_review(by=assignment.reviewer, assignment=assignment)
            writer.own_ratings(review)


def _one_unavailable(force: DemoForce, round: Round) -> None:
    """One case cannot be read, and the next of its stratum is reviewed in its place."""
    left = Counter(round.frame.values_list("stratum", flat=True))
    left.subtract(round.selections.values_list("stratum", flat=True))
    stratum = max(left, key=lambda one: (left[one], one))
    lead = force.named["lead"]
    substitute = drawing.mark_unavailable(
        by=lead,
        selection=round.selections.filter(stratum=stratum).order_by("ticket")[0],
        reason="The file is with another force for a linked case until after the round.",
    )
    if substitute is not None:
        for step in (1, 2):
            handing_out.refill(by=lead, selection=substitute, step=step)


def close(force: DemoForce, round: Round) -> None:
    closing.close_round(by=force.named["lead"], round=round, with_outstanding=True)


def _begin(writer: Writer, assignment: Assignment) -> None:
    review = reviewing.start_review(by=assignment.reviewer, assignment=assignment)
    for area in practice.current().review_template.areas[:2]:
        writer.area(review, area.key)


def _drawn_round(
    force: DemoForce,
    *,
    name: str,
    purpose: str,
    population: Population,
    size: int,
    earlier: Round | None = None,
) -> Round:
    lead, second = force.named["lead"], force.named["second_lead"]
    round = opening.open_round(
        by=lead,
        name=name,
        purpose=purpose,
        how_used="Findings go to those involved first, then to the board for rape investigations, "
        "without names. This is not discipline and is not kept with it. What is written could be "
        "used in other proceedings, and relevant material may have to be disclosed.",
        hours_protected=size * 3,
    )
    opening.set_population(by=lead, round=round, population=population)
    if earlier is not None:
        opening.coordinate_with(by=lead, round=round, earlier=earlier, how="leave_out")
    merge = {"variable": "outcome", "values": list(DECLINES), "into": " or ".join(DECLINES)}
    planning.freeze_frame(
        by=lead,
        round=round,
        design=planning.Design(
            by=("relationship", "outcome"), size=size, rule="power", merges=[merge]
        ),
    )
    for officer, part in zip((lead, second), PARTS, strict=True):
        drawing.commit_part(by=officer, round=round, part=f"{part}-{size}")
    for officer, part in zip((lead, second), PARTS, strict=True):
        drawing.reveal_part(by=officer, round=round, part=f"{part}-{size}")
    round.refresh_from_db()
    drawing.draw_round(by=lead, round=round)
    round.refresh_from_db()
    return round


def _publish(force: DemoForce, round: Round) -> None:
    assigning.assign_round(by=force.named["lead"], round=round)
    handing_out.publish_round(by=force.named["lead"], round=round, with_gaps=True)
    round.refresh_from_db()


def _given(round: Round, step: int) -> list[Assignment]:
    given = Assignment.objects.filter(selection__round=round, step=step, state="published")
    return list(given.select_related("reviewer", "selection__case").order_by("selection__ticket"))
