"""Days as they stand in a draft: texts as they were typed, read when the draft is shared."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError

from stillpoint.learning.giving_actions import problem_with_day
from stillpoint.trust.date_boxes import DateInBoxes


def day_from(typed: str) -> dt.date:
    """The day; raises ValidationError with a sentence that says what is wrong with it."""
    required = {"required": "Give the day by which it is done."}
    day: dt.date = DateInBoxes(label="The day", error_messages=required).clean(typed)
    return day


def problem_with(typed: str) -> str:
    """What is wrong with a day still to come, as typed; empty when nothing is."""
    try:
        return problem_with_day(day_from(typed))
    except ValidationError as wrong:
        return " ".join(wrong.messages)
