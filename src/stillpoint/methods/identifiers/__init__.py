"""Find what identifies a person in free text.

``find(text)`` gives the spans to mark; ``KINDS`` says in plain English what each is and what to
write instead. It is a prompt to the writer, never a block and never a proof that a text is free of
identities: `docs/methods/identifiers.md` says how well it does and what it cannot see.

Case references, crime numbers, URNs and incident logs are left alone on purpose: they are how a
case is named here.
"""

from __future__ import annotations

from bisect import bisect_left

from stillpoint.methods.arguments import must_be_text
from stillpoint.methods.identifiers import contacts, documents, people, places, vehicles
from stillpoint.methods.identifiers.kinds import KINDS, Kind
from stillpoint.methods.identifiers.spans import Rule, Span

__all__ = ["KINDS", "RULES", "Kind", "Rule", "Span", "find"]

# From the most specific to the least: where two rules claim the same words, the earlier one wins.
RULES: tuple[Rule, ...] = (
    *contacts.ADDRESSED,
    *documents.RULES,
    *contacts.TELEPHONES,
    *people.RULES,
    *places.RULES,
    *vehicles.RULES,
    *contacts.HANDLES,
)


def find(text: str) -> list[Span]:
    """Identifiers in ``text``, in order, never overlapping.

    Returns ``Span(kind, start, end)`` with ``kind`` a key of ``KINDS`` and ``text[start:end]`` the
    words to replace. Never raises for a string. Time grows in proportion to the text: every pattern
    looks at a bounded number of characters from any starting place.
    """
    must_be_text("text", text)
    kept: list[Span] = []
    starts: list[int] = []
    for rule in RULES:
        for match in rule.pattern.finditer(text):
            bounds = rule.accept(match)
            if bounds is None:
                continue
            start, end = bounds
            place = bisect_left(starts, start)
            overlaps_before = place > 0 and kept[place - 1].end > start
            overlaps_after = place < len(kept) and kept[place].start < end
            if overlaps_before or overlaps_after:
                continue
            kept.insert(place, Span(rule.kind, start, end))
            starts.insert(place, start)
    return kept
