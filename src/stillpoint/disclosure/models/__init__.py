from stillpoint.disclosure.models.flags import FlagState, RelevanceFlag
from stillpoint.disclosure.models.holds import Hold

__all__ = ["FlagState", "Hold", "RelevanceFlag"]
