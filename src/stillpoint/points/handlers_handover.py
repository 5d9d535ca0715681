"""What this room does about a handover: carry over what was begun, tell each side of its turn. What
goes out by e-mail says that something waits and never what."""

from __future__ import annotations

from stillpoint.cases.facts import CasesImported
from stillpoint.cases.models import Case
from stillpoint.events.telling import tell
from stillpoint.events.working import keep_lease
from stillpoint.people.facts import OfficerLeft
from stillpoint.people.models import Officer
from stillpoint.points.facts import HandoverAccepted, PointOpened, SectionShared
from stillpoint.points.handover_preparing import carry_over
from stillpoint.points.handover_sections import ANSWER, NEEDS, REPLY
from stillpoint.points.handover_sides import handover_kinds, join_arrivals, people_on, stand_in
from stillpoint.points.models import Point, PointState, Side
from stillpoint.trust.actors import job

TURN = "Sign in to read it and to answer. A few words are enough."
# Section shared -> which side is told, and what its message is headed.
AFTER = {
    NEEDS.key: (Side.RECEIVES, "Something was passed on to you: your answer is asked for"),
    ANSWER.key: (Side.PASSES_ON, "Somebody has answered you: yours is asked for"),
    REPLY.key: (Side.RECEIVES, "Somebody has answered you"),
}


def begin_handover(fact: PointOpened) -> None:
    """A handover is open: what was begun is carried over, and those who pass it on are told."""
    point = Point.objects.get(ref=fact.point)
    if point.kind not in handover_kinds() or point.state != PointState.OPEN:
        return
    carry_over(by=job("begin a handover"), point=point)
    _tell(point, Side.PASSES_ON, "You are asked to pass on what you know", "needs")


def tell_of_section(fact: SectionShared) -> None:
    """The side whose turn it is now hears so."""
    if fact.section in AFTER:
        side, subject = AFTER[fact.section]
        _tell(Point.objects.get(ref=fact.point), side, subject, fact.section)


def tell_of_acceptance(fact: HandoverAccepted) -> None:
    point = Point.objects.get(ref=fact.point)
    _tell(point, Side.PASSES_ON, "What you handed over was accepted", "accepted")


def stand_in_after_leaving(fact: OfficerLeft) -> None:
    """Somebody stands in for the leaver at open handovers, and is told."""
    officer = Officer.objects.get(ref=fact.officer)
    for part in stand_in(by=job("stand in at handovers"), officer=officer):
        subject = "You stand in for somebody who has left"
        key = f"handover-stands-in:{part.point.ref}:{fact.officer}"
        _tell_one(part.officer, part.point, subject, key)


def join_after_import(fact: CasesImported) -> None:
    """Who has come to a case by an import joins its open handovers, and is told."""
    waiting = Point.objects.filter(kind__in=handover_kinds(), state=PointState.OPEN)
    cases = Case.objects.filter(last_run__ref=fact.run, pk__in=waiting.values("case"))
    for case in list(cases.order_by("pk")):
        for part in join_arrivals(by=job("join open handovers"), case=case):
            key = f"handover-joined:{part.point.ref}"
            _tell_one(part.officer, part.point, "A handover waits for you", key)
        keep_lease()


def _tell(point: Point, side: str, subject: str, what: str) -> None:
    for officer in people_on(point, side):
        _tell_one(officer, point, subject, f"handover:{point.ref}:{what}")


def _tell_one(officer: Officer, point: Point, subject: str, key: str) -> None:
    tell(officer, subject=subject, text=TURN, link=f"/points/{point.ref}/handover/", key=key)
