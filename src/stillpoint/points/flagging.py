"""Flag words of a point as not on the case file: the way from this room into ``disclosure``."""

from __future__ import annotations

from stillpoint import practice
from stillpoint.disclosure import flagging
from stillpoint.disclosure.models import RelevanceFlag
from stillpoint.people.models import Officer
from stillpoint.points import access
from stillpoint.points.models import Point
from stillpoint.trust.answers import require


def flag_words(
    *,
    by: Officer,
    point: Point,
    words: str,
    now_on_file: bool = False,
    place: str = "",
    field: str = "flag_words",
) -> RelevanceFlag:
    """Put words of the point into the disclosure officer's queue. They see these words and
    nothing else; those who took part by now are kept as present. Raises Refused, CannotDo."""
    require(access.can_write_point(by, point))
    parts = point.participations.filter(took_part=True).select_related("officer")
    return flagging.flag_words(
        by=by,
        case=point.case,
        source=point.trail_reference,
        kind=f"Reflective practice point: {_title(point)}",
        words=words,
        present=[part.officer for part in parts],
        place=place,
        now_on_file=now_on_file,
        field=field,
    )


def _title(point: Point) -> str:
    kinds = practice.current().points.kinds
    return next((one.title for one in kinds if one.key == point.kind), point.kind)
