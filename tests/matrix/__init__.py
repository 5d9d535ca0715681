"""Every address of the service against every person of one small world of real rows.

A new page: a row in ``rows.py`` that says who may open it, by the names of ``cast.py``. New
content: make it in ``world.py`` with a ``marker`` of its own, and say in ``readers.py`` who may
meet that marker. A function that writes and is no act: an explanation in ``unrecorded.py``.
"""
