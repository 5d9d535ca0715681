"""Draw the picture of the rooms in docs/architecture.svg from the order that import-linter holds.

Run it after a room is added; a test fails while the picture is out of date.
"""

from __future__ import annotations

import ast
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "architecture.svg"
WIDTH, HEIGHT, GAP, LEFT, TOP = 720, 40, 8, 24, 56


def rooms() -> list[tuple[str, str]]:
    """Each room from the top, with the first sentence of what it says of itself."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    found = []
    for layer in layers:
        source = ROOT / "src" / Path(*layer.split(".")) / "__init__.py"
        words = ast.get_docstring(ast.parse(source.read_text("utf-8"))) or ""
        sentence = " ".join(words.split("\n\n")[0].split()).rstrip(".")
        found.append((layer.rpartition(".")[2], sentence))
    return found


def picture() -> str:
    """The SVG: a storey a room, an arrow for the one direction in which they may import."""
    storeys = rooms()
    height = TOP + len(storeys) * (HEIGHT + GAP) + 24
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-labelledby="t d" font-family="arial, sans-serif">',
        '<title id="t">The rooms of Stillpoint</title>',
        '<desc id="d">From top to bottom: '
        + escape(", ".join(name for name, _ in storeys))
        + ". Each imports only from rooms below it; what happens below reaches rooms above by "
        "announced facts.</desc>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="32" font-size="15" fill="#0b0c0c">A room imports only from rooms '
        "below it. Facts announced below are heard above, by one table in site.</text>",
    ]
    for place, (name, sentence) in enumerate(storeys):
        y = TOP + place * (HEIGHT + GAP)
        parts += [
            f'<rect x="{LEFT}" y="{y}" width="{WIDTH - 96}" height="{HEIGHT}" rx="3" '
            'fill="#eef3f3" stroke="#104046"/>',
            f'<text x="{LEFT + 14}" y="{y + 25}" font-size="16" font-weight="bold" '
            f'fill="#104046">{escape(name)}</text>',
            f'<text x="{LEFT + 118}" y="{y + 25}" font-size="13" fill="#0b0c0c">'
            f"{escape(_short(sentence))}</text>",
        ]
    bottom = TOP + len(storeys) * (HEIGHT + GAP) - GAP
    x = WIDTH - 44
    parts += [
        f'<path d="M{x} {TOP} V{bottom - 6}" stroke="#104046" stroke-width="2" fill="none"/>',
        f'<path d="M{x - 6} {bottom - 12} L{x} {bottom} L{x + 6} {bottom - 12}" fill="#104046"/>',
        f'<text x="{x + 10}" y="{TOP + 14}" font-size="12" fill="#0b0c0c" '
        f'transform="rotate(90 {x + 10} {TOP + 14})">imports</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 76 else sentence[:74].rsplit(" ", 1)[0] + " …"


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
