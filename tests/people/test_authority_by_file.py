"""A file opens no content by one person alone: what carries authority in it is proposed."""

from __future__ import annotations

from pathlib import Path

import pytest

from stillpoint.intake.models import QuarantinedRow
from stillpoint.people import importing, proposing, resolving
from stillpoint.people.agreeing_changes import agree_change
from stillpoint.people.leaving import leave
from stillpoint.people.line_managing import manager_today
from stillpoint.people.models import AuthorityChange, Officer
from stillpoint.trust.actors import ActsAs, console
from tests.people.factories import LONG_AGO, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HEADER = "number,given_name,family_name,email,rank,acting_rank,grade\n"
LINES = "officer,manager,since,until\n"
PASSWORD = "four quiet words here"


@pytest.fixture
def administrator() -> Officer:
    return make_officer("Ada Admin", roles=("administrator",))


def take_in(tmp_path: Path, by: ActsAs, text: str) -> object:
    file = tmp_path / "people.csv"
    file.write_text(text)
    return importing.import_people(by=by, files=[(file, "people.csv")])


def row(officer: Officer, *, email: str = "", rank: str = "") -> str:
    values = (
        officer.number,
        officer.given_name,
        officer.family_name,
        email or officer.email,
        rank or officer.rank,
    )
    return HEADER + ",".join(values) + ",,\n"


def waiting() -> list[tuple[str, dict[str, object]]]:
    return [(one.kind, one.values) for one in proposing.awaiting_agreement()]


@pytest.mark.parametrize("who", [{"password": PASSWORD}, {"roles": ("rasso_lead",)}])
def test_the_address_of_an_account_with_a_way_in_is_proposed_whoever_runs_the_import(
    tmp_path: Path, who: dict[str, object]
) -> None:
    officer = make_officer("Amara Okafor", **who)  # type: ignore[arg-type]
    old = officer.email
    take_in(tmp_path, console(), row(officer, email="new@force.example"))
    officer.refresh_from_db()
    assert officer.email == old
    assert waiting() == [("identity", {"email": "new@force.example"})]


def test_the_address_of_an_account_without_one_holds_at_once_from_the_console(
    tmp_path: Path,
) -> None:
    officer = make_officer("Amara Okafor")
    take_in(tmp_path, console(), row(officer, email="new@force.example"))
    officer.refresh_from_db()
    assert (officer.email, waiting()) == ("new@force.example", [])


def test_an_administrator_who_uploads_proposes_every_address(
    tmp_path: Path, administrator: Officer
) -> None:
    officer = make_officer("Amara Okafor")
    take_in(tmp_path, administrator, row(officer, email="new@force.example"))
    officer.refresh_from_db()
    assert officer.email != "new@force.example"
    (change,) = AuthorityChange.objects.all()
    assert (change.by_file, change.proposed_by) == (True, administrator)


def test_the_same_file_again_proposes_nothing_more(tmp_path: Path, administrator: Officer) -> None:
    officer = make_officer("Amara Okafor")
    for _ in range(2):
        take_in(tmp_path, administrator, row(officer, email="new@force.example"))
    assert AuthorityChange.objects.count() == 1


def test_an_administrator_who_uploads_raises_no_rank_alone(
    tmp_path: Path, administrator: Officer
) -> None:
    officer = make_officer("Amara Okafor", rank="inspector")
    take_in(tmp_path, administrator, row(officer, rank="chief_constable"))
    officer.refresh_from_db()
    assert officer.rank == "inspector"
    assert [kind for kind, _ in waiting()] == ["rank"]


@pytest.mark.parametrize(
    ("rank", "begins"), [("inspector", "inspector"), ("chief_constable", "constable")]
)
def test_someone_new_of_a_senior_rank_in_an_upload_begins_at_the_lowest(
    tmp_path: Path, administrator: Officer, rank: str, begins: str
) -> None:
    take_in(tmp_path, administrator, f"{HEADER}N1,New,Here,n@force.example,{rank},,\n")
    made = Officer.objects.get(number="N1")
    assert made.rank == begins
    for change in AuthorityChange.objects.all():
        agree_change(by=make_officer(roles=("administrator",)), change=change)
    made.refresh_from_db()
    assert made.rank == rank


def test_from_the_console_they_begin_at_their_rank(tmp_path: Path) -> None:
    take_in(tmp_path, console(), f"{HEADER}N1,New,Here,n@force.example,chief_constable,,\n")
    assert Officer.objects.get(number="N1").rank == "chief_constable"


def test_an_administrator_who_uploads_makes_nobody_theirs(
    tmp_path: Path, administrator: Officer
) -> None:
    """Directly, or by somebody who is under them."""
    below = make_officer(manager=administrator)
    officers = [make_officer(), make_officer()]
    for one, manager in zip(officers, (administrator, below), strict=True):
        take_in(tmp_path, administrator, f"{LINES}{one.number},{manager.number},2026-01-01,\n")
    assert [manager_today(one) for one in officers] == [None, None]
    assert [kind for kind, _ in waiting()] == ["manager", "manager"]


def test_other_lines_of_an_upload_hold_at_once(tmp_path: Path, administrator: Officer) -> None:
    officer, manager = make_officer(), make_officer()
    take_in(tmp_path, administrator, f"{LINES}{officer.number},{manager.number},2026-01-01,\n")
    assert manager_today(officer) == manager


def test_an_agreed_line_in_the_same_file_again_changes_nothing(
    tmp_path: Path, administrator: Officer
) -> None:
    officer, text = make_officer(), ""
    text = f"{LINES}{officer.number},{administrator.number},2026-01-01,\n"
    take_in(tmp_path, administrator, text)
    second = make_officer(roles=("administrator",))
    agree_change(by=second, change=AuthorityChange.objects.get())
    held = list(officer.managed_by.values())
    run = take_in(tmp_path, administrator, text)
    assert (run.unchanged, run.quarantined) == (1, 0)  # type: ignore[attr-defined]
    assert list(officer.managed_by.values()) == held


def test_a_held_row_edited_on_screen_is_no_way_round(
    tmp_path: Path, administrator: Officer
) -> None:
    officer = make_officer("Amara Okafor", password=PASSWORD)
    old = officer.email
    take_in(tmp_path, console(), row(officer, email="no address"))
    (held,) = QuarantinedRow.objects.all()
    resolving.edit_row(by=administrator, row=held, values={"email": "mine@force.example"})
    officer.refresh_from_db()
    assert (officer.email, waiting()) == (old, [("identity", {"email": "mine@force.example"})])


def test_a_leavers_address_does_not_block_a_joiner(tmp_path: Path) -> None:
    leaver = make_officer("Amara Okafor", since=LONG_AGO)
    leave(by=console(), officer=leaver, on=LONG_AGO)
    take_in(tmp_path, console(), f"{HEADER}J1,New,Here,{leaver.email},constable,,\n")
    assert Officer.objects.get(number="J1").email == leaver.email
