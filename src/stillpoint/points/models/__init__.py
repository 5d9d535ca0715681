from stillpoint.points.models.conversation import (
    Conversation,
    ConversationRevision,
    PrivateNote,
    RelevanceFlag,
)
from stillpoint.points.models.points import Participation, Point, PointState

__all__ = [
    "Conversation",
    "ConversationRevision",
    "Participation",
    "Point",
    "PointState",
    "PrivateNote",
    "RelevanceFlag",
]
