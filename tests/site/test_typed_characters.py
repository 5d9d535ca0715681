"""Text that comes in by a form can be held by everything that stores or prints it."""

from __future__ import annotations

from django.http import QueryDict

from stillpoint.site.typed_characters import with_holdable_text


def form(**values: str) -> QueryDict:
    posted = QueryDict(mutable=True)
    posted.update(values)
    return posted


def test_a_form_of_plain_words_is_left_alone() -> None:
    posted = form(words="Plain – “words”")
    assert with_holdable_text(posted) is posted


def test_odd_characters_are_cleaned_in_words_and_kept_in_passwords() -> None:
    cleaned = with_holdable_text(form(words="a\x0bb", password="a\x0bb"))
    assert cleaned["words"] == "a\nb"
    assert cleaned["password"] == "a\x0bb"
