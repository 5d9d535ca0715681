"""How much ratings varied in closed rounds: what Neyman allocation goes by."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable

from stillpoint.reviews.models import AreaJudgement


def spread_by_stratum(strata: Iterable[str]) -> dict[str, float] | None:
    """Standard deviation of the mean rating of a case, by stratum key, from closed rounds.

    A stratum with fewer than two rated cases gets the deviation over all. None when there are not
    two rated cases in any closed round.
    """
    by_case: dict[tuple[str, int], list[int]] = defaultdict(list)
    ratings = AreaJudgement.objects.filter(
        review__state="submitted",
        review__step=1,
        review__assignment__selection__round__state="closed",
        rating__isnull=False,
    ).values_list(
        "review__assignment__selection__stratum", "review__assignment__selection_id", "rating"
    )
    for stratum, selection, rating in ratings:
        assert rating is not None
        by_case[stratum, selection].append(rating)
    means: dict[str, list[float]] = defaultdict(list)
    for (stratum, _), values in by_case.items():
        means[stratum].append(statistics.fmean(values))
    everything = [mean for values in means.values() for mean in values]
    if len(everything) < 2:
        return None
    overall = statistics.stdev(everything) or 1.0
    return {
        key: (statistics.stdev(means[key]) if len(means[key]) > 1 else 0.0) or overall
        for key in strata
    }
