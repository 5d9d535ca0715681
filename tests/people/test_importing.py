from __future__ import annotations

import datetime as dt
import errno
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from stillpoint.events.models import Announcement
from stillpoint.intake.models import IntakeRun, QuarantinedRow, WordingChoice
from stillpoint.people import importing
from stillpoint.people.incoming import days
from stillpoint.people.models import (
    Area,
    Duty,
    Leave,
    LineManagement,
    Officer,
    Posting,
    Team,
    TrainingRecord,
)
from stillpoint.trust.actors import job
from stillpoint.trust.answers import CannotDo, Refused
from stillpoint.trust.models import TrailEntry
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.database]

FORCE = {
    "officers.csv": "number,given_name,family_name,email,rank,acting_rank,grade,detective,"
    """joined_on
101,Amara,Okafor,amara@force.example,DCI,,,yes,2010-03-01
102,Bill,Hart,Bill@Force.example,Inspector,Chief Inspector,,yes,2012-03-01
103,Cleo,Day,cleo@force.example,,,Police staff investigator,no,
104,Dev,Rao,dev@force.example,Constable,,,yes,2020-01-06
""",
    "teams.csv": "team,kind,area\nRASSO North,rasso,Northside\nResponse A,Response,\n",
    "courses.csv": "course,name,specialist,valid_months\nRISDP,RASSO skills,yes,36\n",
    "postings.csv": """officer,team,since,until
104,Response A,2024-01-01,
104,RASSO North,2025-06-01,
103,RASSO North,2025-01-01,2025-12-31
""",
    "lines.csv": """officer,manager,since,until
104,102,2025-06-01,
103,102,2025-01-01,
102,101,2025-01-01,
""",
    "training.csv": "officer,course,completed_on,expires_on\n102,RISDP,2025-02-28,\n",
    "duties.csv": "officer,on,shift\n104,2026-06-01,early\n104,2026-06-02,late\n",
    "leave.csv": "officer,first_day_away,last_day_away\n102,2026-08-03,2026-08-14\n",
}
ROWS = 17


def written(folder: Path, files: dict[str, str]) -> list[tuple[Path, str]]:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return [(folder / name, name) for name in files]


def take_in(folder: Path, files: dict[str, str], *, dry_run: bool = False) -> IntakeRun:
    return importing.import_people(
        by=job("test"), files=written(folder, files), mapping="stillpoint", dry_run=dry_run
    )


def counts(run: IntakeRun) -> dict[str, int]:
    names = ("read", "created", "updated", "unchanged", "quarantined", "rejected")
    return {name: getattr(run, name) for name in names if getattr(run, name)}


def why(run: IntakeRun) -> list[str]:
    return [row.reason for row in QuarantinedRow.objects.filter(run=run)]


def test_a_whole_force_comes_in(tmp_path: Path) -> None:
    run = take_in(tmp_path, FORCE)
    assert counts(run) == {"read": ROWS, "created": ROWS}, why(run)
    hart = Officer.objects.get(number="102")
    assert (hart.rank, hart.acting_rank, hart.email) == (
        "inspector",
        "chief_inspector",
        "bill@force.example",
    )
    assert Officer.objects.get(number="103").grade == "investigator"
    assert Team.objects.get(name="RASSO North").area == Area.objects.get(name="Northside")
    assert TrainingRecord.objects.get().expires_on == dt.date(2028, 2, 28)
    assert Duty.objects.count() == 2 and Leave.objects.get().until == dt.date(2026, 8, 14)
    assert LineManagement.objects.get(officer__number="104").manager == hart


def test_an_open_end_ends_where_the_next_one_starts(tmp_path: Path) -> None:
    take_in(tmp_path, FORCE)
    ends = Posting.objects.filter(officer__number="104").order_by("since")
    assert [posting.until for posting in ends] == [dt.date(2025, 5, 31), None]


def test_the_same_files_twice_change_nothing(tmp_path: Path) -> None:
    take_in(tmp_path, FORCE)
    announced = Announcement.objects.count()
    assert counts(take_in(tmp_path, FORCE)) == {"read": ROWS, "unchanged": ROWS}
    assert Announcement.objects.count() == announced


def test_a_dry_run_counts_the_same_and_changes_nothing(tmp_path: Path) -> None:
    tried = take_in(tmp_path, FORCE, dry_run=True)
    assert not Officer.objects.exists() and not Announcement.objects.exists()
    assert counts(tried) == counts(take_in(tmp_path, FORCE))


def test_a_dry_run_says_why_rows_would_be_held_and_holds_none(tmp_path: Path) -> None:
    run = take_in(
        tmp_path, {"officers.csv": f"{HEADER}1,A,B,a@b.example,Brigadier,,\n"}, dry_run=True
    )
    assert list(run.reasons["held"]) == ["“Brigadier” has no meaning here yet."]
    assert not QuarantinedRow.objects.exists()


def test_a_wording_that_a_person_mapped_is_understood_from_then_on(tmp_path: Path) -> None:
    WordingChoice.objects.create(
        mapping="stillpoint", field="rank", wording="Brigadier", value="superintendent"
    )
    run = take_in(tmp_path, {"officers.csv": f"{HEADER}1,A,B,a@b.example,Brigadier,,\n"})
    assert counts(run) == {"read": 1, "created": 1}
    assert Officer.objects.get(number="1").rank == "superintendent"


def test_a_full_disk_is_a_sentence_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(days, "apply_leave", full)
    with pytest.raises(CannotDo, match="disk is full"):
        take_in(tmp_path, FORCE)
    assert not Officer.objects.exists()


def test_a_changed_row_is_updated(tmp_path: Path) -> None:
    take_in(tmp_path, FORCE)
    later = FORCE["officers.csv"].replace(
        "104,Dev,Rao,dev@force.example,Constable", "104,Dev,Rao,dev@force.example,Sergeant"
    )
    run = take_in(tmp_path, {"officers.csv": later})
    assert counts(run) == {"read": 4, "updated": 1, "unchanged": 3}
    assert Officer.objects.get(number="104").rank == "sergeant"


def test_a_column_that_is_not_there_leaves_its_field_alone(tmp_path: Path) -> None:
    take_in(tmp_path, FORCE)
    bare = "number,given_name,family_name,email\n102,William,Hart,bill@force.example\n"
    assert counts(take_in(tmp_path, {"officers.csv": bare})) == {"read": 1, "updated": 1}
    hart = Officer.objects.get(number="102")
    assert (hart.given_name, hart.acting_rank, hart.detective) == (
        "William",
        "chief_inspector",
        True,
    )


def test_somebody_missing_from_a_later_file_stays(tmp_path: Path) -> None:
    take_in(tmp_path, FORCE)
    first_two = "\n".join(FORCE["officers.csv"].splitlines()[:2])
    take_in(tmp_path, {"officers.csv": first_two})
    assert Officer.objects.filter(is_active=True).count() == 4


def test_a_last_day_makes_somebody_leave_and_stays_so_when_read_again(tmp_path: Path) -> None:
    take_in(tmp_path, FORCE)
    left = (
        "number,given_name,family_name,email,rank,detective,left_on\n"
        "102,Bill,Hart,bill@force.example,Inspector,yes,2026-01-31\n"
    )
    run = take_in(tmp_path, {"officers.csv": left})
    assert counts(run) == {"read": 1, "updated": 1}, why(run)
    hart = Officer.objects.get(number="102")
    assert not hart.is_active
    assert Announcement.objects.filter(name="people.OfficerLeft").exists()
    assert LineManagement.objects.get(officer__number="104").until == dt.date(2026, 1, 31)
    again = take_in(tmp_path, {**FORCE, "officers.csv": left})
    assert LineManagement.objects.get(officer__number="104").until == dt.date(2026, 1, 31)
    assert counts(again)["unchanged"] == ROWS - 4
    assert why(again) == ["It is after they left."]


HEADER = "number,given_name,family_name,email,rank,acting_rank,grade\n"


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ("1,A,B,not-an-address,Constable,,", "email", "not an e-mail address"),
        ("1,A,B,a@b.example,,,", "rank", "either a rank or a staff grade"),
        ("1,A,B,a@b.example,Constable,,Director (police staff)", "rank", "either a rank"),
        ("1,A,B,a@b.example,Sergeant,Constable,", "acting_rank", "above the rank held"),
        ("1,,-,a@b.example,Constable,,", "family_name", "no name"),
        ("1,A,B,taken@force.example,Constable,,", "email", "Someone else"),
    ],
)
def test_a_bad_row_is_held_with_its_field_and_reason_and_the_rest_goes_in(
    tmp_path: Path, row: str, field: str, reason: str
) -> None:
    good = "2,Good,One,taken@force.example,Constable,,\n"
    run = take_in(tmp_path, {"officers.csv": f"{HEADER}{good}{row}\n"})
    assert counts(run) == {"read": 2, "created": 1, "quarantined": 1}
    held = QuarantinedRow.objects.get(run=run)
    assert (held.file, held.line, held.field, held.kind) == ("officers.csv", 3, field, "bad")
    assert reason in held.reason and held.row["number"] == "1"


def test_an_unknown_rank_is_held_as_a_wording(tmp_path: Path) -> None:
    run = take_in(tmp_path, {"officers.csv": f"{HEADER}1,A,B,a@b.example,Brigadier,,\n"})
    assert QuarantinedRow.objects.get(run=run).kind == "unknown"


def test_rows_that_contradict_each_other_are_all_held(tmp_path: Path) -> None:
    rows = "1,A,B,a@b.example,Constable,,\n1,A,B,a@b.example,Sergeant,,\n"
    run = take_in(tmp_path, {"officers.csv": HEADER + rows})
    assert counts(run) == {"read": 2, "quarantined": 2}
    assert {row.kind for row in QuarantinedRow.objects.all()} == {"contradiction"}
    assert not Officer.objects.exists()


def test_exact_copies_count_as_unchanged(tmp_path: Path) -> None:
    row = "1,A,B,a@b.example,Constable,,\n"
    run = take_in(tmp_path, {"officers.csv": HEADER + row * 3})
    assert counts(run) == {"read": 3, "created": 1, "unchanged": 2}


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("postings.csv", "officer,team,since\n101,Nowhere,2025-01-01\n", "no team “Nowhere”"),
        ("postings.csv", "officer,team,since\n999,RASSO North,2025-01-01\n", "number 999"),
        ("lines.csv", "officer,manager,since\n101,101,2025-01-01\n", "Nobody manages themselves"),
        ("lines.csv", "officer,manager,since\n101,104,2025-07-01\n", "101 manages 104"),
        ("training.csv", "officer,course,completed_on\n101,SCAIDP,2025-07-01\n", "no course"),
        (
            "leave.csv",
            "officer,first_day_away,last_day_away\n101,2026-02-02,2026-02-01\n",
            "before the first",
        ),
        ("duties.csv", "officer,on,shift\n101,yesterday,early\n", "is not a date"),
    ],
)
def test_what_cannot_be_is_held_with_a_sentence(
    tmp_path: Path, file: str, text: str, reason: str
) -> None:
    take_in(tmp_path, FORCE)
    run = take_in(tmp_path, {file: text})
    assert counts(run) == {"read": 1, "quarantined": 1}
    assert reason in why(run)[0]


def test_two_teams_from_the_same_day_are_held(tmp_path: Path) -> None:
    take_in(tmp_path, FORCE)
    run = take_in(tmp_path, {"p.csv": "officer,team,since\n104,Response A,2025-06-01\n"})
    assert QuarantinedRow.objects.get(run=run).kind == "contradiction"


def test_a_later_import_replaces_what_the_same_file_held(tmp_path: Path) -> None:
    bad = {"officers.csv": f"{HEADER}1,A,B,a@b.example,Brigadier,,\n"}
    take_in(tmp_path, bad)
    take_in(tmp_path, bad)
    assert QuarantinedRow.objects.filter(resolution="").count() == 1


def test_a_file_of_another_kind_refuses_everything(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="none of the files"):
        take_in(tmp_path, {**FORCE, "odd.csv": "colour,size\nred,4\n"})
    assert not Officer.objects.exists() and not IntakeRun.objects.exists()


def test_a_fault_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(days, "apply_leave", killed)
    with pytest.raises(KeyboardInterrupt):
        take_in(tmp_path, FORCE)
    assert not Officer.objects.exists() and not Team.objects.exists()


def test_only_an_administrator_imports(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        importing.import_people(
            by=make_officer(roles=("rasso_lead",)), files=written(tmp_path, FORCE)
        )


def test_the_trail_names_everybody_who_came_in(tmp_path: Path) -> None:
    take_in(tmp_path, FORCE)
    named = {ref for entry in TrailEntry.objects.filter(act="import people") for ref in entry.about}
    assert {officer.trail_reference for officer in Officer.objects.all()} <= named


def test_the_command_answers_with_the_promised_counts(tmp_path: Path) -> None:
    out = StringIO()
    paths = [str(path) for path, _ in written(tmp_path, FORCE)]
    call_command("import_people", *paths, "--mapping", "stillpoint", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told.pop("run") and told.pop("seconds") >= 0
    assert told == {
        "read": ROWS,
        "created": ROWS,
        "updated": 0,
        "unchanged": 0,
        "quarantined": 0,
        "rejected": 0,
    }


def test_the_number_of_queries_does_not_grow_with_the_rows(
    tmp_path: Path, django_assert_max_num_queries: object
) -> None:
    on = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(300)]
    take_in(tmp_path, FORCE)
    text = "officer,on,shift\n" + "".join(f"104,{day},late\n" for day in on)
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        run = take_in(tmp_path, {"duties.csv": text})
    assert run.read == 300


class PostingsFromFiles(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(
        rows=st.lists(
            st.tuples(
                st.sampled_from(["RASSO North", "Response A"]),
                st.integers(0, 60),
                st.none() | st.integers(0, 30),
            ),
            max_size=8,
        )
    )
    def test_any_postings_give_at_most_one_open_and_read_again_change_nothing(
        self, rows: list[tuple[str, int, int | None]]
    ) -> None:
        import tempfile

        start = dt.date(2026, 1, 1)
        text = "officer,team,since,until\n"
        for team, since, length in rows:
            first = start + dt.timedelta(days=since)
            last = "" if length is None else first + dt.timedelta(days=length)
            text += f"104,{team},{first},{last}\n"
        with tempfile.TemporaryDirectory() as folder:
            take_in(Path(folder), FORCE | {"postings.csv": "officer,team,since,until\n"})
            first_run = take_in(Path(folder), {"postings.csv": text})
            second = take_in(Path(folder), {"postings.csv": text})
        assert first_run.read == second.read == len(rows)
        assert (second.created, second.updated) == (0, 0)
        assert second.quarantined == first_run.quarantined
        held = Posting.objects.filter(officer__number="104")
        assert held.filter(until=None).count() <= 1
        assert all(one.until is None or one.since <= one.until for one in held)
