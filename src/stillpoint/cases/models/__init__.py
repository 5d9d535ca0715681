from stillpoint.cases.models.cases import (
    Case,
    CaseKind,
    CrimeNumber,
    DecisionMaker,
    Involvement,
    Milestone,
    OutcomeEvent,
)

__all__ = [
    "Case",
    "CaseKind",
    "CrimeNumber",
    "DecisionMaker",
    "Involvement",
    "Milestone",
    "OutcomeEvent",
]
