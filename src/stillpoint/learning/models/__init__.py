"""The records of this room."""

from stillpoint.learning.models.actions import Action, ActionState, ActionStep, StepKind
from stillpoint.learning.models.learned import (
    LearningPoint,
    NeedState,
    Recognition,
    TrainingNeed,
)
from stillpoint.learning.models.trials import TrialAnswer

__all__ = [
    "Action",
    "ActionState",
    "ActionStep",
    "LearningPoint",
    "NeedState",
    "Recognition",
    "StepKind",
    "TrainingNeed",
    "TrialAnswer",
]
