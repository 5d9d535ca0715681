from stillpoint.points.models.code_test import FullCodeTest, MythAnswer
from stillpoint.points.models.conversation import (
    Conversation,
    ConversationRevision,
    PrivateNote,
    Pulse,
    RelevanceFlag,
)
from stillpoint.points.models.endings import Debrief, NotProgressed, Preparation
from stillpoint.points.models.handover import ClosureNotice, Handover
from stillpoint.points.models.points import Participation, Point, PointState

__all__ = [
    "ClosureNotice",
    "Conversation",
    "ConversationRevision",
    "Debrief",
    "FullCodeTest",
    "Handover",
    "MythAnswer",
    "NotProgressed",
    "Participation",
    "Point",
    "PointState",
    "Preparation",
    "PrivateNote",
    "Pulse",
    "RelevanceFlag",
]
