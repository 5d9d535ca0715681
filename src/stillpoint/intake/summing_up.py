"""What an import did, as values and in words."""

from __future__ import annotations

from typing import Any

from stillpoint.intake.models import IntakeRun

COUNTS = ("read", "created", "updated", "unchanged", "quarantined", "rejected")


def as_values(run: IntakeRun) -> dict[str, Any]:
    """The promised shape of ``import_cases --json`` and ``import_people --json``."""
    counts = {name: getattr(run, name) for name in COUNTS}
    return {
        **counts,
        "seconds": run.seconds,
        "run": run.ref,
        "dry_run": run.dry_run,
        "reasons": run.reasons,
        "notes": run.notes,
    }


def in_words(run: IntakeRun) -> str:
    """For a terminal: the counts, then why rows were held or rejected."""
    lines = [
        f"Import {run.ref}{' (dry run: nothing was changed)' if run.dry_run else ''}",
        *(f"{name.capitalize():<12} {getattr(run, name):>9,}" for name in COUNTS),
    ]
    for why, word in (("held", "held"), ("rejected", "rejected")):
        for reason, count in run.reasons.get(why, {}).items():
            lines.append(f"  {count:,} {word}: {WORDS.get(reason, reason)}")
    if run.quarantined and not run.dry_run:
        lines.append(f"See them: stillpoint quarantine --run {run.ref}")
    return "\n".join(lines)


WORDS = {
    "contradiction": "rows of one record contradict each other",
    "unknown": "a wording has no meaning yet",
}
