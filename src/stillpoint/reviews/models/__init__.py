from stillpoint.reviews.models.calibration import CalibrationAnswer, CalibrationRun
from stillpoint.reviews.models.feedback import ConductReferral, Feedback, Reply
from stillpoint.reviews.models.reviews import (
    AreaComparison,
    AreaJudgement,
    Review,
    ReviewOfReview,
    ReviewState,
)
from stillpoint.reviews.models.rounds import FrameRow, Round, RoundState, SeedPart
from stillpoint.reviews.models.selection import (
    Assignment,
    AssignmentState,
    Conflict,
    Selection,
    SelectionState,
)

__all__ = [
    "AreaComparison",
    "AreaJudgement",
    "Assignment",
    "AssignmentState",
    "CalibrationAnswer",
    "CalibrationRun",
    "ConductReferral",
    "Conflict",
    "Feedback",
    "FrameRow",
    "Reply",
    "Review",
    "ReviewOfReview",
    "ReviewState",
    "Round",
    "RoundState",
    "SeedPart",
    "Selection",
    "SelectionState",
]
