"""Published tables must not give away what they withhold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from stillpoint.methods import suppression

Table = dict[str, dict[str, int]]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    count = st.one_of(st.integers(0, 12), st.integers(0, 60))
    return {f"r{r}": {f"c{c}": draw(count) for c in range(columns)} for r in range(rows)}


def with_totals(table: Table) -> Table:
    full = {row: {**line, "total": sum(line.values())} for row, line in table.items()}
    columns = list(next(iter(full.values())))
    full["total"] = {column: sum(line[column] for line in full.values()) for column in columns}
    return full


def possible_ranges(
    true: Table, published: dict[str, dict[str, int | None]]
) -> dict[tuple[str, str], tuple[float, float]]:
    """What an attacker with all shown numbers unrounded can say of each withheld one."""
    places = [(r, c) for r in true for c in true[r]]
    at = {place: i for i, place in enumerate(places)}
    rows, columns = list(true), list(true["total"])
    equations = []
    for r in rows:
        line = np.zeros(len(places))
        line[[at[r, c] for c in columns if c != "total"]] = 1
        line[at[r, "total"]] -= 1
        equations.append(line)
    for c in columns:
        line = np.zeros(len(places))
        line[[at[r, c] for r in rows if r != "total"]] = 1
        line[at["total", c]] -= 1
        equations.append(line)
    bounds = [(0, None) if published[r][c] is None else (true[r][c], true[r][c]) for r, c in places]
    ranges = {}
    for place in places:
        if published[place[0]][place[1]] is not None:
            continue
        goal = np.zeros(len(places))
        goal[at[place]] = 1
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * goal, A_eq=np.array(equations), b_eq=np.zeros(len(equations)), bounds=bounds
            )
            ends.append(sign * found.fun if found.status == 0 else np.inf)
        ranges[place] = (ends[0], ends[1])
    return ranges


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from([3, 5, 10]))
def test_an_attacker_with_exact_totals_cannot_narrow_a_withheld_count(
    table: Table, minimum: int
) -> None:
    published = suppression.suppress(table, minimum=minimum, round_to=1)
    for low, high in possible_ranges(with_totals(table), published).values():
        assert high - low >= minimum - 1 - 1e-6


@given(tables(), st.sampled_from([1, 5, 10]))
def test_no_small_count_is_published(table: Table, round_to: int) -> None:
    published = suppression.suppress(table, round_to=round_to)
    true = with_totals(table)
    assert all(published[r][c] is None for r in true for c in true[r] if 0 < true[r][c] < 10)


@given(tables())
def test_what_is_published_is_the_count_rounded_to_five(table: Table) -> None:
    published = suppression.suppress(table)
    true = with_totals(table)
    for r in true:
        for c in true[r]:
            shown = published[r][c]
            assert shown is None or (shown % 5 == 0 and abs(shown - true[r][c]) <= 2)


@given(st.lists(st.integers(10, 500), min_size=2, max_size=5), st.integers(2, 4))
def test_a_table_without_small_counts_or_zeros_is_shown_whole(
    counts: list[int], columns: int
) -> None:
    table = {f"r{i}": dict.fromkeys(map(str, range(columns)), n) for i, n in enumerate(counts)}
    published = suppression.suppress(table)
    assert all(cell is not None for line in published.values() for cell in line.values())


def test_one_small_count_takes_three_more_cells_with_it_and_no_total() -> None:
    published = suppression.suppress(
        {"north": {"good": 4, "poor": 40}, "south": {"good": 60, "poor": 30}}, round_to=1
    )
    assert published == {
        "north": {"good": None, "poor": None, "total": 44},
        "south": {"good": None, "poor": None, "total": 90},
        "total": {"good": 64, "poor": 70, "total": 134},
    }


def test_a_large_table_loses_few_cells_to_one_small_count() -> None:
    table = {f"r{r}": {f"c{c}": 20 + r + 3 * c for c in range(6)} for r in range(8)}
    table["r3"]["c2"] = 3
    published = suppression.suppress(table)
    assert sum(cell is None for line in published.values() for cell in line.values()) == 4


def test_a_zero_is_shown_where_it_tells_nothing_about_everyone() -> None:
    published = suppression.suppress(
        {"north": {"a": 0, "b": 40, "c": 30}, "south": {"a": 60, "b": 30, "c": 20}}
        | {"west": {"a": 50, "b": 20, "c": 30}}
    )
    assert published["north"]["a"] == 0


def test_zeros_are_withheld_where_all_of_a_row_fall_in_one_cell() -> None:
    published = suppression.suppress(
        {"north": {"a": 0, "b": 40}, "south": {"a": 60, "b": 30}}, round_to=1
    )
    assert published["north"]["a"] is None
    assert published["north"]["b"] is None


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"r": {"a": -1}}, "row 'r', column 'a'"),
        ({"r": {"a": 1.5}}, "row 'r', column 'a'"),
        ({"r": {"a": 1}, "s": {"b": 1}}, "Row 's'"),
        ({"total": {"a": 1}}, "'total'"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused_by_name(
    table: dict[str, dict[str, int]], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        suppression.suppress(table)


def test_a_share_needs_a_denominator_of_ten() -> None:
    assert [suppression.enough(n) for n in (0, 9, 10, 11)] == [False, False, True, True]
