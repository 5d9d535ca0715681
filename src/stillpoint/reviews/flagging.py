"""What a review says of the case that is not on the case file, asked when it is submitted."""

from __future__ import annotations

from stillpoint.disclosure import flagging
from stillpoint.disclosure.flagging import NO, YES
from stillpoint.people.models import Officer
from stillpoint.reviews.models import Review
from stillpoint.trust.answers import CannotDo

KINDS = {1: "Case review: first review", 2: "Case review: second review"}


def require_answer(not_on_file: str, words: str) -> None:
    """Raise CannotDo, with its field, unless the question was answered and a yes has its words."""
    if not_on_file not in (YES, NO):
        raise CannotDo(
            "Say whether the review holds something that is not on the case file.",
            field="not_on_file",
        )
    if not_on_file == YES and not words.strip():
        raise CannotDo(
            "Write what is not on the case file: only these words go to the disclosure officer.",
            field="flag_words",
        )


def flag_words(*, by: Officer, review: Review, words: str, now_on_file: bool) -> None:
    """Put words of the review into the disclosure officer's queue. While the first review is
    hidden from somebody, ``blinding`` withholds its flags from them as well."""
    flagging.flag_words(
        by=by,
        case=review.assignment.selection.case,
        source=review.trail_reference,
        kind=KINDS[review.step],
        words=words,
        now_on_file=now_on_file,
    )
