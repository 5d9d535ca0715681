"""Sign what was shared of a section: the officer first, then the line manager of that officer.

A signature stands under one revision. Once a later one is shared, nothing signs that: both are
told, and sign again.
"""

from __future__ import annotations

from stillpoint import practice
from stillpoint.events.announcing import announce
from stillpoint.people.access import manages_directly
from stillpoint.people.models import Officer
from stillpoint.points.facts import SectionSigned
from stillpoint.points.models import Point, PointState, Section, SectionRevision, Signature
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.answers import Answer, CannotDo, no, require, yes
from stillpoint.trust.models import Operation

OFFICER, SUPERVISOR = "officer", "supervisor"


@act
def sign(*, by: Officer, point: Point, revision: SectionRevision) -> Signature:
    """Sign this revision, as the officer or as the supervisor, whichever it is one's turn to be.
    Raises Refused, and CannotDo where something was shared since it was opened."""
    point = Point.objects.select_for_update().get(pk=point.pk)
    mine = revision.signatures.filter(officer=by).first()
    if mine is not None and is_latest(revision):
        trail.nothing_changed()
        return mine
    if not is_latest(revision):
        raise CannotDo("Something was changed since you opened this page. Read it, then sign.")
    if Section.objects.get(pk=revision.section_id).answers != revision.answers:
        raise CannotDo(
            "Somebody has begun to change this page and has not shared it. Share it, then sign."
        )
    require(can_sign(by, point, revision))
    role = SUPERVISOR if OFFICER in signatures_of(revision) else OFFICER
    signature = Signature.objects.create(revision=revision, officer=by, role=role)
    trail.record(
        Operation.ALTERATION,
        f"sign as {role}",
        by=by,
        about=[point, point.case],
        after={"revision": revision.number, "answers": revision.answers, "role": role},
    )
    announce(SectionSigned(point=point.ref, revision=revision.pk, role=role))
    return signature


def can_sign(by: Officer, point: Point, revision: SectionRevision) -> Answer:
    """While nobody has: the officers whom the point is about, or its owner where none of them is
    still there. Then: the line manager of the one who signed."""
    if point.state != PointState.OPEN:
        return no("This point is not open any more.")
    signed = signatures_of(revision)
    if SUPERVISOR in signed:
        return no("Both have signed.")
    if OFFICER in signed:
        if manages_directly(by, signed[OFFICER].officer):
            return yes()
        return no(f"The line manager of {signed[OFFICER].officer.titled_name} signs next.")
    officers = officers_of(point)
    if by.pk in {one.pk for one in officers} or (not officers and by.pk == point.owner_id):
        return yes()
    names = ", ".join(one.titled_name for one in officers)
    return no(f"The officer signs first: {names}." if names else "The point's owner signs first.")


def officers_of(point: Point) -> list[Officer]:
    """Whom the point is about: asked to it in a role that takes part, still with the force."""
    roles = practice.current().points.kind(point.kind).takes_part
    parts = point.participations.select_related("officer").filter(
        role__in=roles, officer__is_active=True
    )
    return [part.officer for part in parts.order_by("id")]


def signatures_of(revision: SectionRevision) -> dict[str, Signature]:
    """Role to signature, of this revision; none stands once a later one is shared."""
    if not is_latest(revision):
        return {}
    return {one.role: one for one in revision.signatures.select_related("officer")}


def is_latest(revision: SectionRevision) -> bool:
    later = SectionRevision.objects.filter(section=revision.section_id, number__gt=revision.number)
    return not later.exists()


def voided(point: Point, key: str) -> list[Signature]:
    """Signatures under earlier revisions of the section than the one shared last."""
    revisions = SectionRevision.objects.filter(section__point=point, section__key=key)
    last = revisions.order_by("-number").first()
    if last is None:
        return []
    found = Signature.objects.filter(revision__in=revisions.exclude(pk=last.pk))
    return list(found.select_related("officer", "revision").order_by("at"))
