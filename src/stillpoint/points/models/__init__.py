from stillpoint.points.models.conversation import (
    Conversation,
    ConversationRevision,
    PrivateNote,
)
from stillpoint.points.models.handover import Handover, Side, SideExcused
from stillpoint.points.models.points import Participation, Point, PointState
from stillpoint.points.models.sections import Section, SectionRevision
from stillpoint.points.models.shift import CheckedAs, CoverException, ShiftCheck

__all__ = [
    "CheckedAs",
    "Conversation",
    "ConversationRevision",
    "CoverException",
    "Handover",
    "Participation",
    "Point",
    "PointState",
    "PrivateNote",
    "Section",
    "SectionRevision",
    "ShiftCheck",
    "Side",
    "SideExcused",
]
