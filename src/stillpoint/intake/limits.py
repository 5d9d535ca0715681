"""How much a file may hold before it is refused: against zip bombs and plain mistakes."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes unless said otherwise.

    ``ratio`` is expanded to packed size, looked at only beyond ``ratio_from`` expanded bytes:
    tables compress well, but not a thousandfold. ``held`` is how many rows one run may hold for
    a person: beyond that the mapping is wrong and nobody could look at them.
    """

    packed: int = 500 * MEGABYTE
    expanded: int = 2048 * MEGABYTE
    ratio: int = 150
    ratio_from: int = 20 * MEGABYTE
    members: int = 500
    rows: int = 2_000_000
    columns: int = 200
    row_characters: int = 100_000
    lines_in_a_row: int = 40
    held: int = 50_000
    profiles: int = 250_000


LIMITS = Limits()
