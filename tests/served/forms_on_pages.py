"""The forms of a page as a browser would send them: empty, and filled in plausibly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

WORDS = "Plain words about the work that was done, long enough to be a reason."
Values = dict[str, object]


@dataclass
class Control:
    """One box, choice or button. ``options``: values of a list of choices."""

    kind: str
    name: str
    value: str
    options: list[str] = field(default_factory=list)


@dataclass
class FormOnPage:
    """``action``: where it is sent to; empty for the page itself."""

    action: str
    controls: list[Control] = field(default_factory=list)

    @property
    def buttons(self) -> list[Control]:
        found = [one for one in self.controls if one.kind == "submit"]
        return found or [Control("submit", "", "")]

    @property
    def shape(self) -> tuple[str, ...]:
        """What makes it another form than one of the same page for another person."""
        return tuple(sorted({f"{one.kind} {one.name}" for one in self.controls}))

    def sent(self, button: Control, *, filled: bool) -> Values:
        """The values that a browser sends when the button is pressed."""
        values: Values = {}
        for one in self.controls:
            if one.kind != "submit" and one.name:
                _put(values, one, filled)
        if button.name:
            values[button.name] = button.value
        return values


def _put(values: Values, one: Control, filled: bool) -> None:
    if one.kind == "hidden":
        values[one.name] = one.value
    elif not filled:
        if one.kind not in ("checkbox", "radio", "file"):
            values[one.name] = ""
    elif one.kind == "radio":
        values.setdefault(one.name, one.value)
    elif one.kind == "select":
        values[one.name] = next(filter(None, one.options), "")
    elif one.kind == "file":
        values[one.name] = SimpleUploadedFile("cases.csv", b"reference,offence\nNEW-1,19C\n")
    else:
        values[one.name] = one.value or _plausible(one)


def _plausible(one: Control) -> str:
    today = timezone.localdate()
    last = one.name.rsplit("_", 1)[-1].rsplit("-", 1)[-1]
    boxes = {"day": today.day, "month": today.month, "year": today.year}
    if last in boxes:
        return str(boxes[last])
    if one.kind == "number" or "minutes" in one.name or "hours" in one.name:
        return "2"
    return "on" if one.kind == "checkbox" else WORDS


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[FormOnPage] = []
        self._open: FormOnPage | None = None
        self._choosing: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._open = FormOnPage(given.get("action", ""))
            self.found.append(self._open)
        elif self._open is not None:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        assert self._open is not None
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "option" and self._choosing is not None:
            self._choosing.options.append(value)
            return
        kinds = {"input": given.get("type", "text"), "textarea": "textarea", "select": "select"}
        kinds["button"] = given.get("type", "submit")
        if tag in kinds and "disabled" not in given:
            one = Control(kinds[tag], name, value)
            self._open.controls.append(one)
            self._choosing = one if tag == "select" else self._choosing

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag == "select":
            self._choosing = None


def forms_on(page: str) -> Iterator[FormOnPage]:
    """The forms of the page that change something (``method="post"``)."""
    parser = _Forms()
    parser.feed(page)
    yield from parser.found
