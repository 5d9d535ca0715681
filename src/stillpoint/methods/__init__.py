"""Statistics and algorithms: pure functions, no Django, no database."""
