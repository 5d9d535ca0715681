"""A handover, both ways: passed on, accepted, answered on the file, answered back (P30-P36).

Neither side closes it without the other having had the chance: a step holds the point up until it
is done, or a supervisor has said why that side cannot, or the side has had its working days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from stillpoint import practice
from stillpoint.events.announcing import announce
from stillpoint.people.models import Officer
from stillpoint.points import access, conversing
from stillpoint.points.facts import HandoverAccepted
from stillpoint.points.handover_sections import ANSWER, NEEDS, REPLY, SECTIONS
from stillpoint.points.handover_sides import PART as KEY
from stillpoint.points.handover_sides import WORDS, is_on
from stillpoint.points.models import Handover, Point, PointState, SectionRevision, Side, SideExcused
from stillpoint.points.opening_points import due_time
from stillpoint.points.reasons import of_substance
from stillpoint.points.sections import SectionKind
from stillpoint.points.standing import Part, Standing
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import Answer, CannotDo, no, require, yes
from stillpoint.trust.models import Operation
from stillpoint.trust.prepared import prepared
from stillpoint.trust.saving import must_stand_as_seen


@dataclass(frozen=True)
class Step:
    """One thing that one side does. ``asked`` and ``until``: from when and to when the side has its
    chance; ``done``: the latest revision; ``excused``: why the side cannot."""

    name: str
    kind: SectionKind
    side: Side
    asked: dt.datetime
    until: dt.datetime
    done: SectionRevision | None
    excused: SideExcused | None

    def holds_up(self, now: dt.datetime) -> bool:
        """Whether the point cannot be held yet because of this step."""
        return self.done is None and self.excused is None and now <= self.until


@act
def accept(*, by: Officer, point: Point) -> Handover:
    """The investigator accepts the handover; the first acceptance stands. Raises Refused,
    CannotDo."""
    require(can_accept(by, point))
    point = conversing.for_writing(by, point)
    kept, _ = Handover.objects.get_or_create(point=point)
    if kept.accepted_by_id is not None:
        trail.nothing_changed()
        return kept
    kept.accepted_by, kept.accepted_at = by, timezone.now()
    kept.save(update_fields=["accepted_by", "accepted_at"])
    trail.record(
        Operation.ALTERATION,
        "accept a handover",
        by=by,
        about=[point, point.case],
        after={"accepted_at": kept.accepted_at},
    )
    announce(HandoverAccepted(point=point.ref))
    return kept


@act
def excuse(
    *, by: Officer, point: Point, side: str, reason: str, version: int | None = None
) -> SideExcused:
    """A supervisor says why a side cannot answer: the point can be held without it, and the reason
    stays with the handover. ``version``: of what the page showed (``excuses_of``). Raises Refused,
    StaleForm, CannotDo."""
    require(access.can_supervise_point(by, point))
    if side not in Side.values:
        raise CannotDo("Choose which side cannot answer.", field="side")
    reason = of_substance(
        reason, asked="Say why: the reason stays with the handover.", reader="The other side"
    )
    point = Point.objects.select_for_update().get(pk=point.pk)
    if point.state != PointState.OPEN:
        raise CannotDo("This point is not open any more.")
    before = SideExcused.objects.filter(point=point, side=side).first()
    if before is not None and before.reason == reason:
        trail.nothing_changed()
        return before
    must_stand_as_seen(version, excuses_of(point))
    kept, _ = SideExcused.objects.update_or_create(
        point=point, side=side, defaults={"reason": reason, "by": by}
    )
    trail.record(
        Operation.ALTERATION,
        "say why a side cannot answer",
        by=by,
        about=[point, point.case],
        before={"reason": before.reason} if before else None,
        after={"side": side, "reason": kept.reason},
    )
    return kept


def excuses_of(point: Point) -> list[tuple[str, str]]:
    """Each side that cannot answer, with the reason."""
    found = SideExcused.objects.filter(point=point).order_by("side")
    return list(found.values_list("side", "reason"))


def can_accept(by: ActsAs, point: Point) -> Answer:
    if isinstance(by, Officer) and is_on(by, point, Side.RECEIVES):
        return yes()
    return no("A handover is accepted by those who took the case over.")


def steps_of(point: Point) -> list[Step]:
    """The three things that are written, in their order, with the chance that each side has."""
    kept = acceptance_of(point)
    revisions = _revisions(point.pk)
    shared = {one.section.key: one for one in revisions}
    first: dict[str, list[dt.datetime]] = {}
    for one in revisions:
        first.setdefault(one.section.key, [one.at])
    excused = {one.side: one for one in _excused(point.pk)}
    accepted = [kept.accepted_at] if kept and kept.accepted_at else []
    needs = point.opened_at
    answer = min([*accepted, *first.get(NEEDS.key, [])], default=_until(needs))
    reply = min(first.get(ANSWER.key, []), default=_until(answer))
    sides = (
        ("needs", Side.PASSES_ON, needs),
        ("answer", Side.RECEIVES, answer),
        ("reply", Side.PASSES_ON, reply),
    )
    return [
        Step(
            name=name,
            kind=SECTIONS[name],
            side=side,
            asked=asked,
            until=_until(asked),
            done=shared.get(SECTIONS[name].key),
            excused=excused.get(side),
        )
        for name, side, asked in sides
    ]


def acceptance_of(point: Point) -> Handover | None:
    return next(iter(_acceptances(point.pk)), None)


@prepared
def _acceptances(point: int) -> QuerySet[Handover]:
    return Handover.objects.select_related("accepted_by", "prepared_from").filter(point=point)


@prepared
def _excused(point: int) -> QuerySet[SideExcused]:
    return SideExcused.objects.filter(point=point).select_related("by")


@prepared
def _revisions(point: int) -> QuerySet[SectionRevision]:
    """Of the three, in the order in which they were shared."""
    keys = [kind.key for kind in SECTIONS.values()]
    found = SectionRevision.objects.filter(section__point=point, section__key__in=keys)
    return found.select_related("section", "by").order_by("number", "pk")


def missing(point: Point) -> Iterator[CannotDo]:
    """What still holds the point up, each with until when."""
    now = timezone.now()
    for step in steps_of(point):
        if step.holds_up(now):
            end = timezone.localtime(step.until)
            until = f"{end.day} {end:%B} at {end:%H:%M}"
            yield CannotDo(
                f"{step.kind.title}: {WORDS[step.side]} has until {until} for it. If they cannot, "
                "a supervisor can say why on the page of the handover."
            )


def turn_of(point: Point, officer: Officer) -> Step | None:
    """What is next for the officer, or None: when it is somebody else's turn, or all is done."""
    for step in steps_of(point):
        if step.done is None and is_on(officer, point, step.side):
            waits = step.name == "reply" and timezone.now() < step.asked
            return None if waits else step
    return None


def standing(point: Point, viewer: Officer) -> Standing:
    steps = steps_of(point)
    done = sum(step.done is not None for step in steps)
    if done == len(steps):
        return Standing("Both sides have answered")
    if point.state != PointState.OPEN:
        return Standing(f"{done} of {len(steps)} written", "grey")
    if turn_of(point, viewer) is not None:
        return Standing("Your turn", "yellow")
    return Standing(f"{done} of {len(steps)} written", "blue")


def _until(asked: dt.datetime) -> dt.datetime:
    return due_time(asked, practice.current().handover.answer_working_days)


PART = Part(
    key=KEY,
    title="The handover, both ways",
    hint="What is passed on, how the file was, how the handover was.",
    address="point-handover",
    standing=standing,
    missing=missing,
    sections=(NEEDS, ANSWER, REPLY),
)
