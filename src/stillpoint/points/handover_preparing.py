"""Begin a handover at the first response, before it is opened; carry what was written over."""

from __future__ import annotations

from stillpoint import practice
from stillpoint.cases.models import Case
from stillpoint.points.handover_sections import NEEDS, NOTHING
from stillpoint.points.handover_sides import handover_kinds
from stillpoint.points.models import Handover, Point, PointState, Section
from stillpoint.points.sections import SectionKind, section_of
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.models import Operation

OPEN_NOW = (
    "The handover has been opened since, and what was saved here is there now. Copy what you have "
    "added since, and write it there."
)


def handover_of(case: Case) -> Point | None:
    """The handover of the case, open or held, or None while there is none."""
    found = Point.objects.filter(case=case, kind__in=handover_kinds())
    return found.exclude(state=PointState.WAIVED).order_by("-opened_at", "-pk").first()


def _not_opened_yet(point: Point) -> None:
    if handover_of(point.case) is not None:
        raise CannotDo(OPEN_NOW)


PREPARATION = SectionKind(
    key="handover_preparation",
    title="Begin the handover",
    fields=NEEDS.fields,
    may_write=NEEDS.may_write,
    missing=NEEDS.missing,
    said=NEEDS.said,
    ready=_not_opened_yet,
)


@act
def carry_over(*, by: ActsAs, point: Point) -> Handover:
    """Take what the first response began into the handover that is open now: once, into fields that
    are empty there, and not when that side has shared its words already."""
    point = Point.objects.select_for_update().get(pk=point.pk)
    kept, _ = Handover.objects.get_or_create(point=point)
    began = _began(point)
    if kept.prepared_from_id is not None or began is None or point.state != PointState.OPEN:
        trail.nothing_changed()
        return kept
    draft = section_of(point, NEEDS)
    before = draft.answers
    if draft.pk is not None and (NOTHING in before or draft.revisions.exists()):
        trail.nothing_changed()
        return kept
    draft.answers = {**began.answers, **before}
    draft.version, draft.saved_by = draft.version + 1, began.saved_by
    draft.writers = sorted({*draft.writers, *began.writers})
    draft.practice_version = practice.current().version
    draft.save()
    kept.prepared_from = began.point
    kept.save(update_fields=["prepared_from"])
    trail.record(
        Operation.ALTERATION,
        "carry the beginning of a handover over",
        by=by,
        about=[point, began.point, point.case],
        before=before,
        after=draft.answers,
    )
    return kept


def _began(point: Point) -> Section | None:
    """What was written last at a first response of the case, if anything."""
    drafts = Section.objects.filter(point__case_id=point.case_id, key=PREPARATION.key)
    found = drafts.select_related("point", "saved_by").order_by("-saved_at", "-pk")
    return next((one for one in found if one.answers), None)
