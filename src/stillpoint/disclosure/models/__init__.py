from stillpoint.disclosure.models.flags import FlagState, RelevanceFlag, Sensitivity
from stillpoint.disclosure.models.holds import Hold
from stillpoint.disclosure.models.retention import (
    ERASURE_TRANSITIONS,
    OPEN_STATES,
    Erasure,
    ErasureState,
    Kept,
)

__all__ = [
    "ERASURE_TRANSITIONS",
    "OPEN_STATES",
    "Erasure",
    "ErasureState",
    "FlagState",
    "Hold",
    "Kept",
    "RelevanceFlag",
    "Sensitivity",
]
