"""What a file says of attributes that carry authority: proposed to a second administrator, where
one person alone could get in by it.

An address of an account that someone could get in by is proposed whoever runs the import. Where an
administrator runs it (an upload, a held row settled on screen), so is every other address of
someone on record, every higher rank, and every line that puts people under that administrator.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from stillpoint import practice
from stillpoint.people import proposing
from stillpoint.people.access import supervised_by
from stillpoint.people.incoming.rows import Became, Incoming, Row
from stillpoint.people.line_managing import manager_today
from stillpoint.people.models import AuthorityChange, Officer
from stillpoint.people.rank_rules import lowest, rises
from stillpoint.trust.actors import ActsAs
from stillpoint.trust.answers import CannotDo

LINES = "line_management"
RANK = ("rank", "acting_rank", "grade")
WHY = "As the file has it"


@dataclass
class ByFile:
    """What one import proposes. ``propose`` is put off until everything else is applied."""

    by: ActsAs
    put_off: list[tuple[Row, Callable[[], AuthorityChange]]] = field(default_factory=list)

    def without_authority(
        self, row: Row, officer: Officer, values: dict[str, Any]
    ) -> dict[str, Any]:
        """The values that hold at once; the others are proposed."""
        at_once = dict(values)
        email = values.get("email", officer.email)
        if email.casefold() != officer.email.casefold() and self._is_guarded(officer):
            del at_once["email"]
            self._put_off(row, proposing.propose_identity, officer=officer, email=email)
        rank = {name: values.get(name, getattr(officer, name)) for name in RANK}
        if isinstance(self.by, Officer) and rises(officer, **rank):
            detective = values.get("detective", officer.detective)
            for name in (*RANK, "detective"):
                at_once.pop(name, None)
            self._put_off(row, proposing.propose_rank, officer=officer, detective=detective, **rank)
        return at_once

    def begin(self, row: Row, officer: Officer) -> None:
        """Someone new in an administrator's upload, of a rank that opens reports and live risks by
        itself, begins at the lowest: the address is the uploader's word as well."""
        senior = practice.current().settings.review.pretrial_authority_level
        if not isinstance(self.by, Officer) or officer.rank_level < senior:
            return
        rank = {name: getattr(officer, name) for name in (*RANK, "detective")}
        officer.acting_rank = ""
        officer.rank, officer.grade = lowest(of_rank=bool(officer.rank))
        self._put_off(row, proposing.propose_rank, officer=officer, **rank)

    def puts_off_line(
        self, row: Row, officer: Officer, manager: Officer, since: dt.date, until: dt.date | None
    ) -> bool:
        """Whether this line would put people under whoever runs the import. Then it is proposed,
        unless it holds already."""
        over = until is not None and until < timezone.localdate()
        own = isinstance(self.by, Officer) and officer.pk == self.by.pk
        if over or not (own or manager.pk in self._own_line()):
            return False
        if manager_today(officer) != manager:
            self._put_off(
                row, proposing.propose_manager, officer=officer, manager=manager, since=since
            )
        return True

    def propose_all(self, incoming: Incoming) -> None:
        """Propose what was put off. A line that cannot be is held, with the reason; a row about a
        person is counted already, by what else it says."""
        for row, propose in self.put_off:
            try:
                incoming.touched.append(propose())
            except CannotDo as problem:
                if row.kind == LINES:
                    incoming.hold(row, problem.message, field=problem.field or "manager")
                    incoming.became(Became.UNCHANGED, -1)

    def _is_guarded(self, officer: Officer) -> bool:
        return isinstance(self.by, Officer) or proposing.carries_authority(officer)

    def _own_line(self) -> set[int]:
        """Whoever runs the import and everyone under them, read once."""
        if not isinstance(self.by, Officer):
            return set()
        if not hasattr(self, "_line"):
            below = supervised_by(self.by).values_list("pk", flat=True)
            self._line = {self.by.pk, *below}
        return self._line

    def _put_off(self, row: Row, propose: Callable[..., AuthorityChange], **given: Any) -> None:
        def proposal() -> AuthorityChange:
            return propose(by=self.by, by_file=True, reason=WHY, **given)

        self.put_off.append((row, proposal))
