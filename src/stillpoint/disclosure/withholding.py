"""Flags that an officer may not see yet, for a reason that only a room above knows.

This room stands below the rooms whose words are flagged, so it cannot ask them. The rules are
given to it where everything is wired (``site/wiring.py``), and without them it refuses to answer:
a rule that was forgotten must not look like a rule that hides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from stillpoint.people.models import Officer

# An officer to the sources (``review:…``) whose flags are withheld from them for now.
Rule = Callable[[Officer], Iterable[str]]

_rules: Sequence[Rule] | None = None


class NotWired(RuntimeError):
    """Nobody said which flags are withheld from whom."""


def withhold_by(rules: Sequence[Rule]) -> None:
    """Say what withholds flags. Called once, when the service starts."""
    global _rules
    _rules = tuple(rules)


def sources_withheld_from(officer: Officer) -> set[str]:
    """The sources whose flags the officer may not see for now. Raises NotWired."""
    if _rules is None:
        raise NotWired("The rules that withhold flags were not given: see site/wiring.py.")
    return {source for rule in _rules for source in rule(officer)}
