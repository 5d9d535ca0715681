"""People as they come in from the force's own systems: what a row means and how it is applied."""
