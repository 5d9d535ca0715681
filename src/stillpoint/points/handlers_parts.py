"""What the parts of points do about facts: invite, tell who acts next. Each may run more than once;
what goes out by e-mail says that something waits and never what."""

from __future__ import annotations

from stillpoint.events.telling import tell
from stillpoint.people.facts import OfficerLeft, OfficerMoved
from stillpoint.people.models import Officer
from stillpoint.points import debrief, not_progressed, signing
from stillpoint.points.facts import (
    DebriefHandedOn,
    DebriefInvited,
    PointOpened,
    SectionShared,
    SectionSigned,
    TimeAnswered,
    TimeAskedFor,
    TimeMoved,
)
from stillpoint.points.finding import point_by_ref, time_by_ref
from stillpoint.points.inviting import invite_everybody
from stillpoint.points.models import HandedOn, PointState, Signature, TimeState
from stillpoint.points.opening_points import direct_supervisor
from stillpoint.points.preparing import hand_on_answering
from stillpoint.trust.actors import job


def invite_to_debrief(fact: PointOpened) -> None:
    """Everybody who worked on the case is asked as soon as the debrief is opened."""
    point = point_by_ref(fact.point)
    if debrief.has_debrief(point) and point.state == PointState.OPEN:
        invite_everybody(by=job("invite to debriefs"), point=point)


def tell_invited(fact: DebriefInvited) -> None:
    point = point_by_ref(fact.point)
    if point.state != PointState.OPEN:
        return
    people = {part.officer for part in debrief.people_of(point)}
    for officer in people | ({point.owner} if point.owner else set()):
        tell(
            officer,
            subject="You are invited to a debrief",
            text="Sign in to read what for, and to contribute in your own time.",
            link=f"/points/{point.ref}/debrief/",
            key=f"debrief:{point.ref}",
        )


def tell_new_owner(fact: DebriefHandedOn) -> None:
    given = HandedOn.objects.select_related("given_to").get(pk=fact.given)
    tell(
        given.given_to,
        subject="A debrief has passed to you",
        text="Its owner cannot hold it. Sign in to see why, and by when it is due.",
        link=f"/points/{fact.point}/debrief/",
        key=f"debrief-handed-on:{fact.given}",
    )


def tell_answerer(fact: TimeAskedFor) -> None:
    time = time_by_ref(fact.time)
    if time.state != TimeState.ASKED:
        return
    tell(
        time.answerer,
        subject="Somebody asks you for time to prepare",
        text="Sign in to answer: agree, offer another time, or say why it is not possible.",
        link=f"/protected-time/{time.ref}/",
        key=f"time-asked:{time.ref}",
    )


def tell_of_answer(fact: TimeAnswered) -> None:
    time = time_by_ref(fact.time)
    tell(
        time.asked_by,
        subject="Your request for time to prepare is answered",
        text="Sign in to read the answer.",
        link=f"/protected-time/{time.ref}/",
        key=f"time-answered:{time.ref}:{fact.at}",
    )


def tell_of_moving(fact: TimeMoved) -> None:
    """The supervisor hears that the time offered was taken, or that none is needed."""
    time = time_by_ref(fact.time)
    words = "withdrawn" if fact.state == TimeState.WITHDRAWN else "accepted"
    tell(
        time.answered_by or time.answerer,
        subject=f"A request for time to prepare: {words}",
        text="Sign in to see it. There is nothing left for you to answer.",
        link=f"/protected-time/{time.ref}/",
        key=f"time-{fact.state}:{time.ref}:{fact.at}",
    )


def tell_next_signer(fact: SectionSigned) -> None:
    """After the officer, their supervisor; after the supervisor, the officer hears that it is
    signed by both."""
    signed = Signature.objects.filter(revision=fact.revision).select_related("officer")
    by_role = {one.role: one.officer for one in signed}
    officer = by_role[signing.OFFICER]
    if fact.role == signing.SUPERVISOR:
        _tell_to_sign(officer, fact, "A page that you signed is signed by both")
        return
    supervisor = direct_supervisor(officer)
    if supervisor is not None and signing.SUPERVISOR not in by_role:
        _tell_to_sign(supervisor, fact, "A page waits for your signature")


def tell_of_ended_signatures(fact: SectionShared) -> None:
    """Who signed an earlier revision hears that it was changed since, and that they sign again."""
    if fact.section != not_progressed.SECTION.key:
        return
    point = point_by_ref(fact.point)
    for signature in signing.voided(point, fact.section):
        tell(
            signature.officer,
            subject="A page that you signed was changed",
            text="Your signature does not stand for what is there now. Sign in to read it and to "
            "sign again.",
            link=f"/points/{point.ref}/avenues/",
            key=f"signature-ended:{signature.pk}",
        )


def hand_on_answers_after_leaving(fact: OfficerLeft) -> None:
    hand_on_answering(by=job("hand on requests"), officer=Officer.objects.get(ref=fact.officer))


def hand_on_answers_after_moving(fact: OfficerMoved) -> None:
    hand_on_answering(by=job("hand on requests"), officer=Officer.objects.get(ref=fact.officer))


def _tell_to_sign(officer: Officer, fact: SectionSigned, subject: str) -> None:
    tell(
        officer,
        subject=subject,
        text="Sign in to read it.",
        link=f"/points/{fact.point}/avenues/",
        key=f"signed-{fact.role}:{fact.revision}",
    )
