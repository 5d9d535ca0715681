"""The six reflective practice points along an investigation."""
