"""The practice model: typed, versioned, loaded from TOML.

`current()` is what the rest of the product asks; `check(folder)` is what a force runs on its own
files. How to read, override and check them: docs/practice-model.md.
"""

from stillpoint.practice.checking import check
from stillpoint.practice.entries import Entry, UnknownEntry, UnknownOutcome
from stillpoint.practice.loading import FOLDER_VARIABLE, current, forget, load
from stillpoint.practice.model import PracticeModel
from stillpoint.practice.myths import MythCard
from stillpoint.practice.problems import PracticeProblems, Problem
from stillpoint.practice.tables import (
    QUALITY_OF_RECORD,
    Deadlines,
    Group,
    Interval,
    InvolvementRole,
    LiveRisk,
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
    SubCode,
    Suppression,
)
from stillpoint.practice.template import (
    Anchor,
    Area,
    CalibrationCase,
    Guidance,
    Judged,
    Panel,
    Prompt,
    Quality,
    ReviewTemplate,
    Story,
    Wording,
)

__all__ = [
    "FOLDER_VARIABLE",
    "QUALITY_OF_RECORD",
    "Anchor",
    "Area",
    "CalibrationCase",
    "Deadlines",
    "Entry",
    "Group",
    "Guidance",
    "Interval",
    "InvolvementRole",
    "Judged",
    "LiveRisk",
    "Milestone",
    "MythCard",
    "OffenceClass",
    "Outcome",
    "OutcomeGroup",
    "Panel",
    "PracticeModel",
    "PracticeProblems",
    "Problem",
    "Prompt",
    "Quality",
    "Rank",
    "RankWords",
    "Receiver",
    "Relationship",
    "ReviewSettings",
    "ReviewTemplate",
    "Role",
    "Settings",
    "StaffGrade",
    "Story",
    "SubCode",
    "Suppression",
    "UnknownEntry",
    "UnknownOutcome",
    "Wording",
    "check",
    "current",
    "forget",
    "load",
]
