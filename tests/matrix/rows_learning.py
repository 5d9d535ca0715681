"""Who may open the addresses of what follows from learning, and who may read the words there."""

from __future__ import annotations

from tests.matrix.expectations import EVERYONE, LEADS, Row, row
from tests.matrix.markers import marker

# Given by ``raiser`` to ``oic``, whom ``supervisor`` manages, where ``receiver`` was there.
OF_THE_ACTION = LEADS | {"raiser", "receiver", "oic", "supervisor"}
OF_RAW_LEARNING = LEADS | {"ld_lead", "raiser", "receiver"}


def of_learning() -> list[Row]:
    """The rows of these addresses."""
    return [
        row("actions", EVERYONE),
        *(row("action", OF_THE_ACTION, ref=one) for one in ("action", "action_done")),
        row("learning-tried", frozenset({"raiser"}), ref="learning_tried"),
        row("learning-point", LEADS | {"ld_lead", "raiser"}, ref="learning_tried"),
        row("action-new", OF_RAW_LEARNING, ref="learning_raw"),
    ]


def readers_of_learning() -> dict[str, frozenset[str]]:
    """Marker to those who may meet it on some page."""
    return {
        marker("action words"): OF_THE_ACTION,
        marker("action outcome"): OF_THE_ACTION,
        marker("tried"): LEADS | {"ld_lead", "raiser"},
        marker("trial words"): LEADS | {"ld_lead", "raiser"},
    }
