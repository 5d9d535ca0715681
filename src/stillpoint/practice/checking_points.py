"""Whether the reflective practice points fit with the rest of the model."""

from typing import get_args

from stillpoint.practice.code_test import CodeTestSection
from stillpoint.practice.files import MilestonesFile, PointsFile, RolesFile
from stillpoint.practice.findings import Findings, Where

FILES = ("points.toml", "milestones.toml", "roles.toml")
SUPERVISOR_OF = "supervisor_of_"
LENSES = ("case", "learning", "welfare")


def points_fit(found: Findings) -> None:
    """Milestones, roles and kinds that points name must exist; each lens asks something."""
    name = "points.toml"
    points = found.file(name, PointsFile)
    milestones = [one.key for one in found.file("milestones.toml", MilestonesFile).milestones]
    roles = [one.key for one in found.file("roles.toml", RolesFile).involvement_roles]
    for n, kind in enumerate(points.kinds):
        owner = kind.owner.removeprefix(SUPERVISOR_OF)
        found.must_exist(name, ("kinds", n, "owner"), owner, roles, "involvement role")
        for place, role in enumerate(kind.takes_part):
            path: Where = ("kinds", n, "takes_part", place)
            found.must_exist(name, path, role, roles, "involvement role")
        for place, opening in enumerate(kind.opened_by):
            path = ("kinds", n, "opened_by", place, "milestone")
            found.must_exist(name, path, opening.milestone, milestones, "milestone")
        for place, overtaking in enumerate(kind.overtaken_by):
            path = ("kinds", n, "overtaken_by", place, "milestone")
            found.must_exist(name, path, overtaking.milestone, milestones, "milestone")
        if kind.cadence_days and not kind.cadence_due_working_days:
            found.add(
                name,
                ("kinds", n, "cadence_days"),
                "The point comes again, but it is not said when it is due then.",
                "Give cadence_due_working_days too.",
            )
    _prompts(found, points)
    _code_test(found, points)
    _debrief(found, points)


def _prompts(found: Findings, points: PointsFile) -> None:
    name = "points.toml"
    kinds = [kind.key for kind in points.kinds]
    for n, prompt in enumerate(points.prompts):
        for place, key in enumerate(prompt.points):
            path = ("prompts", n, "points", place)
            found.must_exist(name, path, key, kinds, "kind of point")
        if prompt.lens == "welfare" and not prompt.always:
            found.add(
                name,
                ("prompts", n, "always"),
                f"“{prompt.key}” asks for words about how people are, which a point does not hold.",
                "Ask only what was recognised about the work, with always = true, or leave it out.",
            )
    _lens_answers(found, points)
    present = {lens.key for lens in points.lenses}
    for lens in LENSES:
        if lens not in present:
            found.add(
                name,
                ("lenses",),
                f"The lens “{lens}” is missing.",
                "All three are part of a point.",
            )


def _lens_answers(found: Findings, points: PointsFile) -> None:
    """What can be raised in words has an answer for it; how people are has three without words."""
    for n, lens in enumerate(points.lenses):
        if lens.takes_words and not lens.something:
            wanted = "something"
        elif not lens.takes_words and not (lens.declined and lens.not_offered):
            wanted = "declined and not_offered"
        elif not lens.takes_words and lens.something:
            found.add(
                "points.toml",
                ("lenses", n, "something"),
                "How people are is not written at a point.",
                "Take out something.",
            )
            continue
        else:
            continue
        found.add("points.toml", ("lenses", n), f"“{lens.key}” lacks an answer.", f"Give {wanted}.")


def _code_test(found: Findings, points: PointsFile) -> None:
    """Strengths come before weaknesses (P46): a page that asks nothing could not hold that."""
    name = "points.toml"
    for section in get_args(CodeTestSection):
        if not any(one.required for one in points.asked_in(section)):
            found.add(
                name,
                ("code_test_prompts",),
                f"The section “{section}” of the Full Code Test asks nothing that is required.",
                "Make one of its questions required = true.",
            )
    if not points.stages():
        found.add(
            name,
            ("full_code_test",),
            "The Full Code Test has no stage.",
            "Leave out before = true where it is a stage.",
        )


def _debrief(found: Findings, points: PointsFile) -> None:
    """Somebody is asked something, and what is shown beside an answer comes after it."""
    name = "points.toml"
    if not points.debrief_questions:
        found.add(name, ("debrief_questions",), "A debrief asks nothing.", "Give one question.")
    earlier: list[str] = []
    for n, one in enumerate(points.debrief_questions):
        if one.against is not None:
            path = ("debrief_questions", n, "against")
            found.must_exist(name, path, one.against, earlier, "earlier question of the debrief")
        earlier.append(one.key)
    for n, kind in enumerate(points.kinds):
        if "not_progressed" in kind.parts and not points.avenues:
            found.add(
                name, ("kinds", n, "parts"), "No avenue is listed.", "Give at least one in avenues."
            )
        if "before_court" in kind.parts and not points.preparation_purposes:
            found.add(
                name,
                ("kinds", n, "parts"),
                "Nothing is listed that time before court can be asked for.",
                "Give at least one in preparation_purposes.",
            )
