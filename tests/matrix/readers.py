"""Which words nobody may read but these: a marker of each kind of content, and its readers."""

from __future__ import annotations

from tests.matrix.expectations import (
    EVERYONE,
    LEADS,
    READERS_OF_FEEDBACK,
    READERS_OF_REVIEWS,
    READERS_OF_RISKS,
)
from tests.matrix.markers import marker
from tests.matrix.rows_learning import readers_of_learning
from tests.matrix.rows_points import DISCLOSURE, readers_of_points

ADMINISTRATORS = frozenset({"administrator", "administrator_two"})
# Second reviews whose authors have not seen the first one yet.
NOT_REVEALED = frozenset("ab")
# A first review that is still a draft has flagged nothing.
NOT_SUBMITTED = frozenset("e")
# The report of a closed round carries reviewers' strengths and improvements to leads alone.
OF_THE_REPORT = LEADS


def readers_of() -> dict[str, frozenset[str]]:
    """Marker to those who may meet it on some page."""
    found = _of_reviews() | readers_of_points() | readers_of_learning()
    found |= {
        marker("reply"): READERS_OF_FEEDBACK["feedback_oic"],
        marker("risk a"): READERS_OF_RISKS["risk_a"],
        marker("risk own"): READERS_OF_RISKS["risk"],
        marker("learning raw"): LEADS | {"ld_lead", "raiser", "receiver"},
        marker("learning own words"): LEADS | {"ld_lead", "raiser"},
        marker("learning agreed"): EVERYONE,
        marker("need"): frozenset({"oic", "supervisor", "raiser", "ld_lead"}),
        marker("thanks"): frozenset({"oic", "lead"}),
        marker("quarantined words"): frozenset(),
        marker("held wording"): LEADS | ADMINISTRATORS,
        marker("rule reason"): LEADS | ADMINISTRATORS,
        marker("declined"): LEADS | {"conflicted"},
        marker("calibration"): frozenset({"idle"}),
        marker("accreditation"): LEADS | {"idle", "reviewers_manager"},
    }
    return found


def _of_reviews() -> dict[str, frozenset[str]]:
    found = {}
    for name, readers in READERS_OF_REVIEWS.items():
        _, key, step = name.split("_")
        if step == "1":
            found[marker(f"first {key} words")] = readers
            found[marker(f"first {key} line")] = readers | _told(key)
            if key not in NOT_SUBMITTED:
                found[marker(f"first {key} flag")] = DISCLOSURE
            found[marker(f"knows {key}")] = LEADS | readers
        else:
            found[marker(f"second {key} own")] = readers
            if key not in NOT_REVEALED:
                found[marker(f"second {key} words")] = readers
    return found


def _told(key: str) -> frozenset[str]:
    """Those whom feedback on the case tells of its strengths and improvements."""
    if key == "f":
        told = READERS_OF_FEEDBACK["feedback_oic"] | READERS_OF_FEEDBACK["feedback_fro"]
        return told | OF_THE_REPORT
    return frozenset()
