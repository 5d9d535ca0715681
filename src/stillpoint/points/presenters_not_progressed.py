"""A case that is not progressed, in words: what was shared, who signed, who signs next."""

from __future__ import annotations

from typing import Any

from stillpoint.people.models import Officer
from stillpoint.points import not_progressed, sections, signing
from stillpoint.points.models import Point, PointState
from stillpoint.points.presenters_point import frame
from stillpoint.points.still_to_do import still_to_do

ROLES = {signing.OFFICER: "Officer", signing.SUPERVISOR: "Supervisor"}


def page(point: Point, viewer: Officer) -> dict[str, Any]:
    """What was shared, to read and to sign."""
    shared = sections.shared_answers(point, not_progressed.SECTION)
    draft = sections.section_of(point, not_progressed.SECTION)
    may_write = bool(sections.may_write_section(viewer, point, not_progressed.SECTION))
    signed = signing.signatures_of(shared) if shared else {}
    can_sign = signing.can_sign(viewer, point, shared) if shared else None
    changed = shared is not None and draft.answers != shared.answers
    return {
        **frame(point, viewer),
        "shared": shared,
        "said": not_progressed.said_under_headings(shared.answers) if shared else [],
        "signed": [
            {"role": ROLES[role], "by": one.officer.titled_name, "at": one.at}
            for role, one in signed.items()
        ],
        "voided": [
            {
                "role": ROLES[one.role],
                "by": one.officer.titled_name,
                "at": one.at,
                "number": one.revision.number,
            }
            for one in signing.voided(point, not_progressed.SECTION.key)
        ],
        "can_sign": bool(can_sign) and not changed,
        "next": "" if can_sign is None or can_sign else can_sign.reason,
        "changed": changed,
        "to_do": still_to_do(point),
        "writes": may_write and point.state == PointState.OPEN,
    }
