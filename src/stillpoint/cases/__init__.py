"""Cases, milestones, involvement, outcomes, intake of cases."""
