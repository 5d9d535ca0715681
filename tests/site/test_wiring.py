"""The wiring is one table: a fact that stood in it twice would lose its first handlers."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from stillpoint.site import wiring


def test_every_fact_stands_in_the_wiring_once() -> None:
    tree = ast.parse(Path(wiring.__file__).read_text())
    table = next(one for one in ast.walk(tree) if isinstance(one, ast.Dict))
    named = Counter(ast.unparse(key) for key in table.keys if key is not None)
    assert len(named) > 10
    assert [fact for fact, times in named.items() if times > 1] == []
