"""Property tests here have no deadline: the first to import SciPy, or a busy machine, is slow."""

from hypothesis import settings

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
