"""Estimates, charts, reports, exports."""
