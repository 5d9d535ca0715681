"""Today: what is left for one person, ordered by what matters."""
