"""Stratified random sampling: sizes, draws, substitutes, coordination and replay.

One door to five files: `allocation` (how many units from each stratum), `drawing` (tickets, the
draw, substitutes), `coordination` (a later draw that leaves out or keeps an earlier one),
`replaying` (the frame's hash, and checking a published draw) and `merging` (what to do when the
minimum does not fit). Formulas and limits: docs/methods/sampling-and-estimation.md.
"""

from stillpoint.methods.allocation import MinimumDoesNotFit, allocate
from stillpoint.methods.coordination import Coordinated, coordinated_draw
from stillpoint.methods.drawing import Selection, Substitute, draw, next_tickets, ticket
from stillpoint.methods.merging import Merge, merge_proposals
from stillpoint.methods.replaying import Replay, frame_digest, replay, stratum_key

__all__ = [
    "Coordinated",
    "Merge",
    "MinimumDoesNotFit",
    "Replay",
    "Selection",
    "Substitute",
    "allocate",
    "coordinated_draw",
    "draw",
    "frame_digest",
    "merge_proposals",
    "next_tickets",
    "replay",
    "stratum_key",
    "ticket",
]
