"""Check that the parts of a practice model fit one another.

Form (types, unknown keys) is checked while reading. Here are the rules between entries and
between files: each is one function, and runs only when every file it needs could be typed.
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from stillpoint.practice.checking_handover import FILES as HANDOVER_FILES
from stillpoint.practice.checking_handover import handover_fits
from stillpoint.practice.checking_learning import FILES as LEARNING_FILES
from stillpoint.practice.checking_learning import learning_fits
from stillpoint.practice.checking_myths import FILES as MYTH_FILES
from stillpoint.practice.checking_myths import myths_fit
from stillpoint.practice.checking_points import FILES as POINT_FILES
from stillpoint.practice.checking_points import points_fit
from stillpoint.practice.checking_retention import FILES as RETENTION_FILES
from stillpoint.practice.checking_retention import retention_fits
from stillpoint.practice.entries import Dated
from stillpoint.practice.files import (
    CalibrationFile,
    LiveRiskFile,
    MilestonesFile,
    OffencesFile,
    OutcomesFile,
    RanksFile,
    RelationshipsFile,
    ReviewFile,
    RolesFile,
    SettingsFile,
)
from stillpoint.practice.findings import Findings, Where
from stillpoint.practice.model import tidy_code
from stillpoint.practice.problems import Problem
from stillpoint.practice.reading import Reading, read
from stillpoint.practice.tables import QUALITY_OF_RECORD
from stillpoint.practice.template import Anchor

CHIEF_OFFICER_LEVEL = 7
RATINGS = (1, 2, 3, 4, 5)

# Keys that the code outside this room knows by name. They may be relabelled, not removed.
NEEDED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "roles.toml",
        "roles",
        (
            "rasso_lead",
            "ld_lead",
            "wellbeing_lead",
            "disclosure_officer",
            "analyst",
            "auditor",
            "administrator",
        ),
    ),
    ("roles.toml", "involvement_roles", ("fro", "oic", "vrr_reviewer", "point_participant")),
    ("relationships.toml", "relationship_groups", ("not_recorded",)),
    ("outcomes.toml", "outcome_groups", ("not_finalised",)),
    ("milestones.toml", "milestones", ("reported", "outcome_recorded", "cr_drawn")),
)


def check(folder: Path) -> list[Problem]:
    """Everything wrong with a force's folder laid over the shipped model; empty when fine."""
    return problems_in(read(folder))


def problems_in(reading: Reading) -> list[Problem]:
    """Everything wrong with what was read: form first, then what does not fit together."""
    found = Findings(reading)
    for names, rule in RULES:
        if all(name in reading.typed for name in names):
            rule(found)
    return [*reading.problems, *found.problems]


def _keys(found: Findings, name: str, part: str) -> list[str]:
    return [entry.key for entry in getattr(found.reading.typed[name], part)]


def _unique_keys(found: Findings) -> None:
    """Own files are checked while merging; this covers the whole, shipped entries included."""
    for name, typed in found.reading.typed.items():
        for part, by in typed.identities.items():
            if by == ("key",):
                keys = (
                    ((part, n, "key"), entry.key) for n, entry in enumerate(getattr(typed, part))
                )
                found.each_once(name, keys, f"entry of {part}")


def _needed(found: Findings) -> None:
    for name, part, keys in NEEDED:
        if name not in found.reading.typed:
            continue
        present = _keys(found, name, part)
        for key in keys:
            if key not in present:
                message = f"“{key}” is missing from {part}, and the product cannot do without it."
                problem = Problem(name, part, message, "Keep the entry; change its label instead.")
                found.problems.append(problem)


def _anchors(found: Findings, name: str, path: Where, anchors: Sequence[Anchor]) -> None:
    """Every rating from 1 to 5 exactly once."""
    ratings = [anchor.rating for anchor in anchors]
    for rating in RATINGS:
        times = ratings.count(rating)
        if times != 1:
            wrong = "has no anchor" if times == 0 else f"has {times} anchors"
            message = f"The rating {rating} {wrong}."
            found.add(name, path, message, "Give each rating from 1 to 5 one anchor.")


def _review(found: Findings) -> None:
    name = "review.toml"
    review = found.file(name, ReviewFile)
    _anchors(found, name, ("anchors",), review.anchors)
    _anchors(found, name, ("quality_of_record", "anchors"), review.quality_of_record.anchors)
    for n, quality in enumerate(review.qualities):
        _anchors(found, name, ("qualities", n, "anchors"), quality.anchors)
    areas = [area.key for area in review.areas]
    if not areas:
        found.add(name, ("areas",), "There is no review area.", "Keep at least one [[areas]].")
    for n, prompt in enumerate(review.prompts):
        found.must_exist(name, ("prompts", n, "area"), prompt.area, areas, "review area")
    asked = {prompt.area for prompt in review.prompts}
    for n, area in enumerate(review.areas):
        if area.key not in asked:
            message = f"The area “{area.key}” has no prompt."
            found.add(name, ("areas", n), message, f'Add [[prompts]] with area = "{area.key}".')
        if area.key == QUALITY_OF_RECORD:
            message = "This key is kept for the quality of the record."
            found.add(name, ("areas", n, "key"), message, "Choose another key.")
    _template_order(found, review)


def _template_order(found: Findings, review: ReviewFile) -> None:
    """No two areas share a number; no two prompts of the whole template share a key."""
    numbers: set[int] = set()
    for n, area in enumerate(review.areas):
        if area.number in numbers:
            message = f"The number {area.number} is used by another area too."
            found.add("review.toml", ("areas", n, "number"), message, "Number the areas in order.")
        numbers.add(area.number)
    taken = {prompt.key for prompt in review.prompts}
    others: list[tuple[Where, str]] = [
        (("arrest_effects", n, "key"), prompt.key) for n, prompt in enumerate(review.arrest_effects)
    ]
    for part in ("summary", "missed", "leader_takes"):
        others.append(((part, "key"), getattr(review, part).key))
    for path, key in others:
        if key in taken:
            message = f"The key “{key}” is used by another prompt too."
            found.add("review.toml", path, message, "Give each prompt its own key.")
        taken.add(key)


def _areas_of_parts(found: Findings) -> None:
    areas = [area.key for area in found.file("review.toml", ReviewFile).areas]
    roles = found.file("roles.toml", RolesFile).involvement_roles
    for n, role in enumerate(roles):
        for place, area in enumerate(role.areas):
            path: Where = ("involvement_roles", n, "areas", place)
            found.must_exist("roles.toml", path, area, areas, "review area")


def _review_intervals(found: Findings) -> None:
    known = _keys(found, "milestones.toml", "intervals")
    for n, area in enumerate(found.file("review.toml", ReviewFile).areas):
        for m, key in enumerate(area.intervals):
            found.must_exist("review.toml", ("areas", n, "intervals", m), key, known, "interval")


def _intervals(found: Findings) -> None:
    name = "milestones.toml"
    file = found.file(name, MilestonesFile)
    known = [milestone.key for milestone in file.milestones]
    for n, interval in enumerate(file.intervals):
        for end in ("from_milestone", "to_milestone"):
            path: Where = ("intervals", n, end)
            found.must_exist(name, path, getattr(interval, end), known, "milestone")
        for m, key in enumerate(interval.competing):
            found.must_exist(name, ("intervals", n, "competing", m), key, known, "milestone")
        if interval.from_milestone == interval.to_milestone:
            message = "The interval begins and ends with the same milestone."
            remedy = "Choose another milestone for one end."
            found.add(name, ("intervals", n, "to_milestone"), message, remedy)
        if interval.to_milestone in interval.competing:
            message = f"“{interval.to_milestone}” is both the end and a competing milestone."
            found.add(name, ("intervals", n, "competing"), message, "Take it out of competing.")


def _outcome_groups(found: Findings) -> None:
    name = "outcomes.toml"
    groups = found.file(name, OutcomesFile).outcome_groups
    known = [group.key for group in groups]
    parents = {group.key: group.parent for group in groups}
    for n, group in enumerate(groups):
        path: Where = ("outcome_groups", n, "parent")
        found.must_exist(name, path, group.parent, known, "outcome group")
        if group.parent is not None and (
            group.parent == group.key or parents.get(group.parent) is not None
        ):
            message = f"“{group.parent}” cannot be the parent: parents have no parent themselves."
            found.add(name, path, message, "Name a group without a parent, or leave it out.")
        for m, key in enumerate(group.covers):
            where: Where = ("outcome_groups", n, "covers", m)
            found.must_exist(name, where, key, known, "outcome group")


def _outcomes(found: Findings) -> None:
    name = "outcomes.toml"
    file = found.file(name, OutcomesFile)
    known = [group.key for group in file.outcome_groups]
    for n, outcome in enumerate(file.outcomes):
        found.must_exist(name, ("outcomes", n, "group"), outcome.group, known, "outcome group")
        for who, key in outcome.groups_by_decision_maker.items():
            path: Where = ("outcomes", n, "groups_by_decision_maker", who)
            found.must_exist(name, path, key, known, "outcome group")
        if outcome.group is None and not outcome.groups_by_decision_maker:
            message = f"Outcome “{outcome.code}” belongs to no group."
            found.add(name, ("outcomes", n), message, 'Add group = "…".')
    _periods(found, name, "outcomes", [(each.code, each) for each in file.outcomes])
    _sub_codes(found, file)


def _sub_codes(found: Findings, file: OutcomesFile) -> None:
    """A sub-code leads to one outcome: it is neither an outcome code nor used by another code."""
    codes = {tidy_code(outcome.code) for outcome in file.outcomes}
    owners: dict[str, str] = {}
    for n, outcome in enumerate(file.outcomes):
        for m, sub in enumerate(outcome.sub_codes):
            bare = tidy_code(sub.code)
            owner = owners.setdefault(bare, tidy_code(outcome.code))
            if bare in codes or owner != tidy_code(outcome.code):
                message = f"The sub-code “{sub.code}” already stands for something else."
                path: Where = ("outcomes", n, "sub_codes", m, "code")
                found.add("outcomes.toml", path, message, "Give each sub-code to one outcome.")


def _offences(found: Findings) -> None:
    rows = found.file("offences.toml", OffencesFile).offence_classes
    _periods(found, "offences.toml", "offence_classes", [(each.code, each) for each in rows])


def _periods(found: Findings, name: str, part: str, rows: Sequence[tuple[str, Dated]]) -> None:
    """Dates in order, and no day on which one code has two entries."""
    for n, (code, row) in enumerate(rows):
        first, last = row.valid_from or date.min, row.valid_to or date.max
        if first > last:
            message = f"The period of “{code}” ends before it begins."
            found.add(name, (part, n, "valid_to"), message, "Put the dates in order.")
        for other_code, other in rows[:n]:
            if (
                tidy_code(other_code) == tidy_code(code)
                and first <= (other.valid_to or date.max)
                and (other.valid_from or date.min) <= last
            ):
                message = f"“{code}” has another entry that holds on some of the same days."
                remedy = "End the earlier entry with valid_to before this one begins."
                found.add(name, (part, n, "valid_from"), message, remedy)


def _relationships(found: Findings) -> None:
    name = "relationships.toml"
    known = _keys(found, name, "relationship_groups")
    for n, each in enumerate(found.file(name, RelationshipsFile).relationships):
        path: Where = ("relationships", n, "group")
        found.must_exist(name, path, each.group, known, "relationship group")


def _ranks(found: Findings) -> None:
    name = "ranks.toml"
    file = found.file(name, RanksFile)
    levels = {rank.level for rank in file.ranks}
    for n, rank in enumerate(file.ranks):
        if rank.chief_officer != (rank.level >= CHIEF_OFFICER_LEVEL):
            message = f"Chief officers are level {CHIEF_OFFICER_LEVEL} and above, and only they."
            remedy = "Correct the level or chief_officer."
            found.add(name, ("ranks", n, "chief_officer"), message, remedy)
    for part in ("first_reviewer_level", "second_reviewer_level"):
        level = getattr(file, part)
        if level not in levels:
            message = f"No rank has the level {level}."
            found.add(name, (part,), message, "Choose the level of a rank in this file.")
    if file.second_reviewer_level < file.first_reviewer_level:
        message = "Second reviewers would be junior to first reviewers."
        remedy = "Set it to the first reviewers' level or above."
        found.add(name, ("second_reviewer_level",), message, remedy)
    keys: list[tuple[Where, str]] = [
        (("staff_grades", n, "key"), grade.key) for n, grade in enumerate(file.staff_grades)
    ]
    ranks = {rank.key for rank in file.ranks}
    for path, key in keys:
        if key in ranks:
            message = f"The key “{key}” is used by a rank too."
            found.add(name, path, message, "Give ranks and grades different keys.")


def _live_risk(found: Findings) -> None:
    name = "live_risk.toml"
    risk = found.file(name, LiveRiskFile)
    roles = _keys(found, "roles.toml", "roles")
    if not risk.receivers:
        message = "Nobody can be given a live risk."
        found.add(name, ("receivers",), message, "Keep at least one [[receivers]].")
    for n, receiver in enumerate(risk.receivers):
        found.must_exist(name, ("receivers", n, "role"), receiver.role, roles, "role")
        if (receiver.role is None) == (receiver.rank_level is None):
            message = f"“{receiver.key}” needs a role or a rank level, one of the two."
            found.add(name, ("receivers", n), message, "Write either role or rank_level.")
    if not risk.escalate_to:
        message = "Nobody hears when a deadline passes."
        found.add(name, ("escalate_to",), message, "Name at least one receiver.")
    known = [receiver.key for receiver in risk.receivers]
    for n, key in enumerate(risk.escalate_to):
        found.must_exist(name, ("escalate_to", n), key, known, "receiver")


def _costs(found: Findings) -> None:
    ranks = found.file("ranks.toml", RanksFile)
    known = [*(rank.key for rank in ranks.ranks), *(grade.key for grade in ranks.staff_grades)]
    settings = found.file("settings.toml", SettingsFile)
    for key in settings.hourly_costs:
        path: Where = ("hourly_costs", key)
        found.must_exist("settings.toml", path, key, known, "rank or staff grade")
    level = settings.review.pretrial_authority_level
    if level not in {rank.level for rank in ranks.ranks}:
        message = f"No rank has the level {level}."
        path = ("review", "pretrial_authority_level")
        found.add("settings.toml", path, message, "Choose the level of a rank in ranks.toml.")


def _calibration(found: Findings) -> None:
    name = "calibration.toml"
    areas = [*_keys(found, "review.toml", "areas"), QUALITY_OF_RECORD]
    cases = found.file(name, CalibrationFile).cases
    if not cases:
        message = "There is no practice case to rate before the first live review."
        found.add(name, ("cases",), message, "Keep at least one [[cases]].")
    for n, case in enumerate(cases):
        for m, story in enumerate(case.story):
            path: Where = ("cases", n, "story", m, "area")
            found.must_exist(name, path, story.area, areas, "review area")
        for m, panel in enumerate(case.areas):
            path = ("cases", n, "areas", m, "area")
            found.must_exist(name, path, panel.area, areas, "review area")
            if not panel.range[0] <= panel.rating <= panel.range[1]:
                message = f"The panel's rating {panel.rating} is outside the range it accepts."
                remedy = "Write range = [lowest, highest] around the rating."
                found.add(name, ("cases", n, "areas", m, "range"), message, remedy)
        judged = (
            (("cases", n, "areas", m, "area"), panel.area) for m, panel in enumerate(case.areas)
        )
        found.each_once(name, judged, "judgement of this case")
        if not case.areas:
            message = f"The panel judged nothing in “{case.key}”."
            found.add(name, ("cases", n), message, "Add [[cases.areas]].")


RULES: tuple[tuple[tuple[str, ...], Callable[[Findings], None]], ...] = (
    (POINT_FILES, points_fit),
    (HANDOVER_FILES, handover_fits),
    (MYTH_FILES, myths_fit),
    (LEARNING_FILES, learning_fits),
    (RETENTION_FILES, retention_fits),
    ((), _unique_keys),
    ((), _needed),
    (("review.toml",), _review),
    (("review.toml", "milestones.toml"), _review_intervals),
    (("review.toml", "roles.toml"), _areas_of_parts),
    (("milestones.toml",), _intervals),
    (("outcomes.toml",), _outcome_groups),
    (("outcomes.toml",), _outcomes),
    (("offences.toml",), _offences),
    (("relationships.toml",), _relationships),
    (("ranks.toml",), _ranks),
    (("live_risk.toml", "roles.toml"), _live_risk),
    (("settings.toml", "ranks.toml"), _costs),
    (("calibration.toml", "review.toml"), _calibration),
)
