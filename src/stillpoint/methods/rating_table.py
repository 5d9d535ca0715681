"""Ratings of units by raters, read once into a table that every coefficient can use."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ratings = ArrayLike | Sequence[Sequence[Any]]
Weights = Literal["linear", "quadratic", "ordinal"] | None


class Undefined(ValueError):
    """The coefficient has no value for these ratings, for example because nobody ever differed."""


@dataclass(frozen=True)
class RatingTable:
    """Ratings as category numbers, with the units' sampling weights and clusters.

    codes: units × raters, the place of the rating in `categories`, -1 where missing.
    scale: the number that stands for each category, None when the categories are text
    that nobody has put in order.
    """

    codes: NDArray[np.intp]
    categories: tuple[Any, ...]
    scale: Floats | None
    weight: Floats
    cluster: NDArray[np.intp] | None

    @property
    def raters(self) -> int:
        return int(self.codes.shape[1])

    def counts(self) -> Floats:
        """Units × categories: how many raters put the unit into the category."""
        counts = np.zeros((len(self.codes), len(self.categories)))
        unit, rater = np.nonzero(self.codes >= 0)
        np.add.at(counts, (unit, self.codes[unit, rater]), 1)
        return counts

    def keep(self, units: NDArray[np.bool_]) -> "RatingTable":
        """The same table with some units left out."""
        cluster = None if self.cluster is None else self.cluster[units]
        return RatingTable(
            self.codes[units], self.categories, self.scale, self.weight[units], cluster
        )


def read(
    ratings: Ratings,
    *,
    categories: Sequence[Any] | None = None,
    cluster: Sequence[Hashable] | NDArray[Any] | None = None,
    weight: ArrayLike | None = None,
) -> RatingTable:
    """Read units × raters; None and NaN are missing. Units that nobody rated are left out.

    categories: the whole scale in its order; without it, the categories that occur.
    Raises ValueError when the shape, a category, a weight or a cluster label will not do.
    """
    cells = _cells(ratings)
    present = ~np.array([_missing(value) for value in cells.ravel()], bool).reshape(cells.shape)
    if not present.any():
        raise ValueError("ratings holds no rating at all.")
    scale_of = _ordered(cells[present]) if categories is None else tuple(categories)
    if len(set(scale_of)) != len(scale_of):
        raise ValueError("categories names a category twice.")
    place = {category: i for i, category in enumerate(scale_of)}
    codes = np.full(cells.shape, -1, dtype=np.intp)
    for unit, rater in zip(*np.nonzero(present), strict=True):
        value = cells[unit, rater]
        if value not in place:
            raise ValueError(
                f"ratings holds {value!r} (unit {unit}, rater {rater}), "
                "which is not one of the categories given."
            )
        codes[unit, rater] = place[value]
    table = RatingTable(
        codes,
        scale_of,
        _scale(scale_of, given=categories is not None),
        read_weight(weight, len(cells)),
        read_cluster(cluster, len(cells)),
    )
    return table.keep(np.asarray(present.any(axis=1), bool))


def _cells(ratings: Ratings) -> NDArray[np.object_]:
    if not hasattr(ratings, "__len__") and not hasattr(ratings, "__array__"):
        raise ValueError("ratings must be a table of units by raters.")
    if not hasattr(ratings, "__array__"):
        given: list[Any] = list(cast(Iterable[Any], ratings))
        lengths = {len(list(row)) if _is_row(row) else -1 for row in given}
        if -1 in lengths or len(lengths) != 1:
            raise ValueError("ratings must be a table: a row for each unit, all equally long.")
    cells = np.asarray(ratings, dtype=object)
    if cells.ndim != 2 or cells.shape[1] < 2:
        raise ValueError(
            "ratings must be a table of units by raters with at least two raters; "
            f"its shape is {cells.shape}."
        )
    return cells


def _is_row(row: object) -> bool:
    return not isinstance(row, str | bytes) and hasattr(row, "__iter__")


def _missing(value: object) -> bool:
    return value is None or (isinstance(value, Real) and value != value)


def _ordered(values: NDArray[np.object_]) -> tuple[Any, ...]:
    distinct = set(values.tolist())
    if not all(isinstance(value, Real) for value in distinct) and not all(
        isinstance(value, str) for value in distinct
    ):
        raise ValueError("ratings mixes numbers with text: use one kind of category.")
    return tuple(sorted(distinct))


def _scale(categories: tuple[Any, ...], *, given: bool) -> Floats | None:
    if all(isinstance(category, Real) for category in categories):
        scale = np.array(categories, dtype=float)
        if not np.isfinite(scale).all():
            raise ValueError("ratings holds an infinite number.")
        return scale
    # Text has an order only when somebody has written the order down.
    return np.arange(1.0, len(categories) + 1) if given else None


def read_weight(weight: ArrayLike | None, units: int) -> Floats:
    """Sampling weights: positive, one a unit; all one when None."""
    if weight is None:
        return np.ones(units)
    read_as = np.asarray(weight, dtype=float)
    if read_as.shape != (units,):
        raise ValueError(f"weight must hold one number a unit ({units}).")
    if not np.isfinite(read_as).all() or (read_as <= 0).any():
        raise ValueError("weight must hold positive numbers only.")
    return read_as


def read_cluster(
    cluster: Sequence[Hashable] | NDArray[Any] | None, units: int
) -> NDArray[np.intp] | None:
    """Cluster labels as numbers from nought; None stays None."""
    if cluster is None:
        return None
    labels = list(cluster)
    if len(labels) != units:
        raise ValueError(f"cluster must hold one label a unit ({units}), it holds {len(labels)}.")
    if any(_missing(label) for label in labels):
        raise ValueError("cluster holds an empty label: every unit needs one.")
    number: dict[Hashable, int] = {}
    return np.array([number.setdefault(label, len(number)) for label in labels], dtype=np.intp)


def agreement_weights(table: RatingTable, weights: Weights) -> Floats:
    """How far two categories count as agreeing: 1 on the diagonal, 0 for the farthest apart.

    Linear 1 - |x - y| / range, quadratic 1 - (x - y)² / range², ordinal
    1 - C(|i - j| + 1, 2) / C(q, 2) on the places i, j (Gwet 2014, section 3.5).
    """
    q = len(table.categories)
    if weights is None or q == 1:
        return np.eye(q)
    if weights not in ("linear", "quadratic", "ordinal"):
        raise ValueError(
            f"weights must be None, 'linear', 'quadratic' or 'ordinal', not {weights!r}."
        )
    if table.scale is None:
        raise ValueError(
            f"weights={weights!r} needs categories in an order: "
            "use numbers, or give the order as categories=."
        )
    if weights == "ordinal":
        rank = np.argsort(np.argsort(table.scale))
        apart = np.abs(np.subtract.outer(rank, rank)).astype(float)
        return np.asarray(1 - apart * (apart + 1) / (q * (q - 1)), float)
    distance = np.abs(np.subtract.outer(table.scale, table.scale))
    return np.asarray(1 - (distance / distance.max()) ** (1 if weights == "linear" else 2), float)
