"""Force, areas, teams, officers, ranks, training, leave, roles, intake of people."""
