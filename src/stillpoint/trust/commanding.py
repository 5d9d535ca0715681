"""What every command of ``stillpoint COMMAND`` has in common: exit codes, JSON, who acts."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection
from django.db.models import Q

from stillpoint.practice import PracticeProblems
from stillpoint.trust.actors import ActsAs, console
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.full_disk import is_full

DISK_FULL = "The disk is full, so this was not done. Make room on it, then give the command again."
NOT_WRITTEN = "Make room for it; what the command changed, if anything, is kept."
DID_IT, WAS_REFUSED, WRONG_USAGE = 0, 1, 2


class WrongUsage(Exception):
    """The command was called in a way that cannot be right: exit 2 with the sentence."""


class StillpointCommand(BaseCommand):
    """Base of our commands. A subclass writes ``help``, ``example``, ``arguments``, ``carry_out``.

    ``carry_out`` returns None when it did what was asked, or an exit code. CannotDo, Refused, a
    full disk and a broken practice model end the command with 1 and the reason
    (``{"refused": ...}`` with ``--json``; a ``details`` mapping on the exception is added to it);
    WrongUsage and wrong arguments end it with 2.
    """

    example = ""
    takes_officer = False
    requires_system_checks: list[str] = []
    as_json = False
    _named = ""
    _acting: ActsAs | None = None
    suppressed_base_arguments = {
        "--version",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
        "--skip-checks",
        "--verbosity",
        "-v",
    }

    def arguments(self, parser: CommandParser) -> None:
        """Add the command's own arguments."""

    def carry_out(self, *args: Any, **options: Any) -> int | None:
        """Do what the command is for."""
        raise NotImplementedError

    def say(self, progress: str) -> None:
        """Progress and remarks: standard error, so that answers stay alone on standard output."""
        self.stderr.write(progress, style_func=str)

    def answer(self, values: Mapping[str, Any], sentence: str) -> None:
        """The result: ``values`` as one JSON object with ``--json``, else the sentence."""
        if self.as_json:
            text = json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)
        else:
            text = sentence
        try:
            self.stdout.write(text, style_func=str)
            self.stdout.flush()
        except OSError as problem:
            self.say(f"The answer could not be written ({problem.strerror}). {NOT_WRITTEN}")
            sys.exit(WAS_REFUSED)

    @property
    def by(self) -> ActsAs:
        """Who acts: the officer of ``--as``, else the named console user."""
        if self._acting is None:
            self._acting = officer_named(self._named) if self._named else console()
        return self._acting

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        if self.example:
            kwargs.setdefault("epilog", f"Example: {self.example}")
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--json",
            action="store_true",
            dest="as_json",
            help="print one JSON object on standard output and nothing else there",
        )
        if self.takes_officer:
            parser.add_argument(
                "--as",
                dest="named",
                metavar="OFFICER",
                default="",
                help="act with this officer's rights: reference, number or e-mail address",
            )
        self.arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        self.as_json = options["as_json"]
        self._named = options.get("named") or ""
        self._acting = None
        try:
            code = self.carry_out(**options)
        except WrongUsage as problem:
            self.say(str(problem))
            code = WRONG_USAGE
        except Refused as refusal:
            code = self._refuse(refusal.answer.reason, refusal)
        except CannotDo as problem:
            code = self._refuse(problem.message, problem)
        except PracticeProblems as problem:
            code = self._refuse(str(problem), problem)
        except (OSError, DatabaseError) as problem:
            reason = DISK_FULL if is_full(problem) else ""
            if not reason and isinstance(problem, DatabaseError):
                reason = database_missing()
            if not reason:
                raise
            code = self._refuse(reason, problem)
        if code:
            sys.exit(code)

    def _refuse(self, reason: str, problem: Exception) -> int:
        self.say(reason)
        if self.as_json:
            self.answer({"refused": reason, **getattr(problem, "details", {})}, reason)
        return WAS_REFUSED


def database_missing() -> str:
    """Why no command can work with the database, in a sentence; nothing when it is there."""
    try:
        tables = connection.introspection.table_names()
    except DatabaseError as problem:
        return f"The database cannot be reached ({problem}). Has it been made? stillpoint migrate"
    return "" if tables else "The database has no tables yet. Run: stillpoint migrate"


def officer_named(text: str) -> ActsAs:
    """The officer with this reference, number or e-mail address.

    WrongUsage when there is none, Refused-like CannotDo when their account is closed.
    """
    model = get_user_model()
    known = Q()
    for field, lookup in (("ref", "iexact"), ("number", "iexact"), ("email", "iexact")):
        try:
            model._meta.get_field(field)
        except FieldDoesNotExist:
            continue
        known |= Q(**{f"{field}__{lookup}": text})
    found = list(model._default_manager.filter(known)[:2])
    if len(found) != 1:
        raise WrongUsage(
            f"--as {text} names {'nobody' if not found else 'more than one person'}: give the "
            "officer's reference, number or e-mail address."
        )
    if not found[0].is_active:
        raise CannotDo(f"The account of {text} is closed, so nobody can act with its rights.")
    return found[0]
