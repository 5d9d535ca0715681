"""A row about a person never turns one person's account into another's."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from stillpoint.intake.models import QuarantinedRow
from stillpoint.people import importing, leaving
from stillpoint.people.incoming.identity import Wanted, Who, is_someone_else, taken
from stillpoint.people.models import AuthorityChange, Officer
from stillpoint.people.resolving import choose_row, say_who
from stillpoint.trust.actors import job
from stillpoint.trust.answers import CannotDo, Refused
from tests.people.factories import give_role, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HEADER = "number,given_name,family_name,email,rank,acting_rank,grade,detective,joined_on\n"
BY = job("test")


def bring(folder: Path, *people: tuple[str, str, str, str]) -> list[str]:
    """Import rows of number, given name, family name and address; the reasons of what is held."""
    file = folder / "officers.csv"
    rows = "".join(f"{','.join(one)},Constable,,,no,\n" for one in people)
    file.write_text(HEADER + rows)
    run = importing.import_people(by=BY, files=[(file, file.name)], mapping="stillpoint")
    return list(QuarantinedRow.objects.filter(run=run).values_list("reason", flat=True))


SIAN = ("P1", "Siân", "Rees", "sian@force.example")
MARK = ("P1", "Mark", "Lowe", "mark@force.example")


def test_a_number_with_another_name_and_another_address_is_held_and_changes_nothing(
    tmp_path: Path,
) -> None:
    bring(tmp_path, SIAN)
    before = Officer.objects.get(number="P1")
    (reason,) = bring(tmp_path, MARK)
    now = Officer.objects.get(number="P1")
    assert (now.pk, now.given_name, now.email) == (before.pk, "Siân", "sian@force.example")
    assert "Siân Rees" in reason and "Someone new" in reason and "The same person" in reason


@pytest.mark.parametrize(
    "row",
    [
        ("P1", "Siân", "Rees-Jones", "sian@force.example"),
        ("P1", "Siân", "Rees", "s.rees@force.example"),
        ("P1", "SIAN", "REES", "s.rees@force.example"),
        ("p1", "Sian ", "Rees", "sian.rees@force.example"),
        ("P1", "Mark", "Lowe", "SIAN@force.example"),
    ],
)
def test_one_of_the_two_may_change(tmp_path: Path, row: tuple[str, str, str, str]) -> None:
    bring(tmp_path, SIAN)
    assert bring(tmp_path, row) == []
    assert Officer.objects.count() == 1


def test_a_number_of_someone_who_has_left_goes_to_a_new_account(tmp_path: Path) -> None:
    bring(tmp_path, SIAN)
    left = Officer.objects.get(number="P1")
    leaving.leave(by=BY, officer=left, on=dt.date(2026, 1, 31))
    assert bring(tmp_path, MARK) == []
    new = Officer.objects.get(number="P1")
    left.refresh_from_db()
    assert new.pk != left.pk
    assert (new.given_name, left.given_name) == ("Mark", "Siân")
    assert left.number == "P1 left 2026-01-31"


def test_the_held_row_goes_in_once_the_person_before_has_left(tmp_path: Path) -> None:
    bring(tmp_path, SIAN)
    bring(tmp_path, MARK)
    leaving.leave(by=BY, officer=Officer.objects.get(number="P1"), on=dt.date(2026, 1, 31))
    choose_row(by=BY, row=QuarantinedRow.objects.get(resolution=""))
    assert Officer.objects.get(number="P1").given_name == "Mark"


def test_the_address_of_someone_who_can_sign_in_waits_for_a_second_administrator(
    tmp_path: Path,
) -> None:
    bring(tmp_path, SIAN)
    officer = Officer.objects.get()
    officer.set_password("a long pass phrase")
    officer.save()
    assert bring(tmp_path, ("P1", "Siân", "Rees", "new@force.example")) == []
    officer.refresh_from_db()
    assert officer.email == "sian@force.example"
    assert AuthorityChange.objects.get(officer=officer).values == {"email": "new@force.example"}


def test_two_exchange_addresses_in_one_file(tmp_path: Path) -> None:
    one, two = ("1", "Ann", "Ash", "a@force.example"), ("2", "Ben", "Birch", "b@force.example")
    bring(tmp_path, one, two)
    assert bring(tmp_path, (*one[:3], two[3]), (*two[:3], one[3])) == []
    assert dict(Officer.objects.values_list("number", "email")) == {
        "1": "b@force.example",
        "2": "a@force.example",
    }


@pytest.mark.parametrize("order", [1, -1])
def test_an_address_passes_to_a_new_person_in_the_file_in_which_it_is_given_up(
    tmp_path: Path, order: int
) -> None:
    bring(tmp_path, ("1", "Ann", "Ash", "desk@force.example"))
    rows = [("1", "Ann", "Ash", "ann@force.example"), ("2", "Ben", "Birch", "desk@force.example")]
    assert bring(tmp_path, *rows[::order]) == []
    assert Officer.objects.get(number="2").email == "desk@force.example"


def test_the_address_of_a_leaver_blocks_nobody(tmp_path: Path) -> None:
    leaver = make_officer(is_active=False)
    assert bring(tmp_path, ("9", "Cal", "Cole", leaver.email)) == []


def test_an_address_that_someone_keeps_is_refused(tmp_path: Path) -> None:
    bring(tmp_path, ("1", "Ann", "Ash", "a@force.example"))
    (reason,) = bring(tmp_path, ("2", "Ben", "Birch", "a@force.example"))
    assert "Someone else (1) has this e-mail address" in reason


@given(
    st.dictionaries(st.sampled_from("123456"), st.sampled_from("abcdef"), max_size=6),
    st.dictionaries(st.sampled_from("123456"), st.sampled_from("abcdef"), max_size=6),
)
def test_no_two_ever_end_with_one_address(start: dict[str, str], wish: dict[str, str]) -> None:
    held = {address: number for number, address in start.items()}
    before = {number: address for address, number in held.items()}
    refused = taken([Wanted(number, address) for number, address in wish.items()], held)
    after = before | {n: a for n, a in wish.items() if n not in refused}
    assert len(set(after.values())) == len(after)


@pytest.mark.parametrize(
    "names",
    [("SIÂN", " rees"), ("sian", "Rees"), ("Ｓiân", "Rees"), ("Rees", "Siân"), ("Siân", "Re’es")],
)
def test_a_name_typed_another_way_is_the_same_name(names: tuple[str, str]) -> None:
    officer = Officer(number="P1", given_name="Siân", family_name="Rees", email="s@force.example")
    values = dict(zip(("given_name", "family_name"), names, strict=True))
    assert not is_someone_else(officer, {**values, "email": "other@force.example"})


def held(folder: Path) -> QuarantinedRow:
    bring(folder, SIAN)
    bring(folder, MARK)
    return QuarantinedRow.objects.get(resolution="", kind="person")


def test_the_same_person_keeps_their_account_under_the_new_name(tmp_path: Path) -> None:
    row = held(tmp_path)
    before = Officer.objects.get()
    say_who(by=BY, row=row, who=Who.SAME)
    now = Officer.objects.get()
    assert (now.pk, now.full_name, now.email) == (before.pk, "Mark Lowe", "mark@force.example")
    row.refresh_from_db()
    assert (row.resolution, row.resolution_reason) == ("chosen", "The same person.")
    assert bring(tmp_path, MARK) == []


def test_one_administrator_renames_but_the_address_waits_for_a_second(tmp_path: Path) -> None:
    row = held(tmp_path)
    say_who(by=make_officer(roles=("administrator",)), row=row, who=Who.SAME)
    now = Officer.objects.get(number="P1")
    assert (now.full_name, now.email) == ("Mark Lowe", "sian@force.example")
    assert AuthorityChange.objects.get(officer=now).values == {"email": "mark@force.example"}


@pytest.mark.parametrize(
    ("joined_on", "last_day"),
    [("", "today"), ("2026-02-01", "2026-01-31"), ("2099-01-01", "today")],
)
def test_someone_new_gets_an_account_of_their_own_and_the_one_before_has_left(
    tmp_path: Path, joined_on: str, last_day: str
) -> None:
    bring(tmp_path, SIAN)
    before = Officer.objects.get()
    give_role(before, "rasso_lead")
    file = tmp_path / "officers.csv"
    file.write_text(f"{HEADER}{','.join(MARK)},Constable,,,no,{joined_on}\n")
    importing.import_people(by=BY, files=[(file, file.name)], mapping="stillpoint")
    say_who(by=BY, row=QuarantinedRow.objects.get(resolution=""), who=Who.NEW)
    new = Officer.objects.get(number="P1")
    before.refresh_from_db()
    day = timezone.localdate().isoformat() if last_day == "today" else last_day
    assert (new.full_name, new.is_active) == ("Mark Lowe", True)
    assert new.pk != before.pk and not new.roles.exists()
    assert (before.number, before.full_name) == (f"P1 left {day}", "Siân Rees")
    assert (before.is_active, str(before.left_on)) == (False, day)
    assert before.roles.get().until is not None


def test_an_address_that_somebody_else_has_keeps_the_row_held_and_nobody_leaves(
    tmp_path: Path,
) -> None:
    row = held(tmp_path)
    Officer.objects.filter(pk=make_officer().pk).update(email="mark@force.example")
    with pytest.raises(CannotDo, match="has this e-mail address"):
        say_who(by=BY, row=row, who=Who.NEW)
    assert Officer.objects.get(number="P1").is_active


def test_only_an_administrator_says_who_it_is(tmp_path: Path) -> None:
    row = held(tmp_path)
    with pytest.raises(Refused):
        say_who(by=make_officer(roles=("rasso_lead",)), row=row, who=Who.NEW)


def test_a_row_that_asks_nothing_of_the_kind_is_not_answered_so(tmp_path: Path) -> None:
    bring(tmp_path, ("P1", "Siân", "Rees", "no address"))
    with pytest.raises(CannotDo, match="does not ask"):
        say_who(by=BY, row=QuarantinedRow.objects.get(), who=Who.SAME)


@pytest.mark.parametrize(("answer", "people"), [("same", 1), ("new", 2)])
def test_the_page_of_the_row_asks_and_answers(tmp_path: Path, answer: str, people: int) -> None:
    row = held(tmp_path)
    client = Client()
    client.force_login(make_officer(roles=("administrator",)))
    address = reverse("intake:held_row", kwargs={"ref": row.ref})
    page = client.get(address).content.decode()
    assert "It is the same person" in page and "It is someone new" in page
    assert client.post(address, {"how": answer}).status_code == 302
    assert Officer.objects.filter(number__startswith="P1").count() == people
    assert "It is someone new" not in client.get(address).content.decode()


@pytest.mark.parametrize(("answer", "people"), [("--same", 1), ("--new", 2)])
def test_the_console_asks_and_answers(tmp_path: Path, answer: str, people: int) -> None:
    held(tmp_path)
    out = StringIO()
    call_command("quarantine", "--json", stdout=out)
    (row,) = json.loads(out.getvalue())["rows"]
    call_command("settle_person", row["row"], answer, stdout=StringIO())
    assert Officer.objects.count() == people
