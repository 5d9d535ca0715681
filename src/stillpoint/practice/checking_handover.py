"""Whether first response and handover fit with the rest of the model."""

from stillpoint.practice.files import HandoverFile, MilestonesFile, OutcomesFile, RolesFile
from stillpoint.practice.findings import Findings, Where

FILES = ("handover.toml", "milestones.toml", "outcomes.toml", "roles.toml")
SUPERVISOR_OF = "supervisor_of_"


def handover_fits(found: Findings) -> None:
    """Roles, milestones and outcome groups exist; every final outcome has its words; every list
    that a page offers has something in it."""
    name = "handover.toml"
    handover = found.file(name, HandoverFile)
    roles = [one.key for one in found.file("roles.toml", RolesFile).involvement_roles]
    for side in ("passes_on", "receives"):
        for n, role in enumerate(getattr(handover, side)):
            found.must_exist(name, (side, n), role, roles, "involvement role")
    sender = handover.closure.sent_by.removeprefix(SUPERVISOR_OF)
    found.must_exist(name, ("closure", "sent_by"), sender, roles, "involvement role")
    for part in ("passes_on", "receives", "support", "cover_reasons", "reply_questions"):
        if not getattr(handover, part):
            found.add(name, (part,), f"{part} is empty.", "Keep at least one entry.")
    if not handover.closure_thanks:
        found.add(name, ("closure_thanks",), "There is no form of thanks.", "Keep at least one.")
    _statuses(found, handover)


def _statuses(found: Findings, handover: HandoverFile) -> None:
    name = "handover.toml"
    outcomes = found.file("outcomes.toml", OutcomesFile).outcome_groups
    groups = [one.key for one in outcomes]
    milestones = [one.key for one in found.file("milestones.toml", MilestonesFile).milestones]
    for n, status in enumerate(handover.closure_statuses):
        for place, group in enumerate(status.groups):
            path: Where = ("closure_statuses", n, "groups", place)
            found.must_exist(name, path, group, groups, "outcome group")
        if status.milestone:
            path = ("closure_statuses", n, "milestone")
            found.must_exist(name, path, status.milestone, milestones, "milestone")
    for part in ("outcome_milestones", "court_milestones", "court_ended_milestones"):
        for n, milestone in enumerate(getattr(handover.closure, part)):
            path = ("closure", part, n)
            found.must_exist(name, path, milestone, milestones, "milestone")
    always = [one for one in handover.closure_statuses if not one.milestone]
    for outcome in outcomes:
        said = any(not one.groups or outcome.key in one.groups for one in always)
        if outcome.final and not said:
            found.add(
                name,
                ("closure_statuses",),
                f"No status says where a case stands whose outcome is “{outcome.key}”.",
                "Add one for it, or one without groups at the end.",
            )
