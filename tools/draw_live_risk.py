"""Draw the states of a live risk from the table in the code into docs/live-risk.md.

.venv/bin/python tools/draw_live_risk.py
"""

from __future__ import annotations

import os
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "live-risk.md"
BEGIN, END = "```mermaid\n", "```\n"


def diagram() -> str:
    """The table as a Mermaid state diagram: each arrow says the move and who may make it."""
    from stillpoint.risks.models import RiskState
    from stillpoint.risks.states import MOVES

    lines = ["stateDiagram-v2"]
    lines += [f"    {state.value} : {state.label}" for state in RiskState]
    lines.append(f"    [*] --> {RiskState.RAISED.value} : raise")
    for move in MOVES.values():
        name = move.name.replace("_", " ")
        words = f"{name} ({', '.join(move.who)})"
        lines += [f"    {source.value} --> {move.target.value} : {words}" for source in move.source]
    lines.append(f"    {RiskState.CLOSED.value} --> [*]")
    return "\n".join(lines) + "\n"


def drawn_in(page: str) -> str:
    """The diagram that a page holds."""
    return page.split(BEGIN, 1)[1].split(END, 1)[0]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stillpoint.site.settings_test")
    import django

    django.setup()
    before, rest = PAGE.read_text().split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    PAGE.write_text(before + BEGIN + diagram() + END + after)


if __name__ == "__main__":
    main()
