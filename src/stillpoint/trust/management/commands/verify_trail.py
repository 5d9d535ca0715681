from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import connection

from stillpoint.trust import guarding
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.commanding import DID_IT, WAS_REFUSED, StillpointCommand
from stillpoint.trust.roots import Root, RootsUnreadable, read_roots
from stillpoint.trust.verifying import Verdict, verify


class Command(StillpointCommand):
    help = (
        "Find out whether anybody altered the trail since it was sealed. With roots kept elsewhere "
        "it also finds a removed end, an older copy put back and a signing anew. Exits 1 when the "
        "trail is not intact."
    )
    example = "stillpoint verify_trail --roots /media/safe/roots.jsonl"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--roots", type=Path, metavar="FILE", help="roots that export_roots wrote earlier"
        )

    def carry_out(self, *, roots: Path | None, **options: Any) -> int:
        kept = self._read(roots) if roots else None
        for name in guarding.missing(connection):
            self.say(f"The trigger {name} is missing from the database: see docs/security.md.")
        verdict = verify(kept, progress=self._show)
        self.answer(verdict.as_values(), in_words(verdict, kept))
        return DID_IT if verdict.intact else WAS_REFUSED

    def _read(self, path: Path) -> list[Root]:
        try:
            roots = list(read_roots(path))
        except OSError as problem:
            raise CannotDo(f"{path} cannot be read: {problem.strerror}.") from None
        except (RootsUnreadable, UnicodeDecodeError) as problem:
            raise CannotDo(f"The roots cannot be read: {problem}") from None
        if not roots:
            raise CannotDo(f"{path} holds no roots.")
        return roots

    def _show(self, done: int, of: int) -> None:
        if done % 10_000 == 0:
            self.say(f"{done:,} of {of:,} seals checked")


def in_words(verdict: Verdict, kept: list[Root] | None) -> str:
    if verdict.first_broken is not None:
        return f"The trail is NOT intact. {verdict.first_broken.sentence}"
    against = f" and agree with the {len(kept):,} roots kept elsewhere" if kept else ""
    return (
        f"The trail is intact: {verdict.entries:,} entries, {verdict.seals:,} seals, all as they "
        f"were made{against}. {verdict.unsealed:,} entries are not sealed yet."
    )
