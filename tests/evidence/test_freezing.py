from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stillpoint.evidence import computing, freezing, gathering
from stillpoint.evidence.figures import digest
from stillpoint.evidence.models import ChartImage, Report
from stillpoint.reviews.facts import RoundClosed
from stillpoint.reviews.models import Review
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.evidence.factories import close, make_published_round, make_reviewed_round
from tests.evidence.report_to_kill import STEPS
from tests.people.factories import make_officer
from tests.reviews.factories import CONSOLE, make_case

PATIENCE = 60.0


@pytest.mark.django_db
def test_a_report_can_be_computed_again_from_its_inputs() -> None:
    report = freezing.make_report(by=CONSOLE, round=close(make_reviewed_round()))
    report.refresh_from_db()
    assert computing.compute(report.inputs) == report.result
    assert report.sha256 == digest({"inputs": report.inputs, "result": report.result})


@pytest.mark.django_db
def test_making_a_report_twice_makes_one() -> None:
    round = close(make_reviewed_round())
    first = freezing.make_report(by=CONSOLE, round=round)
    freezing.report_closed_round(RoundClosed(round=round.ref))
    assert list(Report.objects.all()) == [first]


@pytest.mark.django_db
def test_two_workers_that_both_prepared_keep_one() -> None:
    round = close(make_reviewed_round())
    prepared = freezing.prepare(round)
    first = freezing.keep_report(by=CONSOLE, round=round, prepared=prepared)
    second = freezing.keep_report(by=CONSOLE, round=round, prepared=prepared)
    assert first == second
    assert ChartImage.objects.filter(report=first).count() == len(prepared.charts)


@pytest.mark.django_db
def test_a_report_stands_when_reviews_change_afterwards() -> None:
    round = close(make_reviewed_round())
    report = freezing.make_report(by=CONSOLE, round=round)
    before = report.result
    Review.objects.filter(step=1).update(record_rating=1)
    make_case(area="North")
    assert freezing.make_report(by=CONSOLE, round=round).result == before


@pytest.mark.django_db
def test_a_round_that_is_not_closed_has_no_frozen_report() -> None:
    round = make_reviewed_round()
    with pytest.raises(CannotDo, match="not closed"):
        freezing.make_report(by=CONSOLE, round=round)


@pytest.mark.django_db
def test_only_the_worker_and_leads_make_a_report() -> None:
    round = close(make_reviewed_round())
    with pytest.raises(Refused):
        freezing.make_report(by=make_officer(roles=("analyst",)), round=round)


@pytest.mark.django_db
def test_freezing_leaves_its_entry() -> None:
    round = close(make_reviewed_round())
    report = freezing.make_report(by=CONSOLE, round=round)
    entry = TrailEntry.objects.filter(act="freeze a report").get()
    assert entry.about == [round.trail_reference, report.trail_reference]


@pytest.mark.django_db
def test_gathering_takes_as_many_queries_for_many_cases_as_for_few() -> None:
    few = close(make_reviewed_round(name="Few"))
    many = close(make_published_round("Many", north=60, south=120, size=36))
    counts = []
    for round in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            gathering.gather(round)
        counts.append(len(asked))
    # One more for each interval would be too many: cases and milestones are read once.
    assert counts[0] == counts[1] <= 12


@pytest.mark.django_db
def test_before_closing_nothing_that_a_reviewer_rated_is_read() -> None:
    round = make_reviewed_round()
    inputs = gathering.gather(round, reviews=False)
    assert all(case["first"] is None and case["second"] is None for case in inputs["cases"])
    with CaptureQueriesContext(connection) as asked:
        gathering.gather(round, reviews=False)
    assert not any("areajudgement" in query["sql"] for query in asked.captured_queries)


class Reporter:
    """The process of `report_to_kill`, which makes reports in children."""

    def __init__(self, database: str, folder: Path, round: str) -> None:
        self.folder = folder
        command = [sys.executable, "-m", "tests.evidence.report_to_kill", database]
        self.process = subprocess.Popen(
            [*command, folder / "worker-keys.json", round],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def order(self, step: str, marker: Path | str) -> int:
        assert self.process.stdin
        self.process.stdin.write(f"{step} {marker}\n")
        self.process.stdin.flush()
        return int(self._line())

    def kill_at(self, step: str) -> None:
        marker = self.folder / f"standing at {step}"
        child = self.order(step, marker)
        until = time.monotonic() + PATIENCE
        while not marker.exists():
            assert time.monotonic() < until, f"The worker never came to {step}."
            time.sleep(0.01)
        os.kill(child, signal.SIGKILL)
        assert self._line() == "ended"

    def finish(self) -> None:
        self.order("-", "-")
        assert self._line() == "ended"

    def end(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(PATIENCE)

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()


def _reports(database: str) -> tuple[int, int]:
    """Reports and charts, as another connection sees them."""
    tables = ("evidence_report", "evidence_chartimage")
    if connection.vendor == "sqlite":
        with contextlib.closing(sqlite3.connect(database)) as other:
            reports, charts = (
                int(other.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in tables
            )
            return reports, charts
    return Report.objects.count(), ChartImage.objects.count()


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_any_step_leaves_no_report_or_the_whole_and_never_two(
    tmp_path: Path,
) -> None:
    round = close(make_reviewed_round())
    database = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        database = str(tmp_path / "report.sqlite3")
        with contextlib.closing(sqlite3.connect(database)) as copy:
            connection.connection.backup(copy)
    reporter = Reporter(database, tmp_path, round.ref)
    *open_steps, committed = STEPS
    for step in open_steps:
        reporter.kill_at(step)
        assert _reports(database) == (0, 0), step
    reporter.kill_at(committed)
    reports, charts = _reports(database)
    assert reports == 1
    assert charts > 0
    reporter.finish()
    reporter.end()
    assert _reports(database) == (1, charts)
