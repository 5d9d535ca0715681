"""The guide to the practice model says what is so."""

import re
from pathlib import Path

import pytest

from stillpoint import practice
from stillpoint.practice.files import FILES

GUIDE = Path(__file__).parents[2] / "docs" / "practice-model.md"
EXAMPLES = re.findall(r"```toml\n# (\w+\.toml)\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_file_is_described(name: str) -> None:
    assert f"**`{name}`**" in GUIDE.read_text("utf-8")


@pytest.mark.parametrize(("name", "text"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_every_example_in_the_guide_is_accepted(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert practice.check(tmp_path) == []


def test_the_guide_has_examples() -> None:
    assert len(EXAMPLES) >= 5
