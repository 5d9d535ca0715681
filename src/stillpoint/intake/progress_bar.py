"""A bar on a terminal that says how far an import is."""

from __future__ import annotations

from typing import Any

from stillpoint.intake.models import IntakeRun, RunState

WIDTH = 30


class ProgressBar:
    """Draws over one line of a terminal; silent where the output is not a terminal."""

    def __init__(self, out: Any) -> None:
        self.out = out
        self.drawn = False
        self.terminal = bool(getattr(out, "isatty", lambda: False)())

    def show(self, run: IntakeRun) -> None:
        if not self.terminal:
            return
        share = min(run.bytes_read / run.bytes_total, 1.0) if run.bytes_total else 0.0
        filled = "#" * int(share * WIDTH)
        word = "applying" if run.state == RunState.APPLYING else "reading"
        self.out.write(f"\r[{filled:<{WIDTH}}] {share:4.0%} {word}", ending="")
        self.out.flush()
        self.drawn = True

    def end(self) -> None:
        if self.drawn:
            self.out.write("\n", ending="")
