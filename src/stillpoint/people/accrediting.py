"""Accreditation of first and second reviewers by the RASSO lead (P62-P64, P66, P68-P70)."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from stillpoint.events.announcing import announce
from stillpoint.people import access
from stillpoint.people.facts import AccreditationEnded, ReviewerAccredited
from stillpoint.people.models import Accreditation, Course, Officer
from stillpoint.people.rank_rules import STEPS, high_enough, rank_needed
from stillpoint.people.training import current_courses, specialist_training
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation


@act
def accredit(
    *,
    by: ActsAs,
    officer: Officer,
    step: int,
    evidence: str = "",
    course: Course | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Accreditation:
    """Accredit for the first (1) or second (2) review.

    Specialist knowledge is shown by a course held in date, itself or an equivalent, or in words,
    or both. A course that runs out takes the accreditation with it; words alone do not run out.
    """
    require(access.can_accredit(by))
    start = since or timezone.localdate()
    _refuse(by, officer, step, start, until)
    if course is not None:
        _must_hold(officer, course)
    if not evidence.strip() and course is None:
        raise CannotDo(
            "Say what shows specialist RASSO knowledge, or choose a specialist course that this "
            "person holds.",
            field="evidence",
        )
    accreditation = Accreditation.objects.create(
        officer=officer,
        step=step,
        evidence=evidence.strip() or f"Completed {course}.",
        course=course,
        granted_by=access.as_officer(by),
        since=start,
        until=until,
        calibrated_on=_calibrated_before(officer),
    )
    trail.record(
        Operation.COLLECTION,
        "accredit a reviewer",
        by=by,
        about=[accreditation, officer],
        after={"step": step, "evidence": accreditation.evidence, "since": start, "until": until},
    )
    announce(ReviewerAccredited(officer=officer.ref, step=step))
    return accreditation


@act
def end_accreditation(
    *, by: ActsAs, accreditation: Accreditation, on: dt.date | None = None
) -> None:
    """End it after the day (today); rooms above reassign what the reviewer held for the step."""
    require(access.can_accredit(by))
    last = on or timezone.localdate()
    if accreditation.until is not None and accreditation.until <= last:
        raise CannotDo("This accreditation has already ended.")
    if last < accreditation.since:
        raise CannotDo("Choose a day on or after the first day of the accreditation.", field="on")
    before = {"until": accreditation.until}
    accreditation.until = last
    accreditation.save(update_fields=["until"])
    officer = accreditation.officer
    trail.record(
        Operation.ALTERATION,
        "end an accreditation",
        by=by,
        about=[accreditation, officer],
        before=before,
        after={"until": last},
    )
    announce(AccreditationEnded(officer=officer.ref, step=accreditation.step, on=last.isoformat()))


@act
def record_calibration(*, by: ActsAs, officer: Officer, on: dt.date | None = None) -> None:
    """The officer completed the practice cases: called by reviews, by the officer or a job.

    Results are not recorded here; they are the reviewer's alone.
    """
    if isinstance(by, Officer) and by.pk != officer.pk:
        raise CannotDo("A reviewer completes the practice cases in person.")
    day = on or timezone.localdate()
    held = Accreditation.objects.on(day).filter(officer=officer)
    if not held.update(calibrated_on=day):
        raise CannotDo("Ask the RASSO lead for accreditation before the practice cases.")
    trail.record(
        Operation.ALTERATION,
        "complete the practice cases",
        by=by,
        about=officer,
        after={"calibrated_on": day},
    )


def _calibrated_before(officer: Officer) -> dt.date | None:
    """Practice cases done for one step, or under an earlier accreditation, are not done again."""
    done = Accreditation.objects.filter(officer=officer, calibrated_on__isnull=False)
    return done.order_by("-calibrated_on").values_list("calibrated_on", flat=True).first()


def _refuse(by: ActsAs, officer: Officer, step: int, start: dt.date, until: dt.date | None) -> None:
    if step not in STEPS:
        raise CannotDo("Choose the first or the second review.", field="step")
    if isinstance(by, Officer) and by.pk == officer.pk:
        raise CannotDo("Nobody accredits themselves. Ask another RASSO lead.", field="officer")
    if not officer.is_active:
        raise CannotDo(f"{officer} has left.", field="officer")
    if until is not None and until < start:
        raise CannotDo("The last day is before the first. Check both days.", field="until")
    if not high_enough(officer, step):
        raise CannotDo(
            f"A {STEPS[step]} takes a {rank_needed(step)} or above, or the equivalent. "
            f"{officer} is a {officer.rank_label}.",
            field="officer",
        )
    mine = Accreditation.objects.filter(officer=officer, step=step)
    if mine.overlapping(start, until).exists():
        raise CannotDo(
            f"{officer} is already accredited for the {STEPS[step]} in this time. "
            "End that accreditation first.",
            field="since",
        )


def _must_hold(officer: Officer, course: Course) -> None:
    if not course.specialist:
        raise CannotDo(
            f"{course} does not count as specialist RASSO knowledge. Choose another course, or "
            "say in words what shows it.",
            field="course",
        )
    held = current_courses([officer.pk], timezone.localdate()).get(officer.pk, set())
    if course.pk not in held:
        instead = ", ".join(str(known) for known in specialist_training(officer))
        hint = f" They hold {instead}." if instead else ""
        raise CannotDo(
            f"{officer} has no record of {course} in date, or of a course that counts as it.{hint}",
            field="course",
        )
