"""The wiring: which handler hears which fact, and what the worker does how often.

This table is the only place where a room's fact meets the rooms above it.
"""

from __future__ import annotations

import datetime as dt

from stillpoint.events.telling import send_waiting_messages
from stillpoint.events.wiring import Job, Wiring
from stillpoint.trust.roots import export_new_roots
from stillpoint.trust.sealing import seal_all

WIRING = Wiring(
    handlers={},
    schedule=(
        Job("seal the trail", dt.timedelta(minutes=1), seal_all),
        Job("keep the roots elsewhere", dt.timedelta(minutes=1), export_new_roots),
        Job("send e-mail", dt.timedelta(seconds=30), send_waiting_messages),
    ),
)
