"""Learning points, training needs, recognition."""
