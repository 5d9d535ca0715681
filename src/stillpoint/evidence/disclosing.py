"""Hand a report to somebody: what they may see of it, and the entry that says they have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from stillpoint.evidence import access, computing, gathering, presenters, withholding
from stillpoint.evidence.access import Version
from stillpoint.evidence.documents import Document
from stillpoint.evidence.formats import FORMATS
from stillpoint.evidence.models import Report
from stillpoint.reviews.models import Round, RoundState
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs, actor
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation


@dataclass(frozen=True)
class Shown:
    """A report as one person may see it. ``report`` is None while it is provisional."""

    round: Round
    report: Report | None
    version: Version
    result: dict[str, Any]
    document: Document

    @property
    def subjects(self) -> list[Any]:
        """What the trail names: the round, the report, and the cases that stand in it."""
        named = [f"case:{one['case_ref']}" for one in self.result["draw"]["selected"]]
        return [self.round, *([self.report] if self.report else []), *named]


def shown_to(by: ActsAs, round: Round, *, with_pictures: bool = True) -> Shown:
    """The report as this person may see it: frozen, or provisional before the round is closed.

    ``with_pictures``: whether the charts themselves are read; a page names them by their hash.
    Raises CannotDo where there is nothing to report yet.
    """
    require(access.can_see_report(by, round))
    version = access.version_for(by)
    assert version is not None
    if round.state != RoundState.CLOSED:
        return _provisional(round, version)
    report = Report.objects.filter(round=round).defer("inputs").first()
    if report is None:
        raise CannotDo(
            f"The report on “{round.name}” is being made. It takes a few seconds after a round is "
            "closed."
        )
    result = withholding.result_for(version, report.result)
    document = presenters.document(
        result,
        version=version,
        sha256=report.sha256,
        made_on=_day(report),
        charts=_charts(report, with_pictures=with_pictures),
    )
    return Shown(round, report, version, result, document)


@act
def hand_out(*, by: ActsAs, round: Round, format: str) -> tuple[bytes, str]:
    """The report as a file, and the file's name. Raises CannotDo for a format we do not make."""
    if format not in FORMATS:
        raise CannotDo(f"A report is given as one of: {', '.join(FORMATS)}.", field="format")
    shown = shown_to(by, round)
    made = FORMATS[format].make(shown.document, shown.result)
    trail.record(
        Operation.DISCLOSURE,
        "hand out a round report",
        by=by,
        about=shown.subjects,
        recipients=[str(actor(by))],
        note=f"{format}, {shown.version.value}",
    )
    return made, file_name(shown, format)


def file_name(shown: Shown, format: str) -> str:
    """``round-report-K7Q2MXTR-OFFICIAL-SENSITIVE.pdf``: the marking travels with the file."""
    kind = "provisional" if shown.result["provisional"] else "report"
    return f"round-{kind}-{shown.round.ref}-OFFICIAL-SENSITIVE.{format}"


def _charts(report: Report, *, with_pictures: bool) -> dict[str, str]:
    if with_pictures:
        return dict(report.charts.values_list("sha256", "svg"))
    return dict.fromkeys(report.charts.values_list("sha256", flat=True), "drawn")


def _provisional(round: Round, version: Version) -> Shown:
    if round.state == RoundState.ABANDONED:
        raise CannotDo(f"“{round.name}” was abandoned: {round.abandoned_reason} It has no report.")
    if round.drawn_at is None:
        raise CannotDo(f"“{round.name}” has not been drawn: there is nothing to report yet.")
    inputs = gathering.gather(round, reviews=False)
    result = withholding.result_for(version, computing.compute(inputs, provisional=True))
    return Shown(round, None, version, result, presenters.document(result, version=version))


def _day(report: Report) -> str:
    made = timezone.localtime(report.made_at)
    return f"{made.day} {made:%B %Y at %H:%M}"
