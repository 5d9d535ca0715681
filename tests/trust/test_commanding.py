from __future__ import annotations

import argparse
import io
import json
from typing import Any

import pytest
from django.core.management import call_command

from stillpoint.people.models import Officer
from stillpoint.trust.actors import Actor
from stillpoint.trust.answers import CannotDo, Refused, no
from stillpoint.trust.commanding import StillpointCommand, WrongUsage, officer_named

pytestmark = pytest.mark.django_db


class TooSmall(CannotDo):
    details = {"proposals": ["merge"]}


class Weigh(StillpointCommand):
    help = "Weigh something."
    example = "stillpoint weigh feather"
    takes_officer = True

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("thing")

    def carry_out(self, *, thing: str, **options: Any) -> None:
        self.say(f"Weighing {thing}.")
        if thing == "smoke":
            raise TooSmall("Smoke cannot be weighed: merge it with something.")
        if thing == "secret":
            raise Refused(no("You may not weigh this."))
        if thing == "?":
            raise WrongUsage("Name a thing.")
        self.answer({"thing": thing, "by": str(self.by)}, f"{thing} was weighed.")


def weigh(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    out, err = io.StringIO(), io.StringIO()
    code: Any = 0
    try:
        call_command(Weigh(), *arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        code = ended.code
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def officer(db: None) -> Officer:
    return Officer.objects.create(
        number="1234",
        given_name="Amara",
        family_name="Okafor",
        email="amara.okafor@force.example",
        rank="inspector",
    )


def test_the_answer_stands_alone_on_standard_output() -> None:
    assert weigh("feather") == (0, "feather was weighed.\n", "Weighing feather.\n")


def test_json_is_one_object_alone_on_standard_output() -> None:
    assert json.loads(weigh("feather", "--json")[1])["thing"] == "feather"


def test_refused_data_end_the_command_with_1_and_the_reason() -> None:
    code, out, err = weigh("smoke")
    assert (code, out) == (1, "")
    assert "Smoke cannot be weighed: merge it with something." in err


def test_an_answer_that_cannot_be_written_is_a_sentence_on_standard_error() -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(28, "No space left on device")

    said = io.StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command(Weigh(), "feather", stdout=Full(), stderr=said)
    assert "could not be written (No space left on device)" in said.getvalue()


def test_refused_data_are_one_json_object_with_details() -> None:
    assert json.loads(weigh("smoke", "--json")[1]) == {
        "refused": "Smoke cannot be weighed: merge it with something.",
        "proposals": ["merge"],
    }


def test_a_refused_access_ends_the_command_with_1() -> None:
    assert weigh("secret")[0] == 1


def test_wrong_usage_ends_the_command_with_2() -> None:
    assert weigh("?")[0] == 2


def test_help_shows_an_example() -> None:
    shown = Weigh().create_parser("stillpoint", "weigh").format_help()
    assert "Example: stillpoint weigh feather" in shown


def test_help_keeps_to_the_command_s_own_arguments() -> None:
    shown = Weigh().create_parser("stillpoint", "weigh").format_help()
    assert "--pythonpath" not in shown


def test_without_an_officer_the_console_user_acts() -> None:
    assert json.loads(weigh("feather", "--json")[1])["by"].startswith("console:")


@pytest.mark.parametrize("field", ["ref", "number", "email"])
def test_an_officer_is_named_by_reference_number_or_email(officer: Officer, field: str) -> None:
    assert officer_named(str(getattr(officer, field)).lower()) == officer


def test_an_officer_nobody_knows_is_wrong_usage(officer: Officer) -> None:
    assert weigh("feather", "--as", "9999")[0] == 2


def test_nobody_acts_with_a_closed_account(officer: Officer) -> None:
    Officer.objects.update(is_active=False)
    assert weigh("feather", "--as", "1234")[0] == 1


def test_the_trail_can_tell_a_person_from_the_console(officer: Officer) -> None:
    assert not isinstance(officer_named("1234"), Actor)
