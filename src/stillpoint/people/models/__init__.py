from stillpoint.people.models.authority import AuthorityChange, ChangeKind, Outcome
from stillpoint.people.models.force import Area, Force, Team
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
    "AuthorityChange",
    "ChangeKind",
    "Course",
    "Duty",
    "Equivalence",
    "Force",
    "Leave",
    "LineManagement",
    "Officer",
    "Outcome",
    "Posting",
    "RoleGrant",
    "Team",
    "TrainingRecord",
]
