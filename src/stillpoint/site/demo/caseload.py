"""Cases of the invented force over eighteen months: when each thing happened, and who did it.

The rates and times are published figures for England and Wales (docs/demo.md): withdrawal is
log-normal through 38 % within 7 days and 64 % within 30; report to charge is right-skewed with
mean 346 days and charge to completion with mean 337; most jobs fall to a few of the trained first
responders; prosecutors' decisions to take no action are rare.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

RELATIONSHIPS = {
    "friend": 0.09, "acquaintance": 0.18, "colleague": 0.05, "position_of_trust": 0.03,
    "met_online": 0.09, "partner": 0.13, "ex_partner": 0.17, "family": 0.12,
    "stranger_2": 0.05, "stranger_1": 0.03, "not_known": 0.06,
}  # fmt: skip
OFFENCES = {
    "19C": 0.27, "19D": 0.05, "19F": 0.03, "19H": 0.01, "17A": 0.04, "20A": 0.34, "20B": 0.06,
    "22A": 0.04, "22B": 0.08, "71": 0.04, "73": 0.02, "70": 0.02,
}  # fmt: skip
# Outcome after eighteen months: code, decision-maker, share.
OUTCOMES = (
    ("16", "", 0.435), ("14", "", 0.145), ("15", "police", 0.20), ("18", "police", 0.07),
    ("1", "cps", 0.08), ("15", "cps", 0.02), ("10", "police", 0.015), ("12", "police", 0.01),
    ("13", "police", 0.01), ("8", "police", 0.005), ("20", "police", 0.01),
)  # fmt: skip
INCIDENTS = ("N100/1", "N100/1", "N100/1", "N100/2", "N100/3")
SHARE_INCIDENTS, SHARE_NON_RECENT = 0.17, 0.35
# Normal quantiles of 0.38 and 0.64, and the days they belong to, give the log-normal.
Z38, Z64 = -0.3055, 0.3585
WITHDRAWAL_SIGMA = float((np.log(30) - np.log(7)) / (Z64 - Z38))
WITHDRAWAL_MU = float(np.log(7) - Z38 * WITHDRAWAL_SIGMA)
MEAN_TO_CHARGE, MEAN_TO_COURT_RESULT = 346.0, 337.0


@dataclass
class CaseStory:
    """One case. Times are days after the report; ``None`` outcome: still open today."""

    reference: str
    kind: str
    offence: str
    reported_at: dt.datetime
    area: int
    relationship: str
    outcome: tuple[str, str, float] | None
    milestones: list[tuple[str, float]] = field(default_factory=list)
    attends_alone: float = 0.0

    def at(self, days: float) -> dt.datetime:
        return self.reported_at + dt.timedelta(days=days)


def stories(number: int, seed: int, today: dt.date) -> Iterator[CaseStory]:
    """``number`` cases reported over the eighteen months before ``today``, oldest first."""
    random = np.random.default_rng(seed)
    now = dt.datetime.combine(today, dt.time(8), dt.UTC)
    back = np.sort(random.uniform(0.5, 548, number))[::-1]
    for serial, days in enumerate(back, start=1):
        reported = (now - dt.timedelta(days=float(days))).replace(microsecond=0)
        yield _story(random, serial, reported, float(days))


def _story(
    random: np.random.Generator, serial: int, reported: dt.datetime, age: float
) -> CaseStory:
    incident = random.random() < SHARE_INCIDENTS
    offence = INCIDENTS[random.integers(len(INCIDENTS))] if incident else _pick(random, OFFENCES)
    story = CaseStory(
        reference=f"WX-{reported:%y}-{serial:05d}",
        kind="incident" if incident else "crime",
        offence=offence,
        reported_at=reported,
        area=int(random.choice(4, p=(0.24, 0.18, 0.22, 0.36))),
        relationship=_pick(random, RELATIONSHIPS),
        outcome=None,
    )
    story.milestones = _early(random, incident)
    if not incident:
        code, maker = _outcome(random)
        days = _days_to(random, code, maker)
        # A case ends after it is recorded; one that ends within hours is never handed over.
        days = max(days, dict(story.milestones)["recorded"] + 0.05)
        story.milestones = [
            (kind, at) for kind, at in story.milestones if kind != "handover_accepted" or at < days
        ]
        story.milestones += _investigation(random, code, maker, days)
        if days < age:
            story.outcome = (code, maker, days)
            story.milestones += _after(random, code, maker, days)
    known = sorted(story.milestones, key=lambda one: one[1])
    story.milestones = [(kind, days) for kind, days in known if days < age]
    return story


def _pick(random: np.random.Generator, shares: dict[str, float]) -> str:
    weights = np.array(list(shares.values()))
    return list(shares)[int(random.choice(len(shares), p=weights / weights.sum()))]


def _outcome(random: np.random.Generator) -> tuple[str, str]:
    weights = np.array([share for _, _, share in OUTCOMES])
    code, maker, _ = OUTCOMES[int(random.choice(len(OUTCOMES), p=weights / weights.sum()))]
    return code, maker


def _days_to(random: np.random.Generator, code: str, maker: str) -> float:
    if code in ("14", "16"):
        return max(0.5, float(random.lognormal(WITHDRAWAL_MU, WITHDRAWAL_SIGMA)))
    if code == "1":
        return float(random.gamma(2.4, MEAN_TO_CHARGE / 2.4)) + 5
    if maker == "cps":
        return float(random.gamma(3.0, 290 / 3.0)) + 60
    return float(random.lognormal(np.log(115), 0.75)) + 3


def _early(random: np.random.Generator, incident: bool) -> list[tuple[str, float]]:
    deployed = float(random.lognormal(np.log(0.08), 0.9))
    account = deployed + float(random.exponential(0.06))
    recorded = account + float(random.exponential(0.4))
    found = [
        ("reported", 0.0),
        ("fro_deployed", deployed),
        ("first_account", account),
        ("recorded", recorded),
    ]
    if not incident:
        found.append(("handover_accepted", recorded + float(random.exponential(1.6))))
    return found


def _investigation(
    random: np.random.Generator, code: str, maker: str, end: float
) -> list[tuple[str, float]]:
    """What happens between handover and outcome; what would come after the outcome does not."""
    found: list[tuple[str, float]] = []
    needs = 2 + float(random.exponential(3))
    found.append(("needs_assessed", needs))
    if random.random() < 0.7:
        found.append(("isva_offered", needs + float(random.exponential(2))))
    if random.random() < 0.62:
        found.append(("victim_interviewed", 4 + float(random.exponential(16))))
    strategy = 3 + float(random.exponential(4))
    found += [("safeguarding_done", strategy - 1), ("strategy_set", strategy)]
    review = strategy + float(random.uniform(20, 40))
    while review < min(end, 700):
        found.append(("supervisor_reviewed", review))
        review += float(random.uniform(24, 60))
    if code not in ("14", "18"):
        found += _suspect(random)
    if code == "1" or maker == "cps":
        found += _prosecution(random, end)
    return [(kind, days) for kind, days in found if days < end]


def _suspect(random: np.random.Generator) -> list[tuple[str, float]]:
    known = float(random.lognormal(np.log(2.0), 1.3))
    found = [("suspect_known", known)]
    if random.random() < 0.72:
        arrest = known + float(random.lognormal(np.log(9), 1.4))
        arrested = random.random() < 0.68
        found.append(("suspect_arrested" if arrested else "suspect_attended", arrest))
        interview = arrest + float(random.exponential(0.5))
        found += [("suspect_interviewed", interview), ("bail_set", interview + 0.2)]
        # The drift of the paper's example: about a third get no fresh look at the plan.
        if random.random() < 0.66:
            found.append(("plan_reviewed", interview + float(random.lognormal(np.log(12), 0.9))))
    for _ in range(int(random.poisson(0.9))):
        found.append(("new_information", known + float(random.uniform(10, 240))))
    return found


def _prosecution(random: np.random.Generator, end: float) -> list[tuple[str, float]]:
    decision = max(6.0, float(random.gamma(2.0, 38)))
    submitted = max(end - decision, end * 0.4)
    found = [
        ("file_to_gatekeeper", submitted * 0.97),
        ("full_code_test_assessed", submitted * 0.98),
        ("submitted_to_cps", submitted),
    ]
    if random.random() < 0.55:
        found.append(("early_advice_requested", submitted * float(random.uniform(0.2, 0.6))))
    if random.random() < 0.6:
        found.append(("action_plan_received", submitted + (end - submitted) * 0.5))
    return found


def _after(
    random: np.random.Generator, code: str, maker: str, end: float
) -> list[tuple[str, float]]:
    found = [("outcome_recorded", end)]
    if code == "1":
        result = end + float(random.gamma(3.0, MEAN_TO_COURT_RESULT / 3.0))
        found += [
            ("cps_decided", end - 0.1),
            ("charged", end),
            ("first_appearance", end + float(random.uniform(1, 30))),
            ("plea_hearing", end + 45),
            ("trial_started", result - 5),
            ("court_result", result),
        ]
    elif code in ("14", "16"):
        found.append(("victim_declined", end - 0.01))
    elif maker == "cps":
        found.append(("cps_decided", end - 0.1))
    else:
        found.append(("police_nfa", end - 0.01))
        if random.random() < 0.06:
            asked = end + float(random.uniform(3, 80))
            found += [("vrr_requested", asked), ("vrr_decided", asked + 40)]
    found.append(("victim_updated", end + float(random.exponential(3))))
    return found
