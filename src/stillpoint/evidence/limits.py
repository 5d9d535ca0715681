"""What the figures cannot say, in plain words: chosen by what is true of this round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stillpoint.evidence.samples import CASES_A_STRATUM, Sample
from stillpoint.evidence.wording import day, plural, were

FEW_REVIEWED = 30


def sentences(result: Mapping[str, Any], sample: Sample | None) -> list[str]:
    """The limits of this report, the weightiest first."""
    if result["provisional"]:
        return [
            "This is a provisional report of a round that is not closed. It holds no ratings: "
            "figures made from them could tell a second reviewer what a first reviewer found."
        ]
    return [
        *_of_coverage(result),
        *_of_response(result, sample),
        *_of_intervals(result, sample),
        *_of_reviewers(result),
        *_of_times(result),
        "The figures are about cases, not about people. A small number of cases for each area and "
        "officer cannot rank anybody, and the report does not try.",
    ]


def _of_coverage(result: Mapping[str, Any]) -> list[str]:
    coverage, said = result["coverage"], []
    if coverage["left_out_live"]:
        said.append(
            f"{coverage['left_out_live']:,} of {plural(coverage['reported'], 'reported case')} "
            f"{were(coverage['left_out_live'])} live or before a court and could not be drawn. "
            "Figures from reviews do not speak for them: most charged cases are among "
            "these for a year or more."
        )
    if coverage["uncovered"]:
        said.append(
            f"In {plural(len(coverage['uncovered']), 'stratum', 'strata')} "
            f"({plural(coverage['uncovered_cases'], 'case')}: "
            f"{'; '.join(coverage['uncovered'])}) no drawn case could be reviewed. Nothing is "
            "known of them, and they are left out of the figures."
        )
    return said


def _of_response(result: Mapping[str, Any], sample: Sample | None) -> list[str]:
    response, said = result["response"], []
    missing = response["unavailable"] + response["waiting"]
    if missing:
        said.append(
            f"{missing:,} of {plural(response['eligible'], 'eligible case')} could not be "
            "reviewed. In each stratum the others stand in for them. If those cases were "
            "worse or better handled, the figures are wrong by as much, and the intervals "
            "do not show it."
        )
    if response["substitutes_reviewed"]:
        said.append(
            "Substitutes keep the number of reviews up. They do not repair what is lost when a "
            "drawn case cannot be reviewed, so figures are shown without them first."
        )
    if sample and sample.alone:
        said.append(
            f"{_alone(len(sample.alone))}. How much cases differ "
            "there is not known; the difference from the overall figure is taken instead."
        )
    if sample is None:
        said.append("No drawn case was reviewed, so there are no figures from reviews.")
    return said


def _alone(strata: int) -> str:
    if strata == 1:
        return "1 stratum rests on one reviewed case"
    return f"{strata:,} strata rest on one reviewed case each"


def _few(cases: int) -> str:
    return "1 reviewed case is few" if cases == 1 else f"{cases:,} reviewed cases are few"


def _of_intervals(result: Mapping[str, Any], sample: Sample | None) -> list[str]:
    if sample is None:
        return []
    said = [
        "An interval shows how far chance in the drawing could have moved a figure: in 95 of 100 "
        "such draws it holds the true value. It does not show errors of judgement or of record."
    ]
    if sample.method == "korn-graubard-capped":
        said.append(
            f"There are fewer than {CASES_A_STRATUM:g} reviewed cases for each stratum. The usual "
            "interval would then hold the truth less often than it says (about 90 in 100 for "
            "shares near one tenth or nine tenths), so a wider one is used, which held it 96 to 99 "
            "times in 100 in simulations."
        )
    if sample.n < FEW_REVIEWED:
        said.append(
            f"{_few(sample.n)}: differences between areas, or between parts of "
            "the population, are mostly within what chance alone would give."
        )
    return said


def _of_reviewers(result: Mapping[str, Any]) -> list[str]:
    said = [
        "Ratings of areas come from first reviews: every reviewed case has one. Reviewers differ "
        "in how strict they are, and that is not in the intervals of the ratings. Where the file "
        "is silent there is no rating, and a silent file may hide good work or poor."
    ]
    found = result["agreement"]
    if found["pairs"]:
        said.append(
            "In simulations of rounds of 38 cases the intervals of weighted agreement held the "
            "true value 91 to 94 times in 100, not 95: read them as a little too narrow. A "
            "coefficient also depends on the mix of cases: do not compare rounds by it alone."
        )
        if found["few_reviewers"]:
            said.append(
                f"Agreement rests on {plural(found['first_reviewers'], 'first reviewer')}. With "
                "fewer than ten, its intervals are rough."
            )
    return said


def _of_times(result: Mapping[str, Any]) -> list[str]:
    if not any(one["n"] for one in result["times"]):
        return [
            "No dates of milestones were imported, so nothing is said about how long things took."
        ]
    return [
        "Times are about all reported cases of the population, live ones too, up to "
        f"{day(result['cut_off'])}. What was not imported by then counts as not having happened. "
        "Their intervals hold point by point: a whole curve strays outside them more often."
    ]


def for_outside(minimum: int, round_to: int) -> list[str]:
    """The limits of the suppressed version, without numbers that it withholds."""
    return [
        f"Figures on fewer than {minimum} cases are withheld, with as many more as are needed so "
        f"that they cannot be worked out. Counts are rounded to the nearest {round_to}, each by "
        "itself, so they need not add up.",
        "Live and pre-trial cases could not be drawn: figures from reviews do not speak for them.",
        "An interval shows how far chance in the drawing could have moved a figure. It does not "
        "show errors of judgement or of record, or differences between reviewers.",
        "The figures are about cases, not about people, and cannot rank anybody.",
        "Do not put these figures beside others about the same cases: together they could tell "
        "more than each does.",
    ]
