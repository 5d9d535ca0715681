from stillpoint.cases.models.cases import (
    Case,
    CaseAccess,
    CaseKind,
    CrimeNumber,
    DecisionMaker,
    Involvement,
    Milestone,
    OutcomeEvent,
)
from stillpoint.cases.models.glass import BrokenGlass, GlassShown

__all__ = [
    "BrokenGlass",
    "Case",
    "CaseAccess",
    "CaseKind",
    "CrimeNumber",
    "DecisionMaker",
    "GlassShown",
    "Involvement",
    "Milestone",
    "OutcomeEvent",
]
