"""A whole round from the command line, as a force's own scripts run it.

Each step is a process of its own with ``--json``; the shapes are the promised ones, and what a
command adds to them is allowed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser import invented_file

ROUND = "Spring 2026"
REVIEWERS = """number,given_name,family_name,email,rank,grade,joined_on
501,Alice,Archer,alice.archer@force.example,inspector,,2015-01-01
502,Brian,Booth,brian.booth@force.example,inspector,,2015-01-01
503,Carys,Coles,carys.coles@force.example,chief_inspector,,2015-01-01
504,Derek,Dyer,derek.dyer@force.example,chief_inspector,,2015-01-01
505,Elsie,Eaton,elsie.eaton@force.example,constable,,2015-01-01
"""
# Who may review is decided on screen, in person; here it is written down as it would stand then.
ACCREDIT = """
import datetime as dt
from stillpoint.people.models import Accreditation, Officer
day = dt.date(2020, 1, 1)
for number, step in (("501", 1), ("502", 1), ("503", 2), ("504", 2)):
    Accreditation.objects.create(
        officer=Officer.objects.get(number=number), step=step, evidence="Specialist.",
        since=day, calibrated_on=day,
    )
"""


NO_DATABASE = {
    "STILLPOINT_DATABASE_URL": "sqlite:////nowhere/db.sqlite3",
    "STILLPOINT_VAR": "/nowhere",
}


@dataclass(frozen=True)
class Ran:
    """What one command left: its exit code, standard output and standard error."""

    code: int
    out: str
    said: str

    @property
    def answer(self) -> dict[str, Any]:
        """The one JSON object on standard output; fails when anything else is there."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("force")


@pytest.fixture(scope="module")
def run(folder: Path) -> Callable[..., Ran]:
    """``run("draw_round", ...)`` as a process, with a database of its own under ``folder``."""
    environment = {key: value for key, value in os.environ.items() if key[:4] != "STIL"}
    environment |= {
        "STILLPOINT_VAR": str(folder / "var"),
        "STILLPOINT_SECRET_KEY": "only-for-this-test",
        "STILLPOINT_HTTPS": "0",
        "DJANGO_SETTINGS_MODULE": "stillpoint.site.settings",
    }

    def process(*words: str, **more: str) -> Ran:
        ran = subprocess.run(
            [sys.executable, "-m", "stillpoint.site.command_line", *words],
            env=environment | more,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    return process


@pytest.fixture(scope="module")
def chain(run: Callable[..., Ran], folder: Path) -> dict[str, Ran]:
    """Every step from an empty database to the report, in order."""
    cases = str(invented_file.write_file(folder / "invented.csv"))
    people, drawn, frame = folder / "officers.csv", folder / "drawn.json", folder / "frame.json"
    people.write_text(REVIEWERS)
    plan = ("plan_round", ROUND, "--by", "area,outcome", "--json", "--size")
    done = {"before migrate": run("quarantine", "--json"), "migrate": run("migrate")}

    def step(name: str, *words: str) -> None:
        done[name] = run(*words)

    step("import", "import_cases", cases, "--mapping", "data-police-uk", "--json")
    step("again", "import_cases", cases, "--mapping", "data-police-uk", "--json")
    step("held", "quarantine", "--json")
    step("people", "import_people", str(people), "--mapping", "stillpoint", "--json")
    step("accredit", "shell", "--command", ACCREDIT)
    step("plan too small", *plan, "6")
    step("plan", *plan, "24")
    step("draw", "draw_round", ROUND, "--seed", "two parts", "--json")
    step("draw again", "draw_round", ROUND, "--seed", "another", "--json")
    step("export", "export_frame", ROUND, "--json")
    drawn.write_text(done["draw"].out)
    frame.write_text(done["export"].out)
    done["replay"] = run("replay_draw", str(drawn), str(frame), "--json", **NO_DATABASE)
    changed = json.loads(done["draw"].out)
    changed["seed"] = "a seed that one would have liked better"
    drawn.write_text(json.dumps(changed))
    step("replay of another seed", "replay_draw", str(drawn), str(frame), "--json")
    step("assign", "assign_round", ROUND, "--first-load", "8", "--second-load", "20", "--json")
    step("report", "report_round", ROUND, "--format", "json", "--json")
    step("verify", "verify_trail", "--json")
    return done


def keys(found: dict[str, Any], *wanted: str) -> None:
    missing = set(wanted) - set(found)
    assert not missing, f"promised and not there: {sorted(missing)}"


@pytest.mark.parametrize(
    "name",
    [
        "migrate",
        "import",
        "again",
        "held",
        "people",
        "plan",
        "draw",
        "export",
        "replay",
        "assign",
        "report",
        "verify",
    ],
)
def test_a_command_that_did_what_was_asked_exits_with_0(chain: dict[str, Ran], name: str) -> None:
    assert chain[name].code == 0, chain[name].said


@pytest.mark.parametrize("name", ["plan too small", "draw again", "replay of another seed"])
def test_a_command_whose_data_were_refused_exits_with_1(chain: dict[str, Ran], name: str) -> None:
    assert chain[name].code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("plan_round", ROUND),
        ("report_round", ROUND, "--format", "stone"),
        ("no_such_command",),
    ],
    ids=lambda words: " ".join(words),
)
def test_a_command_called_wrongly_exits_with_2(run: Callable[..., Ran], words: tuple[str]) -> None:
    assert run(*words).code == 2


@pytest.mark.parametrize(
    "content",
    [None, "", '{"seed": "two par', "[]", '{"seed": "two parts"}'],
    ids=["missing", "empty", "cut off", "no object", "no draw"],
)
def test_a_file_that_is_no_draw_is_refused(
    run: Callable[..., Ran], tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "drawn.json"
    if content is not None:
        path.write_text(content)
    ran = run("replay_draw", str(path), "--json")
    assert (ran.code, list(ran.answer)) == (1, ["refused"])


def test_a_practice_folder_that_is_not_there_is_refused(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    ran = run("check_practice", str(tmp_path / "none"), "--json")
    assert (ran.code, list(ran.answer)) == (1, ["refused"])


def test_a_database_that_is_not_there_is_explained(chain: dict[str, Ran]) -> None:
    assert chain["before migrate"].code == 1
    assert "stillpoint migrate" in chain["before migrate"].answer["refused"]


def test_an_import_accounts_for_every_row(chain: dict[str, Ran]) -> None:
    counted = chain["import"].answer
    parts = ("created", "updated", "unchanged", "quarantined", "rejected")
    keys(counted, "read", *parts, "seconds", "run")
    assert {name: counted[name] for name in ("read", *parts)} == {
        "read": invented_file.READ,
        "created": invented_file.GOOD,
        "updated": 0,
        "unchanged": invented_file.COPIES,
        "quarantined": invented_file.HELD,
        "rejected": invented_file.REJECTED,
    }


def test_the_same_file_again_changes_nothing(chain: dict[str, Ran]) -> None:
    again = chain["again"].answer
    assert (again["created"], again["updated"]) == (0, 0)
    assert again["unchanged"] == invented_file.GOOD + invented_file.COPIES


def test_held_rows_name_file_line_field_and_reason(chain: dict[str, Ran]) -> None:
    rows = chain["held"].answer["rows"]
    assert len(rows) == invented_file.HELD
    for one in rows:
        keys(one, "file", "line", "reference", "field", "reason")
    assert {one["file"] for one in rows} == {"invented.csv"}


def test_a_plan_that_cannot_hold_is_refused_with_merges(chain: dict[str, Ran]) -> None:
    refused = chain["plan too small"].answer
    keys(refused, "refused", "proposals")
    assert refused["proposals"]


def test_a_plan_says_its_frame_strata_and_hours(chain: dict[str, Ran]) -> None:
    plan = chain["plan"].answer
    keys(plan, "round", "frame", "frame_sha256", "strata", "hours")
    assert plan["round"] == ROUND
    assert plan["frame"] == invented_file.GOOD
    for one in plan["strata"]:
        keys(one, "stratum", "population", "allocated")
    assert sum(one["population"] for one in plan["strata"]) == invented_file.GOOD
    assert sum(one["allocated"] for one in plan["strata"]) == 24
    # 24 cases at the 120 and 60 minutes that hold until the force has measured its own.
    assert plan["hours"] == 72


def test_a_draw_carries_ticket_order_and_weight(chain: dict[str, Ran]) -> None:
    draw = chain["draw"].answer
    keys(draw, "round", "seed", "frame_sha256", "selected")
    assert draw["frame_sha256"] == chain["plan"].answer["frame_sha256"]
    assert len(draw["selected"]) == 24
    for one in draw["selected"]:
        keys(one, "case", "stratum", "ticket", "order", "weight")
    weighted = sum(one["weight"] for one in draw["selected"])
    assert weighted == pytest.approx(invented_file.GOOD)


def test_a_replay_matches_and_needs_no_database(chain: dict[str, Ran]) -> None:
    assert chain["replay"].answer["matches"] is True


def test_a_replay_with_another_seed_does_not_match(chain: dict[str, Ran]) -> None:
    assert chain["replay of another seed"].answer["matches"] is False


def test_assignments_name_step_and_reviewer_and_say_what_stands_in_the_way(
    chain: dict[str, Ran],
) -> None:
    given = chain["assign"].answer
    keys(given, "assigned", "unassigned", "loads")
    for one in given["assigned"]:
        keys(one, "case", "step", "reviewer")
    for one in given["unassigned"]:
        keys(one, "case", "step", "reasons")
    # Two first reviewers with eight each cannot take twenty-four.
    assert sorted(one["step"] for one in given["assigned"]) == [1] * 16 + [2] * 24
    assert [one["step"] for one in given["unassigned"]] == [1] * 8
    assert all(sum(one["reasons"].values()) for one in given["unassigned"])


def test_a_report_before_the_round_is_closed_says_so(chain: dict[str, Ran]) -> None:
    assert chain["report"].answer["provisional"] is True


def test_the_trail_is_intact(chain: dict[str, Ran]) -> None:
    verified = chain["verify"].answer
    keys(verified, "entries", "seals", "intact", "first_broken")
    assert verified["intact"] is True
    assert verified["entries"] > len(chain) / 2
