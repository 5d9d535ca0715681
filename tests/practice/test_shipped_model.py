"""The shipped practice model holds what the requirements ask of it."""

from stillpoint import practice


def test_shipped_model_loads() -> None:
    assert practice.load(None).version
