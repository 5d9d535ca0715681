"""The reviewed cases as a sample: what each counts for, and what is said where too few answered.

A drawn case is reviewed, ineligible or unavailable. Ineligible cases stay in the sample as the
part of it that the figures are not about (a domain). Unavailable ones are non-response: within
each stratum the reviewed cases carry their weight, that is, each counts for
(weight of the eligible) / (weight of the reviewed) times its own weight. This is the weighting
class adjustment with the strata as classes: Särndal, Swensson & Wretman (1992) section 15.6;
Little & Rubin (2002) section 3.3. It assumes that within a stratum the cases that could not be
reviewed are like those that were. Stratum sizes give the finite population correction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stillpoint.evidence.figures import Figure, from_estimate
from stillpoint.methods import estimation

REVIEWED, INELIGIBLE, UNAVAILABLE, WAITING = "reviewed", "ineligible", "unavailable", "waiting"
# Below this many reviewed cases a stratum the uncapped interval covers less than it says
# (docs/methods/sampling-and-estimation.md, "Coverage").
CASES_A_STRATUM = 3.5

Case = Mapping[str, Any]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Sample:
    """Cases with what each counts for; ``about`` marks those that the figures speak of.

    ``uncovered``: strata in which no case could be reviewed though there are cases in them.
    ``alone``: strata with one case only, not taken whole, whose variance is borrowed.
    """

    cases: tuple[Case, ...]
    strata: tuple[str, ...]
    weight: NDArray[np.float64]
    about: Bools
    population: dict[str, int]
    method: str
    uncovered: tuple[str, ...]
    alone: tuple[str, ...]

    @property
    def n(self) -> int:
        return int(self.about.sum())

    def share(self, hits: Sequence[bool] | Bools, domain: Sequence[bool] | Bools) -> Figure | None:
        """The weighted share of hits among the cases of the domain; None without a case in it."""
        inside = np.asarray(domain, dtype=np.bool_) & self.about
        if not inside.any():
            return None
        values = np.asarray(hits, dtype=np.bool_) & inside
        estimate = estimation.proportion(
            values.astype(float),
            stratum=list(self.strata),
            population=self.population,
            domain=inside,
            weight=self.weight,
            lonely="adjust",
            method=self.method,
        )
        return from_estimate(estimate, count=int(values.sum()))


def standing(case: Case) -> str:
    """What became of a drawn case."""
    if case["state"] in (INELIGIBLE, UNAVAILABLE):
        return str(case["state"])
    return REVIEWED if case["first"] is not None else WAITING


def sample(
    cases: Sequence[Case], population: Mapping[str, int], *, with_substitutes: bool
) -> Sample | None:
    """The sample that figures are made from; None when no case was reviewed.

    ``population``: stratum key to the number of cases in the frame. Without substitutes the
    originals stand alone; with them the substitutes share the weight of the stratum.
    """
    originals = [case for case in cases if case["substitute_for"] is None]
    kept = list(cases) if with_substitutes else originals
    reviewed = [case for case in kept if standing(case) == REVIEWED]
    if not reviewed:
        return None
    outside = [case for case in originals if standing(case) == INELIGIBLE]
    factor = _factors(originals, reviewed)
    used = (*reviewed, *outside)
    weights = [
        case["weight"] * (factor[case["stratum"]] if number < len(reviewed) else 1.0)
        for number, case in enumerate(used)
    ]
    strata = tuple(case["stratum"] for case in used)
    present = {key: population[key] for key in population if key in set(strata)}
    answered = {case["stratum"] for case in reviewed}
    lost = {case["stratum"] for case in originals if standing(case) in (UNAVAILABLE, WAITING)}
    alone = tuple(
        key for key in present if strata.count(key) == 1 and present[key] > 1 and key in answered
    )
    thin = len(reviewed) < CASES_A_STRATUM * len(answered)
    return Sample(
        cases=used,
        strata=strata,
        weight=np.asarray(weights, dtype=float),
        about=np.arange(len(used)) < len(reviewed),
        population=present,
        method="korn-graubard-capped" if thin else "korn-graubard",
        uncovered=tuple(sorted(lost - answered)),
        alone=alone,
    )


def _factors(originals: Sequence[Case], reviewed: Sequence[Case]) -> dict[str, float]:
    """Stratum key to what a reviewed case's weight is multiplied by."""
    eligible: dict[str, float] = {}
    for case in originals:
        if standing(case) != INELIGIBLE:
            eligible[case["stratum"]] = eligible.get(case["stratum"], 0.0) + case["weight"]
    answering: dict[str, float] = {}
    for case in reviewed:
        answering[case["stratum"]] = answering.get(case["stratum"], 0.0) + case["weight"]
    # A stratum whose eligible originals all dropped out but whose substitute was reviewed has its
    # weight from them; one without eligible originals cannot have a reviewed case.
    return {key: eligible.get(key, weight) / weight for key, weight in answering.items()}
