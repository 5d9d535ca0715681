from stillpoint.points.models.conversation import (
    Conversation,
    ConversationRevision,
    PrivateNote,
)
from stillpoint.points.models.points import Participation, Point, PointState
from stillpoint.points.models.sections import Section, SectionRevision

__all__ = [
    "Conversation",
    "ConversationRevision",
    "Participation",
    "Point",
    "PointState",
    "PrivateNote",
    "Section",
    "SectionRevision",
]
