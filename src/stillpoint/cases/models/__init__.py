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

__all__ = [
    "Case",
    "CaseAccess",
    "CaseKind",
    "CrimeNumber",
    "DecisionMaker",
    "Involvement",
    "Milestone",
    "OutcomeEvent",
]
