"""What a browser does with a form that says what stood there when it was opened."""

from __future__ import annotations

import re
from typing import Any


def hidden_version(response: Any) -> str:
    """The version in the form of a page."""
    found = re.search(r'name="version" value="(\d+)"', response.content.decode())
    assert found, "The page has no form with a version."
    return found.group(1)
