"""Stillpoint: critical reflection as part of every RASSO investigation."""

__version__ = "0.1.0"
