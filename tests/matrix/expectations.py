"""Who may open which address: one row for each address and each thing that it can be about.

The names are those of the cast. Whoever is not named gets a refusal, and nobody else does. The
rows follow the table of access in the design, not the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from tests.matrix.world import World

LEADS = frozenset({"lead", "lead_blinded"})
# Holds the lead's role and is not, in this row, hidden from what is still blinded.
LEAD = frozenset({"lead"})
ADMINISTRATORS = frozenset({"administrator", "administrator_two"})
KEEPERS = LEADS | ADMINISTRATORS | {"ld_lead"}
REVIEWERS = frozenset(
    {
        "first_reviewer",
        "other_first",
        "drafting",
        "conflicted",
        "idle",
        "blinded",
        "revealed",
        "second_done",
        "lead_blinded",
    }
)
EVERYONE = (
    KEEPERS
    | REVIEWERS
    | {"wellbeing_lead", "disclosure_officer", "analyst", "auditor", "chief"}
    | {"supervisor", "oic", "fro", "colleague", "unrelated", "superior", "receiver", "raiser"}
    | {"reviewers_manager", "former_supervisor", "raisers_manager", "two_above", "three_above"}
)
ANYONE = EVERYONE | {"nobody", "leaver"}
NO_ONE: frozenset[str] = frozenset()
# The line above ``raiser``: it sees the case and its risks, and only its first what was said.
LINE = frozenset({"raisers_manager", "two_above", "three_above"})
MANAGERS = LINE | {"supervisor", "superior", "reviewers_manager"}
SUPERINTENDENTS = LEADS | {"chief", "three_above"}
COMMAND = LEADS | {"analyst"}
REPORT_READERS = COMMAND | {"ld_lead", "wellbeing_lead", "chief"}
# Of every reviewed case: those involved, their supervisor, leads and the disclosure officer.
OF_A_CASE = LEADS | {"oic", "fro", "supervisor", "disclosure_officer"}
OF_OWN_CASE = LEADS | LINE | {"raiser", "receiver", "superior", "disclosure_officer"}
# Of the case before a court: those who may be shown how it went on; ``fro`` answered the call.
KNOW_THE_END = LEADS | {"receiver", "superior", "supervisor", "disclosure_officer"}
CASES = {
    "case_a": OF_A_CASE | {"first_reviewer", "blinded"},
    "case_b": OF_A_CASE | {"other_first"},
    "case_c": OF_A_CASE | {"other_first", "revealed"},
    "case_d": OF_A_CASE | {"first_reviewer", "second_done"},
    "case_e": OF_A_CASE | {"drafting", "second_done"},
    "case_f": OF_A_CASE,
    "case_own": OF_OWN_CASE,
    "case_charged": LEADS | KNOW_THE_END | {"fro", "supervisor"},
}
READERS_OF_REVIEWS = {
    "review_a_1": LEAD | {"first_reviewer"},
    "review_a_2": LEADS | {"blinded"},
    "review_b_1": LEAD | {"other_first"},
    "review_b_2": LEADS,
    "review_c_1": LEAD | {"other_first", "revealed"},
    "review_c_2": LEAD | {"revealed"},
    "review_d_1": LEAD | {"first_reviewer", "second_done"},
    "review_d_2": LEAD | {"second_done"},
    "review_e_1": LEAD | {"drafting"},
    "review_f_1": LEADS | {"first_reviewer", "second_done"},
    "review_f_2": LEADS | {"second_done"},
}
READERS_OF_FEEDBACK = {
    "feedback_oic": LEADS | {"oic", "supervisor"},
    "feedback_fro": LEADS | {"fro"},
    "feedback_unreleased": LEAD,
}
READERS_OF_RISKS = {
    "risk_a": LEADS
    | {"first_reviewer", "receiver", "superior", "supervisor", "disclosure_officer"},
    "risk": LEADS | LINE | {"raiser", "receiver", "superior", "disclosure_officer"},
}
READERS_OF_LEARNING = {
    "learning_raw": LEADS | {"ld_lead", "raiser", "receiver"},
    "learning_agreed": EVERYONE,
}
OF_OFFICER = {
    "officer_oic": KEEPERS | {"oic", "supervisor"},
    "officer_idle": KEEPERS | {"idle", "reviewers_manager"},
    "officer_leaver": KEEPERS,
}


@dataclass(frozen=True)
class Row:
    """``given``: what stands in the address, the name of a thing of the world or a text as it is;
    ``query`` likewise."""

    name: str
    readers: frozenset[str]
    given: Mapping[str, str | int] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        of = ", ".join(str(value) for value in (*self.given.values(), *self.query.values()))
        return f"{self.name}({of})"

    def address(self, world: World) -> str:
        known = {
            key: world.ref(value) if isinstance(value, str) and value in world.things else value
            for key, value in self.given.items()
        }
        asked = {
            key: world.ref(value) if value in world.things else value
            for key, value in self.query.items()
        }
        return reverse(self.name, kwargs=known) + (f"?{urlencode(asked)}" if asked else "")


def row(name: str, readers: frozenset[str], /, **given: str | int) -> Row:
    return Row(name, readers, given)


def each(name: str, readers: dict[str, frozenset[str]], /, **given: str | int) -> list[Row]:
    """A row for every thing: who may open the address about it."""
    return [Row(name, found, {"ref": thing, **given}) for thing, found in readers.items()]
