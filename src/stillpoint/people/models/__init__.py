from stillpoint.people.models.authority import AuthorityChange, ChangeKind, Outcome
from stillpoint.people.models.force import Area, Force, Team
from stillpoint.people.models.names import AreaName, CourseName, OtherName, TeamName
from stillpoint.people.models.officers import (
    Duty,
    Leave,
    LineManagement,
    Officer,
    Posting,
    RoleGrant,
)
from stillpoint.people.models.skills import Accreditation, Course, Equivalence, TrainingRecord

__all__ = [
    "Accreditation",
    "Area",
    "AreaName",
    "AuthorityChange",
    "ChangeKind",
    "Course",
    "CourseName",
    "Duty",
    "Equivalence",
    "Force",
    "Leave",
    "LineManagement",
    "Officer",
    "OtherName",
    "Outcome",
    "Posting",
    "RoleGrant",
    "Team",
    "TeamName",
    "TrainingRecord",
]
