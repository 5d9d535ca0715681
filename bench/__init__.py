"""The budgets of the design, measured as ratios against baselines in the same run."""
