"""Every Django form field in the design system's markup."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.exceptions import ValidationError

from stillpoint.site.fields import error_list
from stillpoint.trust.date_boxes import DateInBoxes


class Words(forms.Form):
    words = forms.CharField(
        label="What the record shows",
        help_text="Name <where> it stands.",
        widget=forms.Textarea(attrs={"data-scan": True}),
        error_messages={"required": "Say what the record shows"},
    )


class Choice(forms.Form):
    silent = forms.ChoiceField(
        choices=[("no", "No"), ("yes", "Yes")], widget=forms.RadioSelect, label="Is it silent?"
    )
    about = forms.CharField(required=False, widget=forms.Textarea, label="About what?")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["silent"].reveals = {"yes": "about"}  # type: ignore[attr-defined]


class When(forms.Form):
    when = DateInBoxes(label="The arrest")


class Texts(HTMLParser):
    """What a browser would show in each textarea."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "textarea":
            self.inside = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "textarea"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[-1] += data


def test_a_field_has_its_label_and_its_hint() -> None:
    html = str(Words())
    assert 'for="id_words"' in html
    assert 'aria-describedby="id_words-hint"' in html


def test_a_hint_is_escaped() -> None:
    assert "Name &lt;where&gt; it stands." in str(Words())


def test_an_error_is_joined_to_its_field() -> None:
    html = str(Words({}))
    assert 'id="id_words-error"' in html
    assert 'aria-describedby="id_words-hint id_words-error"' in html


def test_the_error_summary_leads_to_the_field() -> None:
    assert error_list(Words({})) == [{"text": "Say what the record shows", "href": "#id_words"}]


def test_attributes_of_a_widget_pass_through() -> None:
    assert "data-scan" in str(Words())


@pytest.mark.parametrize("text", ["one\n  two\n\nthree", "<script>alert(1)</script>", "a & b"])
def test_text_comes_back_as_it_was_typed(text: str) -> None:
    assert Texts(str(Words({"words": text}))).found == [text]


def test_text_under_a_choice_is_not_indented_by_the_markup() -> None:
    html = str(Choice({"silent": "yes", "about": "one\ntwo"}))
    assert Texts(html).found == ["one\ntwo"]


def test_a_field_under_a_choice_is_not_repeated_in_the_list() -> None:
    assert str(Choice()).count('name="about"') == 1


def test_a_chosen_radio_is_checked() -> None:
    html = str(Choice({"silent": "yes"}))
    assert 'value="yes" checked' in html
    assert 'value="no" checked' not in html


def test_a_limit_gives_a_character_count() -> None:
    class Limited(forms.Form):
        words = forms.CharField(max_length=200, widget=forms.Textarea)

    assert 'data-maxlength="200"' in str(Limited())


def test_a_number_is_typed_into_a_text_box() -> None:
    class Minutes(forms.Form):
        minutes = forms.IntegerField()

    html = str(Minutes())
    assert 'inputmode="numeric"' in html
    assert 'type="number"' not in html


def test_a_password_is_never_shown_again() -> None:
    class Secret(forms.Form):
        secret = forms.CharField(widget=forms.PasswordInput)

    assert "correct horse" not in str(Secret({"secret": "correct horse"}))


def test_one_checkbox_is_checked_when_it_was() -> None:
    class Filed(forms.Form):
        filed = forms.BooleanField(label="It is on the case file")

    assert "checked" in str(Filed({"filed": "on"}))


def test_a_selected_option_stays_selected() -> None:
    class Team(forms.Form):
        team = forms.ChoiceField(choices=[("a", "North"), ("b", "South")])

    assert '<option value="b" selected>' in str(Team({"team": "b"}))


def test_a_field_without_a_component_still_has_label_and_error() -> None:
    class Several(forms.Form):
        areas = forms.MultipleChoiceField(choices=[("a", "North")], label="Areas")

    html = str(Several({}))
    assert "Areas" in html
    assert "Choose an answer for “Areas”" in html


def test_a_date_is_read_from_three_boxes() -> None:
    form = When({"when-day": "4", "when-month": "nov", "when-year": "2026"})
    assert form.is_valid()
    assert form.cleaned_data["when"] == dt.date(2026, 11, 4)


def test_a_date_posted_whole_is_read_too() -> None:
    form = When({"when": "2026-11-04"})
    assert form.is_valid()
    assert form.cleaned_data["when"] == dt.date(2026, 11, 4)


@pytest.mark.parametrize(
    ("day", "month", "year", "says", "box"),
    [
        ("4", "", "2026", "The arrest must include a month", "month"),
        ("4", "11", "", "The arrest must include a year", "year"),
        ("31", "2", "2026", "The arrest must be a real date", "day"),
        ("4", "11", "26", "The arrest must be a real date", "day"),
        ("x", "y", "2026", "The arrest must be a real date", "day"),
    ],
)
def test_a_date_that_cannot_be_says_which_box(
    day: str, month: str, year: str, says: str, box: str
) -> None:
    form = When({"when-day": day, "when-month": month, "when-year": year})
    assert error_list(form) == [{"text": says, "href": f"#id_when-{box}"}]


def test_a_wrong_date_is_shown_as_it_was_typed() -> None:
    html = str(When({"when-day": "31", "when-month": "2", "when-year": "2026"}))
    assert 'value="31"' in html
    assert 'value="2026"' in html


def test_what_was_left_out_is_named_in_the_summary() -> None:
    assert error_list(When({})) == [
        {"text": "Enter a date for “The arrest”", "href": "#id_when-day"}
    ]


@pytest.mark.parametrize(
    "typed", ["9" * 20 + "/3/2026", "9/" + "9" * 20 + "/2026", "9" * 5000 + "/3/2026"]
)
def test_a_day_or_month_of_many_digits_is_no_date(typed: str) -> None:
    with pytest.raises(ValidationError, match="must be a real date"):
        DateInBoxes(label="The day").to_python(typed)
