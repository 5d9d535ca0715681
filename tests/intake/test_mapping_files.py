"""Mappings: what is wrong with one is said with file, key and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from stillpoint.cases.kinds import kinds
from stillpoint.intake.mapping_files import MappingProblems, choices, find_mapping, load_mapping
from stillpoint.trust.answers import CannotDo

GOOD = """
name = "ours"
what = "cases"
[files.cases]
recognised_by = ["Ref"]
[files.cases.fields]
reference = { column = "Ref" }
offence = { value = "19C" }
"""


def problems(path: Path, text: str) -> str:
    made = path / "ours.toml"
    made.write_text(text)
    with pytest.raises(MappingProblems) as wrong:
        load_mapping(made, what="cases", kinds=kinds().values())
    return wrong.value.message


@pytest.mark.parametrize("choice", [choice.name for choice in choices("cases")])
def test_each_shipped_mapping_fits_the_practice_model(choice: str) -> None:
    mapping = find_mapping(choice, what="cases", kinds=kinds().values())
    groups = kinds()["cases"].field("outcome_group")
    assert groups.choices is not None
    for table, values in mapping.values.items():
        if table == "outcomes":
            assert set(values.values()) <= set(groups.choices())


def test_the_published_wordings_each_have_a_group() -> None:
    mapping = find_mapping("data-police-uk", what="cases", kinds=kinds().values())
    assert len(mapping.values["outcomes"]) >= 23


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("reference = {", "referense = {"), "files.cases.fields.referense: There is no such"),
        (('Ref" }', 'Ref", transform = ["lowr"] }'), "Did you mean “lower”?"),
        (('Ref" }', 'Ref", values = "x" }'), "There is no table “x”"),
        (('Ref" }', 'Ref", value = "x" }'), "Give a column or a value, not both."),
        (('what = "cases"', 'what = "people"'), "Choose one for cases."),
        (("files.cases]", "files.case]"), "files.case"),
        (('name = "ours"', 'nam = "ours"'), "nam: There is no such setting."),
        (("offence = {", "# offence = {"), "The field “offence” is missing."),
        (("[files.cases]", "[files.cases"), "This is not TOML"),
    ],
)
def test_what_is_wrong_is_said_with_file_key_and_remedy(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    text = problems(tmp_path, GOOD.replace(*change))
    assert said in text
    assert text.startswith("ours.toml")


def test_a_name_that_leaves_the_folder_is_no_mapping() -> None:
    with pytest.raises(CannotDo, match="There is no mapping"):
        find_mapping("../cases/stillpoint", what="cases", kinds=kinds().values())
