"""``stillpoint first_administrator``."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.management.base import CommandParser

from stillpoint.people.first_administrators import NewAdministrator, make_first_administrators
from stillpoint.trust.commanding import StillpointCommand


class Command(StillpointCommand):
    help = (
        "Make the first two administrators of an empty installation. Prints for each an address "
        "at which they set a password, once, within three days."
    )
    example = (
        'stillpoint first_administrator --person A101 "Ada Byron" ada@force.example '
        '--person B202 "Ben Marsh" ben@force.example'
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--person",
            nargs=3,
            action="append",
            required=True,
            metavar=("NUMBER", "NAME", "EMAIL"),
            help="give it twice: personnel number, given and family name, work e-mail address",
        )

    def carry_out(self, **options: Any) -> int | None:
        people = [NewAdministrator(*given) for given in options["person"]]
        made = [
            {
                "number": officer.number,
                "officer": officer.ref,
                "address": urljoin(settings.STILLPOINT_ADDRESS, path),
            }
            for officer, path in make_first_administrators(by=self.by, people=people)
        ]
        lines = [f"{one['number']}: {one['address']}" for one in made]
        self.answer(
            {"administrators": made},
            "Give each person their own address, by a way that only they read. It opens once, "
            "within three days.\n" + "\n".join(lines),
        )
        return None
