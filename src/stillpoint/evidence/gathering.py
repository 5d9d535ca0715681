"""Gather what a report is computed from, as plain JSON that is then frozen. Few queries, whatever
the number of cases."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.cases.models import Case, Milestone
from stillpoint.evidence import times
from stillpoint.evidence.figures import plain
from stillpoint.methods import sampling
from stillpoint.people.models import Officer
from stillpoint.practice import PracticeModel
from stillpoint.reviews import blinding, framing
from stillpoint.reviews.models import AreaJudgement, Assignment, Review, Round, Selection
from stillpoint.reviews.models.selection import STANDING
from stillpoint.risks.models import LiveRisk

VERSION = 1
# How far a live risk has come, in the four stages that the report tells apart.
STAGES = {
    "mitigated": "answered",
    "recorded": "answered",
    "none_found": "answered",
    "verified": "verified",
    "closed": "closed",
}


def gather(round: Round, *, reviews: bool = True) -> dict[str, Any]:
    """The inputs of a round's report. Without ``reviews`` (before the round is closed, while
    blinding could be broken) nothing that a reviewer wrote or rated is read."""
    model = practice.current()
    cut_off = timezone.localdate(round.closed_at) if round.closed_at else timezone.localdate()
    inputs = {
        "version": VERSION,
        "cut_off": cut_off,
        "round": _round(round),
        **_plan(round),
        "cases": _cases(round, with_reviews=reviews),
        "loads": _loads(round),
        "risks": _risks(round) if reviews else [],
        "waits": _waits(round, model, cut_off) if reviews else {},
        "practice": _practice(model),
    }
    frozen: dict[str, Any] = plain(inputs)
    return frozen


def _round(round: Round) -> dict[str, Any]:
    kept = {
        name: getattr(round, name)
        for name in (
            *("ref", "name", "purpose", "how_used", "hours_protected", "state", "blinded"),
            *("population", "by", "rule", "minimum", "size", "first_minutes", "second_minutes"),
            *("frame_sha256", "include_live", "live_reason", "coordination", "seed"),
        )
    }
    days = {
        name: timezone.localtime(at) if (at := getattr(round, name)) else None
        for name in ("opened_at", "frozen_at", "drawn_at", "published_at", "closed_at")
    }
    return {
        **kept,
        **days,
        "earlier": round.earlier.name if round.earlier else "",
        "planned_hours": round.plan.get("hours"),
        "half_width": round.plan.get("half_width"),
        "seed_parts": round.seed_parts.count(),
        "population_words": population_words(round),
    }


def population_words(round: Round) -> str:
    """The population in words: ``Cases reported from 1 July 2025 to 30 June 2026; area: North``."""
    population = framing.Population.read(round.population, round.include_live)
    words = "Cases reported"
    if population.since:
        words += f" from {_day(population.since)}"
    if population.until:
        words += f" to {_day(population.until)}"
    parts = [
        f"{framing.LABELS.get(name, name.replace('_', ' ').capitalize())}: "
        + ", ".join(framing.value_label(name, value) for value in values)
        for name, values in population.where.items()
    ]
    return "; ".join([words if words != "Cases reported" else "All reported cases", *parts])


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _plan(round: Round) -> dict[str, Any]:
    strata = [
        {
            **row,
            "key": sampling.stratum_key(row["stratum"]),
            "label": framing.stratum_label(row["stratum"]),
        }
        for row in round.plan.get("strata", [])
    ]
    return {
        "strata": strata,
        "outside_strata_live": round.plan.get("outside_strata_live", 0),
        "notes": round.plan.get("notes", []),
        "merges": round.plan.get("merges", []),
        "variables": [_variable(name, strata) for name in round.by],
    }


def _variable(name: str, strata: Sequence[dict[str, Any]]) -> dict[str, Any]:
    values = sorted({row["stratum"][name] for row in strata if name in row["stratum"]})
    return {
        "variable": name,
        "label": framing.LABELS[name],
        "values": [{"value": value, "label": framing.value_label(name, value)} for value in values],
    }


def _cases(round: Round, *, with_reviews: bool) -> list[dict[str, Any]]:
    selections = list(round.selections.select_related("case").order_by("stratum", "order", "id"))
    reference = {one.pk: one.case.reference for one in selections}
    written = _Reviews.of(round) if with_reviews else None
    return [
        {
            "case": one.case.reference,
            "case_ref": one.case.ref,
            "stratum": one.stratum,
            "stratum_values": json.loads(one.stratum),
            "ticket": one.ticket,
            "order": one.order,
            "probability": one.probability,
            "weight": one.weight,
            "state": one.state,
            "reason": one.reason,
            "substitute_for": reference.get(one.substitute_for_id or 0),
            "first": written.review(one, 1) if written else None,
            "second": written.review(one, 2) if written else None,
            "locked": written.locked(one) if written else None,
            "not_blind": written.not_blind(one) if written else False,
        }
        for one in selections
    ]


class _Reviews:
    """The submitted reviews of a round with their judgements, by selection and step."""

    def __init__(self, revisions: Sequence[Review], judgements: Sequence[AreaJudgement]) -> None:
        self.revisions: dict[tuple[int, int], list[Review]] = defaultdict(list)
        self.areas: dict[int, list[AreaJudgement]] = defaultdict(list)
        for review in revisions:
            self.revisions[review.assignment.selection_id, review.step].append(review)
        for judgement in judgements:
            self.areas[judgement.review_id].append(judgement)

    @classmethod
    def of(cls, round: Round) -> _Reviews:
        submitted: QuerySet[Review] = Review.objects.filter(
            assignment__selection__round=round, submitted_at__isnull=False
        )
        revisions = submitted.select_related("assignment__reviewer").order_by("submitted_at", "id")
        judgements = AreaJudgement.objects.filter(review__in=submitted).order_by("review", "area")
        return cls(list(revisions), list(judgements))

    def current(self, selection: Selection, step: int) -> Review | None:
        """The revision that stands, of whoever has the case."""
        found = [
            review
            for review in self.revisions[selection.pk, step]
            if review.state == "submitted" and review.assignment.state in STANDING
        ]
        return found[-1] if found else None

    def review(self, selection: Selection, step: int) -> dict[str, Any] | None:
        review = self.current(selection, step)
        if review is None:
            return None
        reviewer = review.assignment.reviewer
        return {
            "reviewer": reviewer.ref,
            "rank": rank_key(reviewer),
            "submitted_at": review.submitted_at,
            "reading_minutes": review.reading_minutes,
            "writing_minutes": review.writing_minutes,
            "measured_seconds": review.measured_seconds,
            "record_rating": review.record_rating,
            "arrest_timing": review.arrest_timing,
            "areas": {
                one.area: {
                    "rating": one.rating,
                    "silent": one.silent,
                    "strengths": one.strengths,
                    "improvements": one.improvements,
                }
                for one in self.areas[review.pk]
            },
        }

    def locked(self, selection: Selection) -> dict[str, Any] | None:
        """The ratings that count for agreement: the second reviewer's own, locked before the
        reveal, and the first reviewer's as they stood at it."""
        second = self.current(selection, 2)
        if second is None or not blinding.counts_for_agreement(second):
            return None
        seen_at = second.revealed_at or second.locked_at
        assert seen_at is not None
        before = [
            review
            for review in self.revisions[selection.pk, 1]
            if review.submitted_at and review.submitted_at <= seen_at
        ]
        first = before[-1] if before else self.current(selection, 1)
        if first is None:
            return None
        return {
            "locked_at": second.locked_at,
            "revealed_at": second.revealed_at,
            "first_reviewer": first.assignment.reviewer.ref,
            "second_reviewer": second.assignment.reviewer.ref,
            "first": self._ratings(first),
            "second": self._ratings(second),
        }

    def not_blind(self, selection: Selection) -> bool:
        """Whether the second reviewer had been able to read a first review of the case before it
        was theirs: their ratings are left out of agreement."""
        second = self.current(selection, 2)
        return second is not None and second.assignment.could_see_first

    def _ratings(self, review: Review) -> dict[str, int | None]:
        ratings = {one.area: one.rating for one in self.areas[review.pk]}
        return {**ratings, practice.QUALITY_OF_RECORD: review.record_rating}


def rank_key(officer: Officer) -> str:
    """The rank or grade that an hour of the officer is counted and costed under."""
    acting = officer.acting_rank if practice.current().acting_rule == "held" else ""
    return acting or officer.rank or officer.grade


def _loads(round: Round) -> dict[str, Any]:
    """How many cases each reviewer of a step has, without names, and how many are submitted."""
    held = Assignment.objects.filter(selection__round=round, state__in=STANDING)
    counts: dict[str, dict[int, int]] = {"1": defaultdict(int), "2": defaultdict(int)}
    for step, reviewer in held.values_list("step", "reviewer"):
        counts[str(step)][reviewer] += 1
    submitted = {"1": 0, "2": 0}
    written = Review.objects.filter(assignment__in=held, state="submitted")
    for step in written.values_list("step", flat=True):
        submitted[str(step)] += 1
    loads = {step: sorted(by.values(), reverse=True) for step, by in counts.items()}
    return {**loads, "submitted": submitted}


def _risks(round: Round) -> list[dict[str, Any]]:
    """Live risks raised in the drawn cases since the draw."""
    found = LiveRisk.objects.filter(case__in=round.selections.values("case"))
    if round.drawn_at:
        found = found.filter(raised_at__gte=round.drawn_at)
    return [
        {
            "finding": finding,
            "state": state,
            "stage": STAGES.get(state, "open"),
            "from_review": source.startswith("review:"),
        }
        for finding, state, source in found.order_by("id").values_list("finding", "state", "source")
    ]


def _waits(round: Round, model: PracticeModel, cut_off: dt.date) -> dict[str, Any]:
    """The waits of every interval, over all reported cases of the population, live ones too."""
    population = framing.Population.read(round.population, include_live=True)
    cases = case_days(framing.chosen(population), model)
    return {
        interval.key: times.waits(
            cases,
            start=interval.from_milestone,
            end=interval.to_milestone,
            competing=interval.competing,
            cut_off=cut_off,
        ).as_json()
        for interval in model.intervals
    }


def case_days(cases: QuerySet[Case], model: PracticeModel) -> list[times.CaseDays]:
    """Days of milestones of each case. Where intake gave no milestone for the report or the
    outcome, the case's own fields stand in: a closed case is not still waiting."""
    final = {group.key for group in model.outcome_groups if group.final}
    days: dict[int, dict[str, list[dt.date]]] = defaultdict(lambda: defaultdict(list))
    dated = Milestone.objects.filter(case__in=cases.order_by().values("pk"))
    zone = timezone.get_current_timezone()
    for case, kind, at in dated.order_by("at", "pk").values_list("case", "kind", "at").iterator():
        days[case][kind].append(at.astimezone(zone).date())
    found = []
    fields = cases.order_by("pk").values_list("pk", "reported_on", "outcome_group", "outcome_on")
    for case, reported, group, ended in fields.iterator():
        own = days.pop(case, {})
        if reported and "reported" not in own:
            own["reported"] = [reported]
        closed = group in final
        if closed and ended and "outcome_recorded" not in own:
            own["outcome_recorded"] = [ended]
        unknown = closed and "outcome_recorded" not in own
        found.append(times.CaseDays(next(iter(own.get("reported", [])), reported), own, unknown))
    return found


def _practice(model: PracticeModel) -> dict[str, Any]:
    """Words and rates as they were when the report was made."""
    template = model.review_template
    return {
        "version": model.version,
        "digest": model.digest,
        "template": template.version,
        "areas": [{"key": area.key, "title": area.title} for area in template.areas],
        "record": template.quality_of_record.title,
        "anchors": {str(anchor.rating): anchor.label for anchor in template.anchors},
        "milestones": {one.key: one.label for one in model.milestones},
        "intervals": [
            {"key": one.key, "label": one.label, "to": one.to_milestone, "note": one.note}
            for one in model.intervals
        ],
        "failures": model.live_risk.failure_labels.model_dump(),
        "arrest_timing": dict(Review._meta.get_field("arrest_timing").choices or []),
        "ranks": {
            **{rank.key: rank.label for rank in reversed(model.ranks)},
            **{grade.key: grade.label for grade in model.staff_grades},
        },
        "hourly_costs": {key: float(cost) for key, cost in model.settings.hourly_costs.items()},
        "suppression": model.settings.suppression.model_dump(),
    }
