"""Know rows that say what is stored already, before they are staged: in a nightly extract that is
nearly all of them.

Only for kinds that stand by their reference. A reference whose rows turn out not to say the same
is read a second time, so that all of its rows are held together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from stillpoint.intake.translated import StagedRow

Stored = Callable[[Sequence[str]], dict[str, str]]

# Where they stand in a row of a kind that stands by its reference.
REFERENCE, DIGEST = 1, 2


class Unchanged:
    """``stored`` answers, for references, the digest of each that is there. ``asked``: references
    that open held rows are about, which must be looked at whatever their rows say."""

    def __init__(self, stored: Stored, asked: Iterable[str] = ()) -> None:
        self.stored = stored
        self.asked = frozenset(asked)
        self.staged: dict[str, bool] = {}
        self.again: set[str] = set()
        self.count = 0

    def take_out(self, rows: Sequence[StagedRow]) -> list[StagedRow]:
        """The rows that must be staged; the others are counted."""
        references = [row[REFERENCE] for row in rows]
        stored = self.stored(references)
        if self._all_new_and_same(rows, references, stored):
            self.staged.update(dict.fromkeys(references, False))
            self.count += len(rows)
            return []
        staged, left = self.staged, []
        for row in rows:
            reference = row[REFERENCE]
            before = staged.get(reference)
            if before is None:
                same = stored.get(reference) == row[DIGEST] and reference not in self.asked
                staged[reference] = not same
                if not same:
                    left.append(row)
            elif before:
                left.append(row)
            elif stored.get(reference) != row[DIGEST]:
                self.again.add(reference)
                left.append(row)
        self.count += len(rows) - len(left)
        return left

    def _all_new_and_same(
        self, rows: Sequence[StagedRow], references: list[str], stored: dict[str, str]
    ) -> bool:
        """The usual case: none met before, none asked about, each as it is stored."""
        return (
            list(map(stored.get, references)) == [row[DIGEST] for row in rows]
            and self.staged.keys().isdisjoint(references)
            and self.asked.isdisjoint(references)
            and len(set(references)) == len(references)
        )

    def doubt(self, references: Iterable[str]) -> None:
        """Another row of these could not be read."""
        self.again |= {one for one in references if self.staged.get(one) is False}

    def bring_back(self, rows: Sequence[StagedRow]) -> list[StagedRow]:
        """Of rows read a second time, those that had been taken out."""
        stored = self.stored([row[REFERENCE] for row in rows])
        back = [row for row in rows if stored.get(row[REFERENCE]) == row[DIGEST]]
        self.count -= len(back)
        return back
