"""``stillpoint settle_person ROW --same|--new``: whom a held row is about."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from stillpoint.intake.models import QuarantinedRow
from stillpoint.people.incoming.identity import Who
from stillpoint.people.resolving import say_who
from stillpoint.trust.answers import CannotDo
from stillpoint.trust.commanding import StillpointCommand


class Command(StillpointCommand):
    help = (
        "Say whom a held row is about whose number belongs to someone with another name and "
        "e-mail address: the same person, or someone new."
    )
    example = "stillpoint settle_person K7Q2MXTR --new"
    takes_officer = True

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("row", metavar="ROW", help="the row, as `stillpoint quarantine` has it")
        answer = parser.add_mutually_exclusive_group(required=True)
        answer.add_argument(
            "--same", dest="who", action="store_const", const=Who.SAME, help="the same person"
        )
        answer.add_argument(
            "--new",
            dest="who",
            action="store_const",
            const=Who.NEW,
            help="someone new: whoever had the number is a leaver",
        )

    def carry_out(self, *args: Any, **options: Any) -> int | None:
        row = QuarantinedRow.objects.filter(ref=options["row"], run__what="people").first()
        if row is None:
            raise CannotDo(
                f"There is no held row {options['row']} about people. `stillpoint quarantine` "
                "lists them."
            )
        say_who(by=self.by, row=row, who=options["who"])
        self.answer({"row": row.ref, "answer": options["who"].value}, "The row is settled.")
        return None
