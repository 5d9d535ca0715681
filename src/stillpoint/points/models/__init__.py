from stillpoint.points.models.closure import ClosureNotice, NoticeState, Witness
from stillpoint.points.models.code_test import SecondPerson
from stillpoint.points.models.conversation import (
    Conversation,
    ConversationRevision,
    PrivateNote,
)
from stillpoint.points.models.handover import Handover, Side, SideExcused
from stillpoint.points.models.ownership import HandedOn
from stillpoint.points.models.points import Participation, Point, PointState
from stillpoint.points.models.preparing import ProtectedTime, TimeState
from stillpoint.points.models.sections import Section, SectionRevision
from stillpoint.points.models.shift import CheckedAs, CoverException, ShiftCheck
from stillpoint.points.models.signing import Signature

__all__ = [
    "CheckedAs",
    "ClosureNotice",
    "Conversation",
    "ConversationRevision",
    "CoverException",
    "HandedOn",
    "Handover",
    "NoticeState",
    "Participation",
    "Point",
    "PointState",
    "PrivateNote",
    "ProtectedTime",
    "SecondPerson",
    "Section",
    "SectionRevision",
    "ShiftCheck",
    "Side",
    "SideExcused",
    "Signature",
    "TimeState",
    "Witness",
]
