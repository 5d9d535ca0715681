"""Tables of counts from which no small number can be worked out.

Small counts are withheld (primary suppression), further counts are withheld so that the totals
do not give them away (secondary suppression), and what is left is rounded. Source: Hundepool,
A. et al. (2012) *Statistical Disclosure Control*, Wiley, chapter 4; the network view of a
two-way table is due to Gusfield, D. (1988) "A graph theoretic approach to statistical data
security", *SIAM Journal on Computing* 17(3), 552-571.

What an attacker is granted: every count and total still shown, *unrounded*, and that counts are
not negative. What is promised against that: for each withheld number, the attacker is left with
a range of possible values at least `minimum` - 1 wide. Rounding comes on top and is not relied
on. What is not covered: tables that share cells or totals with another published table, and an
attacker who is a member of a group and knows some of its counts.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Hashable, Mapping
from typing import TypeVar

from stillpoint.methods.arguments import must_be_mapping

R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)

# A cell by place: (row, column) numbers; the last row and the last column hold the totals.
Place = tuple[int, int]
Node = tuple[str, int]


def enough(denominator: int, minimum: int = 10) -> bool:
    """Whether a share may be shown outside the team: its denominator is at least `minimum`."""
    return denominator >= minimum


def suppress(
    table: Mapping[R, Mapping[C, int]],
    *,
    minimum: int = 10,
    round_to: int = 5,
    total: str = "total",
) -> dict[R | str, dict[C | str, int | None]]:
    """The table as it may be published, with a `total` row and column; None where withheld.

    `table` gives {row: {column: count}}, every row with the same columns. Withheld first are
    counts and totals from 1 to `minimum` - 1, and the zeros of any row or column whose cases
    all fall in one cell (a reader would learn something about every one of them). Other zeros
    are shown. Then the least that protects those is withheld too, and the rest rounded to the
    nearest `round_to` (halves up; 1 for no rounding).

    Raises ValueError for counts that are not whole numbers of at least 0, rows with different
    columns, or a row or column already named `total`.
    """
    rows, columns, counts = _counts(table, minimum, round_to, total)
    hidden = _primary(counts, minimum)
    _protect(counts, hidden, minimum - 1)
    names: list[R | str] = [*rows, total]
    headings: list[C | str] = [*columns, total]
    return {
        name: {
            heading: None if (r, c) in hidden else _rounded(counts[r][c], round_to)
            for c, heading in enumerate(headings)
        }
        for r, name in enumerate(names)
    }


def _counts(
    table: Mapping[R, Mapping[C, int]], minimum: int, round_to: int, total: str
) -> tuple[list[R], list[C], list[list[int]]]:
    """The counts as a grid with totals in its last row and column."""
    if minimum < 1 or round_to < 1:
        raise ValueError(
            f"minimum and round_to must be at least 1, not {minimum!r} and {round_to!r}."
        )
    must_be_mapping("table", table, "each row's columns")
    for row, cells in table.items():
        must_be_mapping(f"Row {row!r} of the table", cells, "each column's count")
    rows = list(table)
    columns = list(table[rows[0]]) if rows else []
    grid = []
    for row in rows:
        if set(table[row]) != set(columns):
            raise ValueError(f"Row {row!r} does not have the columns of row {rows[0]!r}.")
        for column in columns:
            count = table[row][column]
            if isinstance(count, bool) or int(count) != count or count < 0:
                raise ValueError(
                    f"The count of row {row!r}, column {column!r} must be a whole number of at "
                    f"least 0, not {count!r}."
                )
        line = [int(table[row][column]) for column in columns]
        grid.append([*line, sum(line)])
    if total in rows or total in columns:
        raise ValueError(f"The table already has a row or column named {total!r}.")
    grid.append([sum(column) for column in zip(*grid, strict=True)] if grid else [0])
    return rows, columns, grid


def _primary(counts: list[list[int]], minimum: int) -> set[Place]:
    last_row, last_column = len(counts) - 1, len(counts[0]) - 1
    hidden = {
        (r, c)
        for r, line in enumerate(counts)
        for c, count in enumerate(line)
        if 0 < count < minimum
    }
    for r in range(last_row):
        line = counts[r][:last_column]
        if last_column > 1 and sum(count > 0 for count in line) == 1:
            hidden |= {(r, c) for c, count in enumerate(line) if not count}
    for c in range(last_column):
        column = [counts[r][c] for r in range(last_row)]
        if last_row > 1 and sum(count > 0 for count in column) == 1:
            hidden |= {(r, c) for r, count in enumerate(column) if not count}
    return hidden


def _protect(counts: list[list[int]], hidden: set[Place], width: int) -> None:
    """Withhold more until every withheld number could be anything in a range `width` wide."""
    waiting = deque(sorted(hidden, key=lambda place: (counts[place[0]][place[1]], place)))
    while waiting:
        place = waiting.popleft()
        while _leeway(counts, hidden, place, width) < width:
            more = _cheapest_cover(counts, hidden, place, width)
            waiting.extend(more)
            hidden |= more


# The table as a flow: a cell carries its count from its row to its column, a row's total carries
# it from the totals column to the row, a column's total from the column to the totals row, and
# the grand total from the totals row to the totals column. Counts agree with their totals
# exactly when the flow balances, so every other table that fits what is shown differs from this
# one by circles through withheld cells, up along a cell or down against it.


def _ends(counts: list[list[int]], place: Place) -> tuple[Node, Node]:
    row, column = ("row", place[0]), ("column", place[1])
    in_totals = (place[0] == len(counts) - 1) != (place[1] == len(counts[0]) - 1)
    return (column, row) if in_totals else (row, column)


def _leeway(counts: list[list[int]], hidden: set[Place], place: Place, width: int) -> int:
    """How far a withheld number could lie from itself, up and down together, up to `width`."""
    start, end = _ends(counts, place)
    up = _most_flow(counts, hidden - {place}, end, start, width)
    if up >= width:
        return width
    room = min(width - up, counts[place[0]][place[1]])
    return up + _most_flow(counts, hidden - {place}, start, end, room)


def _most_flow(
    counts: list[list[int]], cells: set[Place], source: Node, sink: Node, cap: int
) -> int:
    """The most that can be sent from source to sink through the cells, up to `cap`.

    Along a cell without limit, against it up to its count (Edmonds & Karp 1972).
    """
    room: dict[Node, dict[Node, int]] = {}
    for place in cells:
        start, end = _ends(counts, place)
        room.setdefault(start, {})[end] = cap
        room.setdefault(end, {})[start] = counts[place[0]][place[1]]
    sent = 0
    while sent < cap:
        came: dict[Node, Node] = {source: source}
        queue = deque([source])
        while queue and sink not in came:
            node = queue.popleft()
            for other, left in room.get(node, {}).items():
                if left > 0 and other not in came:
                    came[other] = node
                    queue.append(other)
        if sink not in came:
            break
        path = [sink]
        while path[-1] != source:
            path.append(came[path[-1]])
        steps = list(zip(path[1:], path, strict=False))
        step = min(cap - sent, *(room[a][b] for a, b in steps))
        for a, b in steps:
            room[a][b] -= step
            room[b][a] += step
        sent += step
    return sent


def _cheapest_cover(
    counts: list[list[int]], hidden: set[Place], place: Place, width: int
) -> set[Place]:
    """The cells to withhold next: a circle through `place` that loses the least information.

    Cells cost their count, totals more than all cells. Where no circle can shift the number far
    enough, the cheapest cell still shown is withheld: with everything withheld all is protected.
    """
    start, end = _ends(counts, place)
    options = [
        path
        for source, sink in ((end, start), (start, end))
        if (path := _cheapest_path(counts, hidden, place, source, sink, width))
    ]
    if options:
        return min(options, key=lambda path: (sum(_cost(counts, p) for p in path), sorted(path)))
    shown = [
        (r, c) for r, line in enumerate(counts) for c in range(len(line)) if (r, c) not in hidden
    ]
    return {min(shown, key=lambda place: (_cost(counts, place), place))}


def _cheapest_path(
    counts: list[list[int]], hidden: set[Place], avoid: Place, source: Node, sink: Node, width: int
) -> set[Place]:
    """The shown cells on the cheapest path that can carry `width`; empty when there is none.

    When lowering `avoid` itself its own count limits the shift, so that way round is only taken
    where the count allows it.
    """
    if source == _ends(counts, avoid)[0] and counts[avoid[0]][avoid[1]] < width:
        return set()
    links: dict[Node, list[tuple[Node, Place]]] = {}
    for r, line in enumerate(counts):
        for c, count in enumerate(line):
            if (r, c) == avoid:
                continue
            start, end = _ends(counts, (r, c))
            links.setdefault(start, []).append((end, (r, c)))
            if count >= width:
                links.setdefault(end, []).append((start, (r, c)))
    best: dict[Node, int] = {source: 0}
    came: dict[Node, tuple[Node, Place]] = {}
    queue = [(0, source)]
    while queue:
        cost, node = heapq.heappop(queue)
        if cost > best[node]:
            continue
        for other, via in links.get(node, ()):
            ahead = cost + (0 if via in hidden else _cost(counts, via))
            if ahead < best.get(other, ahead + 1):
                best[other], came[other] = ahead, (node, via)
                heapq.heappush(queue, (ahead, other))
    path: set[Place] = set()
    node = sink
    while node in came and node != source:
        node, via = came[node]
        path.add(via)
    return path - hidden


def _cost(counts: list[list[int]], place: Place) -> int:
    last_row, last_column = len(counts) - 1, len(counts[0]) - 1
    cost = counts[place[0]][place[1]] + 1
    grand = counts[last_row][last_column] + 1
    totals = (place[0] == last_row) + (place[1] == last_column)
    return cost + totals * grand * len(counts) * len(counts[0])


def _rounded(count: int, to: int) -> int:
    return (2 * count + to) // (2 * to) * to
