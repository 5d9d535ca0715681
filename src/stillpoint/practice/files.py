"""What each practice file may hold, before the parts are put together.

`identities` says, for each list, which fields tell one entry from another: by these an entry
in a force's own file replaces the shipped one.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from stillpoint.practice.entries import Entry, Key, Level, OptionalText, Text
from stillpoint.practice.handover import HandoverModel
from stillpoint.practice.learning import LearningModel
from stillpoint.practice.myths import MythCard
from stillpoint.practice.points import PointsModel
from stillpoint.practice.retention import RetentionModel
from stillpoint.practice.tables import (
    Deadlines,
    FailureLabels,
    Group,
    Interval,
    InvolvementRole,
    Milestone,
    OffenceClass,
    Outcome,
    OutcomeGroup,
    Rank,
    RankWords,
    Receiver,
    Relationship,
    ReviewSettings,
    Role,
    Settings,
    StaffGrade,
    Suppression,
)
from stillpoint.practice.template import (
    Anchor,
    CalibrationCase,
    Guidance,
    Judged,
    Prompt,
    Quality,
    Wording,
)

BY_KEY = ("key",)
BY_CODE = ("code", "valid_from")


class PracticeFile(Entry):
    """One file of the practice model."""

    identities: ClassVar[dict[str, tuple[str, ...]]] = {}


class AboutFile(PracticeFile):
    version: Text


class TemplateName(Entry):
    key: Key
    version: Text


class AreaEntry(Entry):
    key: Key
    number: Annotated[int, Field(ge=1, strict=True)]
    title: Text
    purpose: Text
    intervals: tuple[Key, ...] = ()


class PromptEntry(Prompt):
    area: Key


class ReviewFile(PracticeFile):
    identities: ClassVar[dict[str, tuple[str, ...]]] = {
        "anchors": ("rating",),
        "areas": BY_KEY,
        "prompts": BY_KEY,
        "arrest_effects": BY_KEY,
        "qualities": BY_KEY,
    }
    template: TemplateName
    anchors: tuple[Anchor, ...]
    summary: Prompt
    areas: tuple[AreaEntry, ...]
    prompts: tuple[PromptEntry, ...]
    arrest_effects: tuple[Prompt, ...]
    quality_of_record: Judged
    qualities: tuple[Quality, ...]
    missed: Prompt
    leader_takes: Prompt


class MilestonesFile(PracticeFile):
    identities: ClassVar[dict[str, tuple[str, ...]]] = {"milestones": BY_KEY, "intervals": BY_KEY}
    milestones: tuple[Milestone, ...]
    intervals: tuple[Interval, ...]


class OutcomesFile(PracticeFile):
    identities: ClassVar[dict[str, tuple[str, ...]]] = {
        "outcome_groups": BY_KEY,
        "outcomes": BY_CODE,
    }
    outcome_groups: tuple[OutcomeGroup, ...]
    outcomes: tuple[Outcome, ...]


class OffencesFile(PracticeFile):
    identities: ClassVar[dict[str, tuple[str, ...]]] = {"offence_classes": BY_CODE}
    offence_classes: tuple[OffenceClass, ...]


class RelationshipsFile(PracticeFile):
    identities: ClassVar[dict[str, tuple[str, ...]]] = {
        "relationship_groups": BY_KEY,
        "relationships": BY_KEY,
    }
    relationship_groups: tuple[Group, ...]
    relationships: tuple[Relationship, ...]


class RanksFile(PracticeFile):
    identities: ClassVar[dict[str, tuple[str, ...]]] = {"ranks": BY_KEY, "staff_grades": BY_KEY}
    acting_rule: Literal["held", "substantive"]
    first_reviewer_level: Level
    second_reviewer_level: Level
    rank_words: RankWords = RankWords()
    ranks: tuple[Rank, ...]
    staff_grades: tuple[StaffGrade, ...]


class RolesFile(PracticeFile):
    identities: ClassVar[dict[str, tuple[str, ...]]] = {
        "roles": BY_KEY,
        "involvement_roles": BY_KEY,
    }
    roles: tuple[Role, ...]
    involvement_roles: tuple[InvolvementRole, ...]


class LiveRiskFile(PracticeFile):
    identities: ClassVar[dict[str, tuple[str, ...]]] = {"receivers": BY_KEY}
    emergency_sentence: Text
    control_room_number: OptionalText = ""
    escalate_to: tuple[Key, ...]
    deadlines: Deadlines
    failure_labels: FailureLabels
    receivers: tuple[Receiver, ...]


class SettingsFile(PracticeFile, Settings):
    review: ReviewSettings
    suppression: Suppression


class CalibrationFile(PracticeFile):
    identities: ClassVar[dict[str, tuple[str, ...]]] = {"cases": BY_KEY, "guidance": BY_KEY}
    cases: tuple[CalibrationCase, ...]
    guidance: tuple[Guidance, ...]


class MythsFile(PracticeFile):
    identities: ClassVar[dict[str, tuple[str, ...]]] = {"myths": BY_KEY}
    myths: tuple[MythCard, ...]


class WordingsFile(PracticeFile):
    identities: ClassVar[dict[str, tuple[str, ...]]] = {"wordings": BY_KEY}
    wordings: tuple[Wording, ...]


class PointsFile(PracticeFile, PointsModel):
    identities: ClassVar[dict[str, tuple[str, ...]]] = {
        "kinds": BY_KEY,
        "lenses": BY_KEY,
        "prompts": BY_KEY,
        "handover_topics": BY_KEY,
        "file_dimensions": BY_KEY,
        "preparation_purposes": BY_KEY,
        "avenues": BY_KEY,
        "disruption_options": BY_KEY,
        "debrief_questions": BY_KEY,
        "full_code_test": BY_KEY,
        "code_test_views": BY_KEY,
        "line_directions": BY_KEY,
        "line_states": BY_KEY,
        "code_test_prompts": BY_KEY,
    }


class HandoverFile(PracticeFile, HandoverModel):
    identities: ClassVar[dict[str, tuple[str, ...]]] = {
        "support": BY_KEY,
        "cover_reasons": BY_KEY,
        "reply_questions": BY_KEY,
        "closure_statuses": BY_KEY,
        "closure_thanks": BY_KEY,
    }


class RetentionFile(PracticeFile, RetentionModel):
    identities: ClassVar[dict[str, tuple[str, ...]]] = {"holds": BY_KEY, "expiries": BY_KEY}


class LearningFile(PracticeFile, LearningModel):
    identities: ClassVar[dict[str, tuple[str, ...]]] = {
        "trial_answers": BY_KEY,
        "pulse_answers": BY_KEY,
    }


FILES: dict[str, type[PracticeFile]] = {
    "about.toml": AboutFile,
    "review.toml": ReviewFile,
    "milestones.toml": MilestonesFile,
    "outcomes.toml": OutcomesFile,
    "offences.toml": OffencesFile,
    "relationships.toml": RelationshipsFile,
    "ranks.toml": RanksFile,
    "roles.toml": RolesFile,
    "live_risk.toml": LiveRiskFile,
    "settings.toml": SettingsFile,
    "calibration.toml": CalibrationFile,
    "wordings.toml": WordingsFile,
    "points.toml": PointsFile,
    "handover.toml": HandoverFile,
    "myths.toml": MythsFile,
    "retention.toml": RetentionFile,
    "learning.toml": LearningFile,
}
