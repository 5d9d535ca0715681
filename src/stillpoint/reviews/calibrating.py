"""Practice cases before the first live review (P68-P70). Results are the reviewer's alone."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from stillpoint import practice
from stillpoint.people.accrediting import record_calibration
from stillpoint.people.models import Officer
from stillpoint.practice import QUALITY_OF_RECORD, CalibrationCase, UnknownEntry
from stillpoint.reviews import access_reviewing
from stillpoint.reviews.models import CalibrationAnswer, CalibrationRun
from stillpoint.reviews.reviewing import rated, text
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation


@act
def save_practice_ratings(
    *,
    by: Officer,
    case: str,
    ratings: Mapping[str, int | None],
    why: Mapping[str, str] | None = None,
) -> CalibrationRun:
    """Save ratings of a practice case so far; an area without a rating waits."""
    require(access_reviewing.can_calibrate(by))
    asked = practice_case(case)
    run = _own_run(by, case)
    if run.completed_at is not None:
        raise CannotDo(
            "You have completed this practice case. Your ratings stand as you gave them."
        )
    for area in rated_areas(asked):
        rating = rated(ratings.get(area), area)
        if rating is None:
            run.answers.filter(area=area).delete()
            continue
        CalibrationAnswer.objects.update_or_create(
            run=run,
            area=area,
            defaults={"rating": rating, "why": text((why or {}).get(area, ""), area)},
        )
    _recorded(by, run, "rate a practice case")
    return run


@act
def complete_practice_case(*, by: Officer, case: str) -> CalibrationRun:
    """Show the panel's judgement: every area must be rated first, and no rating changes after.

    When every practice case is completed the reviewer is calibrated. Pressing twice does nothing
    twice.
    """
    require(access_reviewing.can_calibrate(by))
    asked = practice_case(case)
    run = _own_run(by, case)
    if run.completed_at is not None:
        trail.nothing_changed()
        return run
    given = set(run.answers.values_list("area", flat=True))
    lacking = [area_title(area) for area in rated_areas(asked) if area not in given]
    if lacking:
        raise CannotDo("Rate every area first. Missing: " + "; ".join(lacking) + ".")
    run.completed_at = timezone.now()
    run.practice_version = practice.current().version[:80]
    run.save(update_fields=["completed_at", "practice_version"])
    _recorded(by, run, "complete a practice case")
    if not cases_left(by):
        record_calibration(by=by, officer=by)
    return run


def own_runs(officer: Officer) -> dict[str, CalibrationRun]:
    """The officer's own runs, by practice case."""
    runs = CalibrationRun.objects.filter(officer=officer).prefetch_related("answers")
    return {run.case: run for run in runs}


def cases_left(officer: Officer) -> list[CalibrationCase]:
    """Practice cases that the officer has not completed."""
    done = CalibrationRun.objects.filter(officer=officer, completed_at__isnull=False)
    completed = set(done.values_list("case", flat=True))
    return [case for case in practice.current().calibration if case.key not in completed]


def practice_case(key: str) -> CalibrationCase:
    try:
        return practice.current().calibration_case(key)
    except UnknownEntry as unknown:
        raise CannotDo("There is no such practice case. Go back to the list.") from unknown


def rated_areas(case: CalibrationCase) -> list[str]:
    """The areas that the panel judged, in its order."""
    return [judgement.area for judgement in case.areas]


def area_title(area: str) -> str:
    template = practice.current().review_template
    if area == QUALITY_OF_RECORD:
        return template.quality_of_record.title
    return template.area(area).title


def _own_run(by: Officer, case: str) -> CalibrationRun:
    """The officer's own run, locked; begun when there is none."""
    CalibrationRun.objects.get_or_create(
        officer=by,
        case=case,
        defaults={"practice_version": practice.current().version[:80]},
    )
    run = CalibrationRun.objects.select_for_update().get(officer=by, case=case)
    require(access_reviewing.can_see_calibration(by, run))
    return run


def _recorded(by: Officer, run: CalibrationRun, what: str) -> None:
    # Only a keyed digest of the ratings goes into the trail: nobody reads results there.
    answers = run.answers.order_by("area").values_list("area", "rating", "why")
    trail.record(
        Operation.ALTERATION,
        what,
        by=by,
        about=run,
        after={"answers": [list(answer) for answer in answers]},
    )
