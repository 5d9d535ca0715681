from stillpoint.disclosure.models.flags import FlagState, RelevanceFlag

__all__ = ["FlagState", "RelevanceFlag"]
