"""The rates and times of the invented cases are close to the published figures."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.site.demo import caseload

TODAY = dt.date(2026, 11, 23)
# Tolerances are about three standard errors of a share or mean at these numbers.


@pytest.fixture(scope="module")
def many() -> list[caseload.CaseStory]:
    return list(caseload.stories(12_000, 3, TODAY))


@pytest.fixture(scope="module")
def endings() -> list[tuple[str, str, float]]:
    """Outcomes and their days without the end of the eighteen months, which cuts long ones off."""
    random = np.random.default_rng(5)
    found = []
    for _ in range(30_000):
        code, maker = caseload._outcome(random)
        found.append((code, maker, caseload._days_to(random, code, maker)))
    return found


def share(which: list[bool]) -> float:
    return sum(which) / len(which)


@pytest.mark.parametrize(("days", "published"), [(7, 0.38), (30, 0.64)])
def test_withdrawal_follows_the_published_times(
    endings: list[tuple[str, str, float]], days: int, published: float
) -> None:
    withdrawn = [after <= days for code, _, after in endings if code in ("14", "16")]
    assert share(withdrawn) == pytest.approx(published, abs=0.012)


@pytest.mark.parametrize(
    ("codes", "maker", "published"),
    [
        (("14", "16"), "", 0.58),
        (("16",), "", 0.435),
        (("15",), "police", 0.20),
        (("18",), "police", 0.07),
        (("1",), "cps", 0.08),
        (("15",), "cps", 0.02),
    ],
)
def test_outcomes_have_the_published_shares(
    endings: list[tuple[str, str, float]], codes: tuple[str, ...], maker: str, published: float
) -> None:
    reached = [code in codes and by == maker for code, by, _ in endings]
    assert share(reached) == pytest.approx(published, abs=0.01)


def test_report_to_charge_takes_the_published_days_on_average(
    endings: list[tuple[str, str, float]],
) -> None:
    charged = [after for code, _, after in endings if code == "1"]
    assert float(np.mean(charged)) == pytest.approx(346, abs=15)
    assert float(np.median(charged)) < float(np.mean(charged)) - 20


def test_charge_to_court_result_takes_the_published_days_on_average() -> None:
    random = np.random.default_rng(5)
    days = [dict(caseload._after(random, "1", "cps", 0.0))["court_result"] for _ in range(6_000)]
    assert float(np.mean(days)) == pytest.approx(337, abs=8)


def test_one_report_in_six_stays_an_incident(many: list[caseload.CaseStory]) -> None:
    assert share([one.kind == "incident" for one in many]) == pytest.approx(0.17, abs=0.011)


def test_rape_is_about_a_third_of_the_crimes(many: list[caseload.CaseStory]) -> None:
    crimes = [one.offence.startswith("19") for one in many if one.kind == "crime"]
    assert share(crimes) == pytest.approx(0.36, abs=0.015)


def test_partners_and_ex_partners_are_three_in_ten(many: list[caseload.CaseStory]) -> None:
    close = [one.relationship in ("partner", "ex_partner") for one in many]
    assert share(close) == pytest.approx(0.30, abs=0.015)


@pytest.mark.parametrize(
    ("group", "published"),
    [("acquaintance", 0.44), ("stranger", 0.08), ("not_recorded", 0.06), ("domestic", 0.42)],
)
def test_relationships_have_the_published_shares(
    many: list[caseload.CaseStory], group: str, published: float
) -> None:
    model = practice.current()
    of_group = [model.relationship_group(one.relationship) == group for one in many]
    assert share(of_group) == pytest.approx(published, abs=0.015)


def test_cases_are_reported_over_eighteen_months(many: list[caseload.CaseStory]) -> None:
    ages = [(TODAY - one.reported_at.date()).days for one in many]
    assert min(ages) <= 2 and max(ages) == pytest.approx(548, abs=5)
    assert share([age > 274 for age in ages]) == pytest.approx(0.5, abs=0.015)


def test_nothing_happens_after_today(many: list[caseload.CaseStory]) -> None:
    now = dt.datetime.combine(TODAY, dt.time(8), dt.UTC)
    assert all(one.at(days) <= now for one in many for _, days in one.milestones)


def test_a_few_responders_attend_most_jobs() -> None:
    """The top fifth attends more than two fifths of what the front line attends."""
    from stillpoint.site.demo.filing import _Allocation
    from stillpoint.site.demo.force import DemoForce

    front = DemoForce(areas=[], frontline=[[Officer() for _ in range(25)] for _ in range(4)])
    pulls = [sorted(pull, reverse=True) for pull in _Allocation(front, 7).pull]
    assert np.mean([sum(pull[:5]) for pull in pulls]) > 0.4
