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
    "Course",
    "Duty",
    "Equivalence",
    "Force",
    "Leave",
    "LineManagement",
    "Officer",
    "Posting",
    "RoleGrant",
    "Team",
    "TrainingRecord",
]
