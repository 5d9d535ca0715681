"""A figure of the report, and how figures are written down so that they can be hashed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

from stillpoint.methods.agreement import Agreement
from stillpoint.methods.estimation import Estimate


@dataclass(frozen=True)
class Figure:
    """An estimate with its 95 % interval. ``n``: the cases (or pairs of ratings) it rests on;
    ``count``: how many of them had what a share is about, unweighted."""

    value: float
    low: float | None
    high: float | None
    n: int
    standard_error: float | None = None
    count: int | None = None


def from_estimate(estimate: Estimate, *, count: int | None = None) -> Figure:
    return Figure(
        estimate.value,
        estimate.low,
        estimate.high,
        estimate.n,
        estimate.standard_error,
        count,
    )


def from_agreement(agreement: Agreement) -> Figure:
    return Figure(
        agreement.value, agreement.low, agreement.high, agreement.units, agreement.standard_error
    )


def plain(value: Any) -> Any:
    """As JSON holds it: dataclasses as objects, days as text, what is not a number as null."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str | bool) or value is None:
        return value
    if isinstance(value, Sequence):
        return [plain(one) for one in value]
    if isinstance(value, int):
        return int(value)
    # Adding nought turns a minus nought into nought, which a database would do too.
    number = float(value) + 0.0
    return number if math.isfinite(number) else None


def canonical(value: Any) -> str:
    """Canonical JSON: keys sorted, no spaces. The same figures always give the same text."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON in UTF-8."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()
