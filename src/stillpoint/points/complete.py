"""What holds before anything is shared: it is whole, and no word identifies anybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stillpoint.trust.answers import CannotDo
from stillpoint.trust.scanning import scan


class NotComplete(CannotDo):
    """Something is missing. ``missing``: one CannotDo for each field."""

    def __init__(self, missing: Sequence[CannotDo]) -> None:
        super().__init__("Before you share: " + " ".join(one.message for one in missing))
        self.missing = list(missing)


def refuse_identifiers(texts: Iterable[str], *, confirmed: bool) -> str:
    """Refuse words that the scan marks, unless the writer has looked at each and says that none
    identifies anybody. Returns what the trail notes of that; empty when nothing is marked."""
    found = [one for text in texts for one in scan(text)]
    if found and not confirmed:
        shown = ", ".join(f"“{one.text}” ({one.label})" for one in found[:5])
        raise CannotDo(
            f"This may identify somebody: {shown}. Write it another way, or confirm that none of "
            "it identifies anybody.",
            field="not_identifiers",
        )
    return f"{len(found)} marked, confirmed as not identifiers" if found else ""
