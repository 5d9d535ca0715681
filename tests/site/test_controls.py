"""What we wrote out of the design system says what its own macros say, element for element."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.utils.safestring import mark_safe

from stillpoint.site import fields
from stillpoint.trust.date_boxes import DateInBoxes

MACROS = {
    "input": ("input", "govukInput"),
    "textarea": ("textarea", "govukTextarea"),
    "character_count": ("character-count", "govukCharacterCount"),
    "select": ("select", "govukSelect"),
    "radios": ("radios", "govukRadios"),
    "checkboxes": ("checkboxes", "govukCheckboxes"),
    "date_input": ("date-input", "govukDateInput"),
    "file_upload": ("file-upload", "govukFileUpload"),
}
TAGGED = mark_safe("Name <em>where</em> it stands.")
GROUPS = [("", "Any"), ("North", [("a", "Area <A>"), ("b", "Area & B")]), ("z", "Elsewhere")]
PLAIN = [("", "---------"), ("no", "No"), ("yes", "Yes")]


class Gallery(forms.Form):
    """Every kind of control that `site/fields.py` knows, in every look."""

    text = forms.CharField(label="What & where", help_text="Name <where> it stands.")
    looked_at = forms.CharField(
        label="Minutes",
        help_text=TAGGED,
        widget=forms.TextInput(
            attrs={"prefix": "£", "suffix": "a day", "width": 5, "label_size": "", "data-x": "<"}
        ),
    )
    number = forms.IntegerField(widget=forms.NumberInput(attrs={"suffix": "minutes"}))
    email = forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    secret = forms.CharField(widget=forms.PasswordInput(attrs={"label_hidden": True}))
    closed = forms.CharField(disabled=True)
    search = forms.CharField(widget=forms.TextInput(attrs={"label_size": "xl", "data-scan": True}))
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "data-scan": True}))
    closed_words = forms.CharField(widget=forms.Textarea, disabled=True, help_text="Kept.")
    limited = forms.CharField(max_length=200, widget=forms.Textarea, help_text="A few words.")
    one_of = forms.ChoiceField(choices=PLAIN, help_text="Choose.")
    one_of_groups = forms.ChoiceField(choices=GROUPS, disabled=True)
    silent = forms.ChoiceField(choices=PLAIN, widget=forms.RadioSelect, help_text=TAGGED)
    beside = forms.ChoiceField(
        choices=GROUPS, widget=forms.RadioSelect(attrs={"inline": True, "label_hidden": True})
    )
    several = forms.MultipleChoiceField(
        choices=GROUPS, widget=forms.CheckboxSelectMultiple(attrs={"small": True, "data-y": "1"})
    )
    filed = forms.BooleanField(label="It is <on file>", help_text="Said & done.")
    agreed = forms.BooleanField(label="Agreed")
    when = DateInBoxes(label="The arrest", help_text="For example, 27 3 2026")
    file = forms.FileField(help_text="A CSV file.")
    about = forms.CharField(required=False, widget=forms.Textarea, label="About what?")
    where = forms.CharField(required=False, max_length=80, label="Where?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["silent"].reveals = {"yes": "about"}  # type: ignore[attr-defined]
        self.fields["silent"].choice_hints = {"no": "It <rings>."}  # type: ignore[attr-defined]
        self.fields["several"].choice_hints = {"a": "The north."}  # type: ignore[attr-defined]
        self.fields["filed"].reveals = {"on": "where"}  # type: ignore[attr-defined]


FILLED = {
    "text": 'a "quoted" <word>',
    "number": "12",
    "words": "one\n  two",
    "limited": "\nbegins with a line",
    "one_of": "yes",
    "one_of_groups": "b",
    "silent": "yes",
    "about": "a\nb",
    "several": ["a", "z"],
    "filed": "on",
    "where": "page 2",
    "when-day": "31",
    "when-month": "2",
    "when-year": "2026",
}
FORMS = {
    "empty": Gallery(),
    "with a first value": Gallery(initial={"silent": "no", "text": "given"}),
    "with an error in each": Gallery({}),
    "filled in": Gallery(FILLED),
}


class Elements(HTMLParser):
    """Elements with their attributes in any order, and words without the space around them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Any] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted((name, value or "") for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.found.append(words)


def of_the_design_system(bound: forms.BoundField) -> str:
    rendered = fields.parameters(bound)
    component, macro = MACROS[rendered.macro]
    source = (
        f'{{% from "govuk_frontend_jinja/components/{component}/macro.html" import {macro} %}}'
        f"{{{{ {macro}(params) }}}}"
    )
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    return str(environment.from_string(source).render(params=rendered.params))


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("name", Gallery.base_fields)
def test_a_control_is_the_design_systems(name: str, kind: str) -> None:
    bound = FORMS[kind][name]
    assert (
        Elements(str(bound.as_field_group())).found == Elements(of_the_design_system(bound)).found
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_navigation_is_the_design_systems(number: int) -> None:
    items = [
        {"text": "Cases & more", "href": "/cases/?a=1&b=2", "active": True, "current": False},
        {"text": "Today", "href": "/", "active": True, "current": True},
        {"text": "People", "href": "/people/", "active": False, "current": False},
    ][:number]
    ours = """{% from "parts/navigation.jinja" import service_navigation %}
        {{ service_navigation(items, "Stillpoint") }}"""
    component = "govuk_frontend_jinja/components/service-navigation/macro.html"
    theirs = f"""{{% from "{component}" import govukServiceNavigation as navigation %}}
        {{{{ navigation({{"navigation": items, "navigationLabel": "Stillpoint"}}) }}}}"""
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    shown = [environment.from_string(source).render(items=items) for source in (ours, theirs)]
    assert Elements(shown[0]).found == Elements(shown[1]).found


def test_the_gallery_has_every_kind_of_control() -> None:
    assert {fields.parameters(bound).macro for bound in FORMS["empty"]} == set(MACROS)


def typed(label: str, value: str) -> str:
    """A text area and a text box as a page shows them, with what was typed."""

    class Form(forms.Form):
        words = forms.CharField(label=label, widget=forms.Textarea)
        where = forms.CharField(label=label)

    form = Form(initial={"words": value, "where": value})
    return "".join(str(form[name].as_field_group()) for name in form.fields)


def test_a_control_that_was_made_before_shows_what_is_typed_now() -> None:
    first, second = typed("What happened?", "alpha"), typed("What happened?", "<beta>\nand more")
    assert "alpha" in first and "alpha" not in second
    assert second.count("&lt;beta&gt;") == 2


def test_words_to_escape_are_not_taken_for_the_same_words_that_are_markup() -> None:
    words = "Name <em>where</em> it stands."
    assert "<em>" in typed(mark_safe(words), "") and "<em>" not in typed(words, "")


def test_a_choice_that_was_made_before_is_not_shown_as_chosen_now() -> None:
    class Form(forms.Form):
        said = forms.ChoiceField(choices=PLAIN, widget=forms.RadioSelect)

    shown = [str(Form(initial={"said": one})["said"].as_field_group()) for one in ("yes", "no")]
    assert [one.count(" checked") for one in shown] == [1, 1]
    assert shown[0] != shown[1]


def test_an_error_does_not_stay_with_the_control_after_it_is_put_right() -> None:
    class Form(forms.Form):
        said = forms.ChoiceField(choices=PLAIN, widget=forms.RadioSelect)
        words = forms.CharField()

    wrong, right = Form({}), Form({"said": "yes", "words": "here"})
    for name in Form.base_fields:
        assert "govuk-error-message" in str(wrong[name].as_field_group())
        assert "govuk-error-message" not in str(right[name].as_field_group())
