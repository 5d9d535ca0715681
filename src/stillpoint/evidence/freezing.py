"""Make and freeze the report of a closed round.

Everything is computed before anything is written, and written in one transaction: a worker killed
on the way leaves nothing, and making a report again gives the one that stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stillpoint.evidence import access, charts, computing, gathering, withholding
from stillpoint.evidence.figures import digest
from stillpoint.evidence.models import ChartImage, Report
from stillpoint.reviews.facts import RoundClosed
from stillpoint.reviews.models import Round, RoundState
from stillpoint.trust import trail
from stillpoint.trust.acting import act
from stillpoint.trust.actors import ActsAs, job
from stillpoint.trust.answers import CannotDo, require
from stillpoint.trust.models import Operation


@dataclass(frozen=True)
class Prepared:
    """A report computed and not yet kept."""

    inputs: dict[str, Any]
    result: dict[str, Any]
    charts: dict[str, str]

    @property
    def sha256(self) -> str:
        """Of inputs and result together, as canonical JSON."""
        return digest({"inputs": self.inputs, "result": self.result})


def prepare(round: Round) -> Prepared:
    """Gather and compute, and draw the charts of the full and of the suppressed report."""
    inputs = gathering.gather(round)
    result = computing.compute(inputs)
    drawn = charts.draw_all(result) | charts.draw_all(withholding.for_outside(result))
    return Prepared(inputs, result, drawn)


def make_report(*, by: ActsAs, round: Round) -> Report:
    """The report of a closed round: the frozen one, or a new one. Making it twice makes one."""
    require(access.can_make(by, round))
    kept = Report.objects.filter(round=round).first()
    if kept is not None:
        return kept
    round.refresh_from_db()
    if round.state != RoundState.CLOSED:
        raise CannotDo(f"“{round.name}” is not closed: its figures could still change.")
    return keep_report(by=by, round=round, prepared=prepare(round))


@act
def keep_report(*, by: ActsAs, round: Round, prepared: Prepared) -> Report:
    """Freeze a prepared report, with its charts; when one stands already, that one."""
    require(access.can_make(by, round))
    Round.objects.select_for_update().get(pk=round.pk)
    kept = Report.objects.filter(round=round).first()
    if kept is not None:
        trail.nothing_changed()
        return kept
    report = Report.objects.create(
        round=round, inputs=prepared.inputs, result=prepared.result, sha256=prepared.sha256
    )
    ChartImage.objects.bulk_create(
        ChartImage(report=report, sha256=sha256, svg=svg) for sha256, svg in prepared.charts.items()
    )
    trail.record(
        Operation.COMBINATION,
        "freeze a report",
        by=by,
        about=[round, report],
        after={"sha256": report.sha256},
    )
    return report


def report_closed_round(fact: RoundClosed) -> None:
    """Handler: a round was closed, so its report is made. Run it ``alone``: computing and drawing
    take seconds, in which no transaction should stand open."""
    make_report(by=job("round report"), round=Round.objects.get(ref=fact.round))
