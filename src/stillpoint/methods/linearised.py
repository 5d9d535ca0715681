"""Standard errors and intervals from each unit's influence on an estimate (linearisation)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """Standard error, the half-width multiplier that belongs to it, and the number of clusters."""

    standard_error: float
    multiplier: float
    clusters: int


def spread(
    influence: Floats,
    weight: Floats,
    cluster: NDArray[np.intp] | None = None,
    *,
    large_sample: bool = False,
    level: float = 0.95,
) -> Spread:
    """Variance G/(G-1) · Σ_g (Σ_{i in g} w_i z_i / Σ w)², with Student's t on G-1 degrees.

    influence: z_i, with Σ w_i z_i = 0. Without clusters every unit is one.
    large_sample leaves out G/(G-1) and takes the normal quantile, unless clusters are given.
    Source: Binder 1983; for one unit a cluster it is Gwet's (2014) formula. Raises ValueError
    when there are fewer than two clusters.
    """
    from scipy.special import ndtri, stdtrit

    share = weight * influence / weight.sum()
    if cluster is not None:
        _, place = np.unique(cluster, return_inverse=True)
        share = np.bincount(place, weights=share)
    groups = len(share)
    if groups < 2:
        what = "units" if cluster is None else "clusters"
        raise ValueError(f"ratings covers fewer than two {what}: no standard error can be given.")
    variance = float(np.sum(share**2))
    tail = 0.5 + level / 2
    if large_sample and cluster is None:
        return Spread(variance**0.5, float(ndtri(tail)), groups)
    variance *= groups / (groups - 1)
    return Spread(variance**0.5, float(stdtrit(groups - 1, tail)), groups)
