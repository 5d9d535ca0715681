"""Rounds, draws, assignment, first and second review, feedback."""
