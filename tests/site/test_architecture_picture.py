"""The picture of the rooms shows the rooms that there are."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

TOOL = Path(__file__).resolve().parents[2] / "tools" / "draw_rooms.py"


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("draw_rooms", TOOL)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_picture_is_the_one_that_the_order_of_the_rooms_gives() -> None:
    tool = _tool()
    assert tool.PICTURE.read_text("utf-8") == tool.picture()


def test_every_room_is_named_in_the_page_about_the_architecture() -> None:
    page = TOOL.parents[1].joinpath("docs", "architecture.md").read_text("utf-8")
    for name, _ in _tool().rooms():
        assert f"\n{name} " in page
