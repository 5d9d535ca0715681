from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from stillpoint.trust import keys, trail
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.commanding import StillpointCommand
from stillpoint.trust.models import Operation, SealedLeaf, TrailEntry
from stillpoint.trust.sealing import inclusion


class Command(StillpointCommand):
    help = (
        "Prove that one entry of the trail stands in a signed seal, without showing any other. "
        "docs/security.md says how anybody can check the proof."
    )
    example = "stillpoint prove_entry 1234 --json > proof.json"

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("entry", type=int, metavar="NUMBER", help="the entry's number")

    def carry_out(self, *, entry: int, **options: Any) -> None:
        try:
            proof = inclusion(TrailEntry.objects.get(pk=entry))
        except TrailEntry.DoesNotExist:
            raise CannotDo(f"The trail has no entry {entry}.") from None
        except SealedLeaf.DoesNotExist:
            raise CannotDo(f"Entry {entry} is not sealed yet: try again in a minute.") from None
        about = f"trailentry:{entry}"
        trail.record(Operation.CONSULTATION, "prove an entry", by=self.by, about=about)
        public_key = keys.verifying_key()
        self.answer(
            {**proof.as_values(), "public_key": public_key.hex()},
            f"{proof.entry}\nstands at place {proof.position + 1} of {proof.entries} in seal "
            f"{proof.number}; the proof {'holds' if proof.holds(public_key) else 'DOES NOT hold'}.",
        )
