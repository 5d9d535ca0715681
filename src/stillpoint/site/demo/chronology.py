"""When it all happened. The acts of the demonstration are done in a moment, now; their times are
then moved to where they would have stood. The trail is not touched: it keeps the true time.

Days are working days after the Monday on which a round was opened, each beginning at nine: 5.25 is
the Monday after, at three in the afternoon.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Model
from django.utils import timezone

from stillpoint.evidence.models import Report
from stillpoint.learning.models import LearningPoint, Recognition, TrainingNeed
from stillpoint.people.working_days import add_working_days
from stillpoint.reviews.models import Assignment, Feedback, Review, Round
from stillpoint.risks.escalating import escalate
from stillpoint.risks.models import LiveRisk

OPENED, FROZEN, DRAWN, PUBLISHED = 0.05, 1.1, 2.2, 3.1
FIRST_REVIEWS, SPREAD_DAYS = 4, 9
RELEASED, CLOSED = 26.2, 30.3
# Hours after the risk was raised; within the times that the practice model allows.
RISK_STEP_HOURS = (0.0, 0.2, 0.9, 4.3, 23.0, 51.0, 147.0)


def round_happened(round: Round, *, days_ago: int) -> None:
    """Set a round, its assignments and its reviews as if it had been opened in the week of the day
    ``days_ago`` calendar days back."""
    opened = _monday(days_ago)
    times = {
        "opened_at": OPENED,
        "frozen_at": FROZEN,
        "drawn_at": DRAWN,
        "published_at": PUBLISHED,
        "feedback_released_at": RELEASED,
        "closed_at": CLOSED,
    }
    _set(round, **{name: _after(opened, days) for name, days in times.items()})
    for number, part in enumerate(round.seed_parts.all()):
        _set(
            part,
            committed_at=_after(opened, FROZEN + 0.05 + number * 0.1),
            revealed_at=_after(opened, DRAWN - 0.1 + number * 0.05),
        )
    _assignments_happened(round, opened)
    if round.feedback_released_at:
        _feedback_happened(round, opened)


def _assignments_happened(round: Round, opened: dt.datetime) -> None:
    selections = list(round.selections.order_by("ticket").values_list("pk", flat=True))
    place_of = {pk: place for place, pk in enumerate(selections)}
    given = Assignment.objects.filter(selection__round=round).prefetch_related("reviews")
    for assignment in given.order_by("selection", "step"):
        place = place_of[assignment.selection_id]
        answered = PUBLISHED + (place * 5 % 9) / 50
        _set(assignment, answered_at=_after(opened, answered))
        for review in assignment.reviews.all():
            _review_happened(review, opened, place)


def _review_happened(review: Review, opened: dt.datetime, place: int) -> None:
    """A first review takes a day or two; the second follows the first of the same case."""
    first = FIRST_REVIEWS + place * 5 % SPREAD_DAYS + (place % 7) / 40
    submitted = first + 1 + (place % 4) / 40
    if review.step == 1:
        _set(
            review,
            started_at=_after(opened, first),
            submitted_at=_after(opened, submitted),
        )
        return
    second = submitted + 1 + place % 3
    _set(
        review,
        started_at=_after(opened, second - 0.01),
        locked_at=_after(opened, second),
        revealed_at=_after(opened, second + 0.002),
        submitted_at=_after(opened, second + 0.08),
    )


def _feedback_happened(round: Round, opened: dt.datetime) -> None:
    """Released together; read within a fortnight; answered and thanked for days later."""
    released = _after(opened, RELEASED)
    from_day = add_working_days(released.date(), 5)
    for place, feedback in enumerate(Feedback.objects.filter(selection__round=round)):
        seen = _after(opened, RELEASED + place * 3 % 10 + place % 7 / 70)
        _set(feedback, released_at=released, supervisor_from=from_day, seen_at=seen)
        for reply in feedback.replies.all():
            _set(reply, at=seen + dt.timedelta(days=2, hours=3))
        thanks = Recognition.objects.filter(source=feedback.trail_reference)
        thanks.update(sent_at=seen + dt.timedelta(days=3, hours=1))


def closed_risk_happened(risk: LiveRisk, review: Review) -> None:
    """A risk found while a second review was written, with hours or days between its steps."""
    review.refresh_from_db()
    raised = (review.revealed_at or review.started_at) + dt.timedelta(hours=1)
    steps = list(risk.steps.order_by("id"))
    hours = [*RISK_STEP_HOURS[: len(steps) - 1], RISK_STEP_HOURS[-1]]
    for step, after in zip(steps, hours, strict=True):
        _set(step, at=raised + dt.timedelta(hours=after))
    closed = raised + dt.timedelta(hours=RISK_STEP_HOURS[-1])
    _set(risk, raised_at=raised, closed_at=closed)
    LearningPoint.objects.filter(source=risk.trail_reference).update(written_at=closed)
    TrainingNeed.objects.filter(source=risk.trail_reference).update(raised_at=closed)


def open_risk_happened(risk: LiveRisk, *, hours_ago: float) -> None:
    """A risk of this morning: its clock moves with it, and still has hours to run."""
    back = dt.timedelta(hours=hours_ago)
    for step in risk.steps.all():
        _set(step, at=step.at - back)
    moved = {"raised_at": risk.raised_at - back}
    if risk.due_at:
        moved["due_at"] = risk.due_at - back
    if risk.overdue_since:
        moved["overdue_since"] = risk.overdue_since - back
    _set(risk, **moved)


def risk_ran_out(risk: LiveRisk, *, times: int) -> None:
    """The risk was raised so long ago that its time ran out; each time the next above heard."""
    for _ in range(times):
        risk.refresh_from_db()
        assert risk.due_at is not None
        left = risk.due_at - timezone.now() + dt.timedelta(minutes=12)
        open_risk_happened(risk, hours_ago=left / dt.timedelta(hours=1))
        escalate(risk=risk.pk)


def report_made(round: Round) -> None:
    """The report was made minutes after its round was closed."""
    round.refresh_from_db()
    if round.closed_at:
        made = round.closed_at + dt.timedelta(minutes=4)
        Report.objects.filter(round=round).update(made_at=made)


def _monday(days_ago: int) -> dt.datetime:
    """Nine o'clock on the Monday of the week that many days back."""
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    monday = day - dt.timedelta(days=day.weekday())
    return timezone.make_aware(dt.datetime.combine(monday, dt.time(9)))


def _after(monday: dt.datetime, days: float) -> dt.datetime:
    weeks, rest = divmod(days, 5)
    return monday + dt.timedelta(days=7 * weeks + rest)


def _set(record: Model, **values: dt.datetime | dt.date) -> None:
    """Move times that are there. A time that never came stays empty."""
    moved = {name: at for name, at in values.items() if getattr(record, name) is not None}
    if moved:
        type(record)._default_manager.filter(pk=record.pk).update(**moved)
        for name, at in moved.items():
            setattr(record, name, at)
