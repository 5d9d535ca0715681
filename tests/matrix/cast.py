"""The people of the world: one for each role of the practice model and each relation to a case."""

from __future__ import annotations

import datetime as dt

from stillpoint import practice
from stillpoint.people.models import LineManagement, Officer
from tests.matrix.markers import marker
from tests.people.factories import accredit, make_officer

NOBODY = "nobody"
LEAVER = "leaver"
# Those who get nothing but a refusal or the way to sign in, whatever the address.
OUTSIDE = frozenset({NOBODY, LEAVER})
# A person of the cast for each role of the practice model.
HOLDERS = {
    "rasso_lead": "lead",
    "ld_lead": "ld_lead",
    "wellbeing_lead": "wellbeing_lead",
    "disclosure_officer": "disclosure_officer",
    "analyst": "analyst",
    "auditor": "auditor",
    "administrator": "administrator",
}


def make_cast() -> dict[str, Officer]:
    """Name to officer. ``oic`` and ``fro`` were in every reviewed case; ``supervisor`` manages
    both, ``colleague`` shares their team; ``raiser`` raised a live risk that ``receiver``, whom
    ``superior`` manages, is to act on. Above ``raiser`` stand ``raisers_manager``, ``two_above``
    and ``three_above``."""
    cast = {key: _holder(role) for role, key in HOLDERS.items()}
    cast["administrator_two"] = make_officer(
        "Ada Second", grade=_a_grade(), roles=["administrator"]
    )
    cast["chief"] = make_officer("Chris Chief", rank="assistant_chief_constable")
    cast["supervisor"] = make_officer("Sue Supervisor", rank="inspector", team="CID North")
    for key, role_rank in (("oic", "constable"), ("fro", "constable")):
        cast[key] = make_officer(
            f"{key.capitalize()} Involved",
            rank=role_rank,
            manager=cast["supervisor"],
            team="CID North",
        )
    cast["former_supervisor"] = make_officer("Fay Former", rank="inspector")
    LineManagement.objects.create(
        officer=cast["oic"],
        manager=cast["former_supervisor"],
        since=dt.date(2019, 1, 1),
        until=dt.date(2019, 12, 31),
    )
    cast["colleague"] = make_officer("Col League", rank="constable", team="CID North")
    cast["unrelated"] = make_officer("Una Related", rank="constable", team="Response South")
    cast["superior"] = make_officer("Sam Superior", rank="chief_inspector")
    cast["receiver"] = make_officer("Rae Receiver", rank="inspector", manager=cast["superior"])
    cast |= _line_above_the_raiser()
    cast["raiser"] = make_officer("Ray Raiser", rank="sergeant", manager=cast["raisers_manager"])
    cast[LEAVER] = make_officer("Len Leaver", roles=["rasso_lead"], is_active=False)
    return cast | _reviewers()


def _line_above_the_raiser() -> dict[str, Officer]:
    """The line manager of ``raiser``, and those two and three ranks above."""
    three = make_officer("Thea Above", rank="superintendent")
    two = make_officer("Tom Above", rank="chief_inspector", manager=three)
    own = make_officer("Rita Manager", rank="inspector", manager=two)
    return {"raisers_manager": own, "two_above": two, "three_above": three}


def _reviewers() -> dict[str, Officer]:
    manager = make_officer("Max Manager", rank="chief_inspector")
    found = {"reviewers_manager": manager}
    for key in ("first_reviewer", "other_first", "drafting", "conflicted", "idle"):
        found[key] = make_officer(f"{key.capitalize()} One", accredited=(1,), manager=manager)
    for key in ("blinded", "revealed", "second_done"):
        found[key] = make_officer(
            f"{key.capitalize()} Two", rank="chief_inspector", accredited=(2,)
        )
    found["lead_blinded"] = make_officer(
        "Lea Blinded", rank="superintendent", accredited=(2,), roles=["rasso_lead"]
    )
    grant = accredit(found["idle"], step=2)
    grant.evidence = marker("accreditation")
    grant.save()
    return found


def _holder(role: str) -> Officer:
    if role == "rasso_lead":
        return make_officer("Lee Lead", rank="superintendent", roles=[role])
    return make_officer(f"{role.capitalize()} Holder", grade=_a_grade(), roles=[role])


def _a_grade() -> str:
    return practice.current().staff_grades[0].key
