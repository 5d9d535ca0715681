"""What a force's own folder does to the shipped model."""

from datetime import date
from pathlib import Path

import pytest

from stillpoint import practice


def loaded(folder: Path, **files: str) -> practice.PracticeModel:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return practice.load(folder)


def test_entry_with_the_same_key_replaces_in_its_place(tmp_path: Path) -> None:
    model = loaded(
        tmp_path,
        relationships='[[relationships]]\nkey = "friend"\nlabel = "Mate"\ngroup = "acquaintance"',
    )
    shipped = practice.load(None)
    assert model.relationship("friend").label == "Mate"
    assert [r.key for r in model.relationships] == [r.key for r in shipped.relationships]


def test_entry_with_a_new_key_is_added(tmp_path: Path) -> None:
    model = loaded(
        tmp_path,
        relationships='[[relationships]]\nkey = "lodger"\nlabel = "Lodger"\ngroup = "acquaintance"',
    )
    assert model.relationship_group("lodger") == "acquaintance"
    assert len(model.relationships) == len(practice.load(None).relationships) + 1


def test_replaced_entry_keeps_nothing_hidden_of_the_shipped_one(tmp_path: Path) -> None:
    model = loaded(
        tmp_path,
        roles='[[involvement_roles]]\nkey = "victim_officer"\nlabel = "Victim officer"',
    )
    assert model.involvement_role("victim_officer").local_names == ()


def test_remove_takes_shipped_entries_away(tmp_path: Path) -> None:
    model = loaded(tmp_path, relationships='[remove]\nrelationships = ["colleague"]')
    assert "colleague" not in {each.key for each in model.relationships}


def test_remove_needs_no_list_name_where_there_is_only_one(tmp_path: Path) -> None:
    model = loaded(tmp_path, offences='remove = ["88D"]')
    with pytest.raises(practice.UnknownEntry):
        model.offence_class("88D")


def test_table_is_overridden_field_by_field(tmp_path: Path) -> None:
    model = loaded(tmp_path, settings="[suppression]\nminimum = 20")
    suppression = model.settings.suppression
    assert (suppression.minimum, suppression.round_to) == (20, 5)


def test_prompt_is_added_to_a_shipped_area(tmp_path: Path) -> None:
    model = loaded(
        tmp_path,
        review=(
            '[[prompts]]\narea = "risk"\nkey = "bail"\nheading = "Bail"\n'
            'text = "Was bail used well?"\nkind = "assessment"'
        ),
    )
    assert model.review_template.area("risk").prompts[-1].key == "bail"


def test_control_room_number_is_shown_after_the_emergency_sentence(tmp_path: Path) -> None:
    model = loaded(tmp_path, live_risk='control_room_number = "extension 4321"')
    assert model.live_risk.telephone_first.endswith("Control room: extension 4321.")


def test_outcome_takes_the_group_that_holds_on_the_day(tmp_path: Path) -> None:
    model = loaded(
        tmp_path,
        outcomes=(
            '[[outcomes]]\ncode = "17"\nlabel = "Old"\ngroup = "other_outcome"\n'
            "valid_to = 2026-12-31\n"
            '[[outcomes]]\ncode = "17"\nlabel = "New"\ngroup = "nfa_police"\n'
            "valid_from = 2027-01-01\n"
        ),
    )
    days = (date(2026, 12, 31), date(2027, 1, 1), None)
    groups = [model.outcome_group("17", None, day) for day in days]
    assert groups == ["other_outcome", "nfa_police", "nfa_police"]


def test_outcome_outside_its_dates_is_unknown(tmp_path: Path) -> None:
    model = loaded(
        tmp_path,
        outcomes=(
            '[[outcomes]]\ncode = "23"\nlabel = "New"\ngroup = "nfa_police"\n'
            "valid_from = 2027-01-01\n"
        ),
    )
    with pytest.raises(practice.UnknownOutcome, match="on 31/12/2026"):
        model.outcome_group("23", None, date(2026, 12, 31))


def test_local_sub_code_tells_who_decided(tmp_path: Path) -> None:
    model = loaded(
        tmp_path,
        outcomes=(
            '[[outcomes]]\ncode = "15"\nlabel = "Evidential"\ngroup = "nfa_undetermined"\n'
            'groups_by_decision_maker = { police = "nfa_police", cps = "nfa_cps" }\n'
            'sub_codes = [{ code = "15C", label = "CPS", decision_maker = "cps" }]\n'
        ),
    )
    assert model.outcome_group("15C", None, None) == "nfa_cps"


def test_recorded_decision_maker_prevails_over_the_sub_code(tmp_path: Path) -> None:
    model = loaded(
        tmp_path,
        outcomes=(
            '[[outcomes]]\ncode = "15"\nlabel = "Evidential"\ngroup = "nfa_undetermined"\n'
            'groups_by_decision_maker = { police = "nfa_police", cps = "nfa_cps" }\n'
            'sub_codes = [{ code = "15C", label = "CPS", decision_maker = "cps" }]\n'
        ),
    )
    assert model.outcome_group("15C", "police", None) == "nfa_police"


def test_digest_is_the_same_for_the_same_content(tmp_path: Path) -> None:
    same = '[[relationships]]\nkey = "friend"\nlabel = "Friend"\ngroup = "acquaintance"'
    assert loaded(tmp_path, relationships=same).digest == practice.load(None).digest


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("about", 'version = "2026.2"'),
        ("settings", "[review]\nfirst_minutes = 121"),
        ("offences", 'remove = ["88D"]'),
        ("live_risk", "[deadlines]\ndirect = 0.5"),
    ],
)
def test_digest_changes_with_any_content(tmp_path: Path, name: str, text: str) -> None:
    assert loaded(tmp_path, **{name: text}).digest != practice.load(None).digest


def test_files_that_are_not_toml_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.txt").write_text("ours")
    assert practice.check(tmp_path) == []
