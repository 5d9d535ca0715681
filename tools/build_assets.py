"""Build the design system's style sheet, modules and images into the static folder.

    python tools/build_assets.py [--force]

Needs ``npm ci`` (run here when node_modules is missing or older than package-lock.json). Does
nothing when no input has changed since the last run.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "src" / "stillpoint" / "site"
STYLES = SITE / "assets"
OUT = SITE / "static" / "ds"
STAMP = OUT / "built-from"
GOVUK = ROOT / "node_modules" / "govuk-frontend"
MOJ = ROOT / "node_modules" / "@ministryofjustice" / "frontend"

# Each is loaded only by a page that holds the component (static/stillpoint/page.js).
COMPONENTS = [
    "button",
    "character-count",
    "checkboxes",
    "error-summary",
    "radios",
    "service-navigation",
    "skip-link",
]
IMAGE = re.compile(r"url\(/static/ds/images/([\w.-]+)\)")
IMPORTED = re.compile(r"from '(\.[^']+)'")
LINE_COMMENT = re.compile(r"^[ \t]*//[^\n]*\n", re.MULTILINE)
BLOCK_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)


def main() -> int:
    force = "--force" in sys.argv[1:]
    install()
    inputs = fingerprint()
    if not force and STAMP.exists() and STAMP.read_text() == inputs:
        print("Assets are up to date.")
        return 0
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    build_styles()
    copy_images()
    size = copy_modules()
    STAMP.write_text(inputs)
    css = (OUT / "stillpoint.css").stat().st_size
    print(f"Built the style sheet ({css / 1024:.0f} KiB) and modules ({size / 1024:.0f} KiB).")
    return 0


def install() -> None:
    """Run ``npm ci`` unless what is installed is what the lock file asks for."""
    mark = ROOT / "node_modules" / ".package-lock.json"
    lock = ROOT / "package-lock.json"
    if mark.exists() and mark.stat().st_mtime >= lock.stat().st_mtime:
        return
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is missing: install Node.js 20 or newer, then run this again.")
    run(npm, "ci", "--omit=optional", "--omit=peer", "--no-fund", "--no-audit")
    mark.touch()


def fingerprint() -> str:
    """Changes whenever an input does: our styles, the lock file, this file."""
    digest = hashlib.sha256()
    for file in [*sorted(STYLES.rglob("*")), ROOT / "package-lock.json", Path(__file__)]:
        if file.is_file():
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def build_styles() -> None:
    # An error must stop the build and not be written into the style sheet.
    options = ["--style=compressed", "--no-source-map", "--no-error-css", "--quiet-deps"]
    sass = ROOT / "node_modules" / "sass" / "sass.js"
    source = STYLES / "stillpoint.scss"
    run("node", sass, f"--load-path={ROOT}", *options, source, OUT / "stillpoint.css")


def copy_images() -> None:
    """Copy the images that the style sheet names: a missing one would stop collectstatic."""
    for name in set(IMAGE.findall((OUT / "stillpoint.css").read_text())):
        (OUT / "images").mkdir(exist_ok=True)
        shutil.copyfile(MOJ / "moj" / "assets" / "images" / name, OUT / "images" / name)


def copy_modules() -> int:
    """Copy the components' modules and what they import, without their comments; bytes copied."""
    source = GOVUK / "dist" / "govuk"
    waiting = [source / "components" / name / f"{name}.mjs" for name in COMPONENTS]
    copied: set[Path] = set()
    size = 0
    while waiting:
        file = waiting.pop()
        if file in copied:
            continue
        copied.add(file)
        text = LINE_COMMENT.sub("", BLOCK_COMMENT.sub("", file.read_text()))
        waiting += [(file.parent / found).resolve() for found in IMPORTED.findall(text)]
        size += write_module(file.relative_to(source), text)
    return size


def write_module(name: Path, text: str) -> int:
    # Servers and proxies know what .js is; some still hand out .mjs as plain text.
    text = IMPORTED.sub(lambda found: f"from '{found[1].removesuffix('.mjs')}.js'", text)
    target = (OUT / "govuk" / name).with_suffix(".js")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"/* govuk-frontend, MIT: see the notices page */\n{text.strip()}\n")
    return target.stat().st_size


def run(*command: object) -> None:
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"Failed: {' '.join(str(part) for part in command)}")


if __name__ == "__main__":
    sys.exit(main())
