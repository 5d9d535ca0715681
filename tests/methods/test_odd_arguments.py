"""Whatever is given to a method, a ValueError names it; nothing else is raised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from stillpoint.methods import challenge, estimation, identifiers, sampling, suppression

ODD: list[tuple[str, Callable[[], Any]]] = [
    ("text", lambda: identifiers.find(None)),  # type: ignore[arg-type]
    ("text", lambda: identifiers.find(b"PC 1234")),  # type: ignore[arg-type]
    ("text", lambda: challenge.read(None)),  # type: ignore[arg-type]
    ("table", lambda: suppression.suppress(None)),  # type: ignore[arg-type]
    ("Row 'a'", lambda: suppression.suppress({"a": 3})),  # type: ignore[dict-item]
    ("sizes", lambda: sampling.allocate([3, 4], 2)),  # type: ignore[arg-type]
    ("frame", lambda: sampling.draw(["a"], {}, "seed")),  # type: ignore[list-item]
    ("level", lambda: estimation.mean([1, 2, 3], level="x")),  # type: ignore[arg-type]
    ("population", lambda: estimation.mean([1, 2, 3], population="x")),  # type: ignore[arg-type]
    ("successes", lambda: estimation.binomial_interval(None, 3)),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("named", "call"), ODD)
def test_an_argument_of_the_wrong_kind_is_named(named: str, call: Callable[[], Any]) -> None:
    with pytest.raises(ValueError, match=named):
        call()
