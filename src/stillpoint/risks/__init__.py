"""Live risk: raised from any case or review, with a clock and two kinds of closure."""
