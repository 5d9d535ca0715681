"""Django's form fields as the design system's components.

``parameters(bound)`` turns one bound field into the name of a macro of ``fields/controls.jinja``
and its parameters; the renderer calls it. What a field may say about its looks is in
``docs/front-end.md``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.template import engines
from django.utils.safestring import SafeString, mark_safe
from markupsafe import Markup, escape

from stillpoint.trust.date_boxes import DateBoxes, DateInBoxes

__all__ = ["DateBoxes", "DateInBoxes", "GovukRenderer", "error_list", "parameters", "revealed"]

# Attributes of a widget that say how the field looks; they are not HTML attributes.
LOOKS = {"label_size", "inline", "small", "width", "prefix", "suffix", "label_hidden"}
# HTML attributes that the macros set from parameters of their own.
OWN_PARAMETERS = {"id", "class", "aria-describedby", "aria-invalid", "required", "rows"}


LINE_BREAK = Markup("&#10;")
# Widgets whose markup is the same whatever is typed in them, but for the value itself.
TYPED_IN = (forms.Textarea, forms.TextInput)
# Stands for the value while that markup is made: no text that is shown holds it.
WHAT_IS_TYPED = "\ue000typed\ue000"
MOST_KEPT = 2_000
_KEPT: dict[tuple[Any, ...], Any] = {}
T = TypeVar("T")


class GovukRenderer(TemplatesSetting):
    """``{{ form }}`` and ``{{ form.name.as_field_group() }}`` give the design system's markup."""

    form_template_name = "fields/form.jinja"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        """One field, of which a page has dozens, is its macro's words and no template's."""
        if template_name != self.field_template_name:
            return mark_safe(super().render(template_name, context, request))  # noqa: S308
        return mark_safe(_control(context["field"]))  # noqa: S308 - a macro's own markup


def _control(bound: BoundField) -> str:
    if isinstance(bound.field.widget, TYPED_IN) and bound.name not in bound.form.errors:
        before, after = _around_what_is_typed(bound)
        return f"{before}{escape(_value(bound))}{after}"
    given = parameters(bound)
    if given.macro == "hidden":
        return str(bound)
    if given.macro == "radios" and "errorMessage" not in given.params:
        return _kept(("radios", _as_key(given.params)), lambda: _written(given, bound))
    return _written(given, bound)


def _written(given: Rendered, bound: BoundField) -> str:
    macro = getattr(_controls(), given.macro)
    words = macro(given.params, bound) if given.macro == "other" else macro(given.params)
    return str(words).strip()


def _around_what_is_typed(bound: BoundField) -> tuple[str, str]:
    """The markup before and after the value, which is the same at every request."""
    field, widget = bound.field, bound.field.widget
    texts = (bound.label, bound.help_text)
    named = (type(widget), bound.auto_id, bound.html_name, field.disabled)
    looks = (repr(widget.attrs), getattr(field, "max_length", None))

    def made() -> tuple[str, str]:
        given = parameters(bound)
        given.params["value"] = WHAT_IS_TYPED
        before, _, after = _written(given, bound).partition(WHAT_IS_TYPED)
        return before, after

    return _kept((*named, *looks, *map(_as_key, texts)), made)


def _as_key(value: Any) -> Any:
    """Parameters of a macro as a key: all that its markup is made of. The type of a text belongs to
    it, because one that is safe is another than the same words, to be escaped."""
    match value:
        case dict():
            return tuple((name, _as_key(one)) for name, one in value.items())
        case list():
            return tuple(map(_as_key, value))
    return type(value), value


def _kept(key: tuple[Any, ...], make: Callable[[], T]) -> T:
    """A page has dozens of controls that are the same at every request: each is made once."""
    kept: T | None = _KEPT.get(key)
    if kept is None:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[key] = make()
    return kept


@functools.cache
def _controls() -> Any:
    """The macros of the controls. A changed template is read at the next start."""
    return engines["jinja2"].env.get_template("fields/controls.jinja").module  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Rendered:
    """Which macro renders a field, and what it is given."""

    macro: str
    params: dict[str, Any]


def parameters(bound: BoundField) -> Rendered:
    """The macro and the parameters for a bound field.

    ``macro``: input, textarea, character_count, select, radios, checkboxes, date_input,
    file_upload, hidden, or other (the widget's own markup inside a form group).
    """
    widget = bound.field.widget
    if widget.is_hidden:
        return Rendered("hidden", {})
    for kind, build in BUILDERS:
        if isinstance(widget, kind):
            macro, own = build(bound)
            return Rendered(macro, {**_shared(bound), **own})
    return Rendered("other", _shared(bound))


def error_list(form: forms.BaseForm) -> list[dict[str, str]]:
    """The form's errors for the error summary, each linked to its field's first control."""
    entries = [{"text": str(error)} for error in form.non_field_errors()]
    for name in form.errors:
        if name in form.fields:
            target = first_control(form[name])
            entries += [{"text": words, "href": f"#{target}"} for words in errors_of(form[name])]
    return entries


def errors_of(bound: BoundField) -> list[str]:
    """The field's errors; Django's own "This field is required." is said so that it names the
    field, because in the error summary it stands away from it."""
    unnamed = {str(words) for words in (forms.Field.default_error_messages["required"],)}
    return [
        must_be_answered(bound) if str(error) in unnamed else str(error) for error in bound.errors
    ]


def must_be_answered(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return f"Tick “{bound.label}” to go on"
    if isinstance(widget, forms.FileInput):
        return f"Choose a file for “{bound.label}”"
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"Choose an answer for “{bound.label}”"
    if isinstance(widget, DateBoxes):
        return f"Enter a date for “{bound.label}”"
    return f"Enter an answer for “{bound.label}”"


def first_control(bound: BoundField) -> str:
    """The id of the control to which an error of this field leads."""
    if isinstance(bound.field.widget, DateBoxes):
        return f"{bound.auto_id}-{bound.field.widget.first_in_error(bound.errors)}"
    return str(bound.auto_id)


def revealed(form: forms.BaseForm) -> set[str]:
    """Names of fields that stand under a choice of another field and not in the list."""
    return {
        name for field in form.fields.values() for name in getattr(field, "reveals", {}).values()
    }


def _shared(bound: BoundField) -> dict[str, Any]:
    """What every macro understands: id, name, label or legend, hint, error, attributes."""
    looks = _looks(bound)
    label: dict[str, Any] = {"text": bound.label, "classes": _label_classes("govuk-label", looks)}
    legend = {
        "legend": {"text": bound.label, "classes": _label_classes("govuk-fieldset__legend", looks)}
    }
    shared: dict[str, Any] = {
        "id": bound.auto_id,
        "idPrefix": bound.auto_id,
        "name": bound.html_name,
        "label": label,
        "fieldset": legend,
        "attributes": _attributes(bound),
        "disabled": bound.field.disabled,
    }
    if bound.help_text:
        shared["hint"] = _text(bound.help_text)
    if bound.name in bound.form.errors:
        shared["errorMessage"] = {"text": " ".join(errors_of(bound))}
    return shared


def _text(words: Any) -> dict[str, Any]:
    return {"html": words} if hasattr(words, "__html__") else {"text": words}


def _looks(bound: BoundField) -> dict[str, Any]:
    attrs = bound.field.widget.attrs
    return {name: attrs[name] for name in LOOKS if name in attrs}


def _label_classes(base: str, looks: dict[str, Any]) -> str:
    size = looks.get("label_size", "s")
    hidden = " govuk-visually-hidden" if looks.get("label_hidden") else ""
    return f"{base}--{size}{hidden}" if size else hidden.strip()


def _attributes(bound: BoundField) -> dict[str, Any]:
    """HTML attributes of the widget that pass through: data-scan, maxlength, autocomplete..."""
    kept = {}
    for name, value in bound.field.widget.attrs.items():
        if name in LOOKS or name in OWN_PARAMETERS or value is False or value is None:
            continue
        kept[name] = "" if value is True else str(value)
    return kept


def _value(bound: BoundField) -> str:
    """What stands in the box, for a macro to escape."""
    widget = bound.field.widget
    if isinstance(widget, forms.PasswordInput) and not widget.render_value:
        return ""
    value = widget.format_value(bound.value())
    if not value:
        return "" if value is None else str(value)
    if isinstance(widget, forms.Textarea):
        # A browser drops a line break that follows the tag; written out, none is lost.
        return escape(str(value).replace("\r\n", "\n")).replace("\n", LINE_BREAK)
    return str(value)


def _input(bound: BoundField) -> tuple[str, dict[str, Any]]:
    looks, widget = _looks(bound), bound.field.widget
    kind = getattr(widget, "input_type", "text")
    numeric = kind == "number"
    own: dict[str, Any] = {
        # A number box of the browser changes when scrolled over: digits in a text box do not.
        "type": "text" if numeric else kind,
        "inputmode": "numeric" if numeric else None,
        "value": _value(bound),
        "classes": f"govuk-input--width-{looks['width']}" if "width" in looks else "",
        "autocomplete": widget.attrs.get("autocomplete"),
    }
    own["attributes"] = {
        name: value
        for name, value in _attributes(bound).items()
        if name not in {"autocomplete", "step", "min", "max", "inputmode"}
    }
    for end in ("prefix", "suffix"):
        if end in looks:
            own[end] = {"text": looks[end]}
    return "input", own


def _textarea(bound: BoundField) -> tuple[str, dict[str, Any]]:
    rows = bound.field.widget.attrs.get("rows", 5)
    own: dict[str, Any] = {"value": _value(bound), "rows": rows}
    limit = getattr(bound.field, "max_length", None)
    own["attributes"] = {k: v for k, v in _attributes(bound).items() if k != "maxlength"}
    own["attributes"].pop("cols", None)
    own["spellcheck"] = True
    if limit:
        return "character_count", {**own, "maxlength": limit, "threshold": 75}
    return "textarea", own


def _choices(bound: BoundField) -> list[dict[str, Any]]:
    """The widget's choices as items; a group of choices becomes a divider and its items."""
    held = bound.value()
    chosen = {str(value) for value in (held if isinstance(held, list | tuple) else [held])}
    hints = getattr(bound.field, "choice_hints", {})
    reveals = getattr(bound.field, "reveals", {})
    items: list[dict[str, Any]] = []
    for value, label in _flat(bound.field.widget.choices):
        if value is None:
            items.append({"divider": label})
            continue
        key = "" if value is None else str(value)
        item = {"value": key, "text": str(label), "checked": key in chosen}
        item["selected"] = item["checked"]
        if key in hints:
            item["hint"] = {"text": hints[key]}
        if key in reveals and bound.form is not None:
            item["conditional"] = {"html": bound.form[reveals[key]].as_field_group()}
        items.append(item)
    return items


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    flat: list[tuple[Any, Any]] = []
    for value, label in choices:
        if isinstance(label, list | tuple):
            flat += [(None, value), *label]
        else:
            flat.append(("" if value is None else value, label))
    return flat


def _radios(bound: BoundField) -> tuple[str, dict[str, Any]]:
    # An empty choice is how Django says "nothing chosen"; radios say it by none being checked.
    items = [item for item in _choices(bound) if item.get("value") != "" or "divider" in item]
    looks = _looks(bound)
    classes = [f"govuk-radios--{look}" for look in ("inline", "small") if looks.get(look)]
    return "radios", {"items": items, "classes": " ".join(classes)}


def _checkboxes(bound: BoundField) -> tuple[str, dict[str, Any]]:
    classes = "govuk-checkboxes--small" if _looks(bound).get("small") else ""
    return "checkboxes", {"items": _choices(bound), "classes": classes}


def _one_checkbox(bound: BoundField) -> tuple[str, dict[str, Any]]:
    """One box is its own label: no legend, and the hint belongs to the box."""
    item: dict[str, Any] = {"value": "on", "text": bound.label, "checked": bool(bound.value())}
    reveals = getattr(bound.field, "reveals", {})
    if "on" in reveals:
        item["conditional"] = {"html": bound.form[reveals["on"]].as_field_group()}
    if bound.help_text:
        item["hint"] = _text(bound.help_text)
    return "checkboxes", {"items": [item], "fieldset": None, "hint": None}


def _select(bound: BoundField) -> tuple[str, dict[str, Any]]:
    items = [item for item in _choices(bound) if "divider" not in item]
    return "select", {"items": items}


def _date(bound: BoundField) -> tuple[str, dict[str, Any]]:
    widget = bound.field.widget
    wrong = widget.boxes_in_error(bound.errors)
    items = [
        {
            "name": part,
            "label": part.capitalize(),
            "id": f"{bound.auto_id}-{part}",
            "value": value,
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in wrong else ""),
        }
        for part, value in widget.parts(bound.value()).items()
    ]
    return "date_input", {"items": items, "namePrefix": bound.html_name}


def _file(bound: BoundField) -> tuple[str, dict[str, Any]]:
    return "file_upload", {}


BUILDERS: list[tuple[type[forms.Widget], Any]] = [
    (DateBoxes, _date),
    (forms.FileInput, _file),
    (forms.Textarea, _textarea),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _one_checkbox),
    (forms.SelectMultiple, lambda bound: ("other", {})),
    (forms.Select, _select),
    (forms.widgets.Input, _input),
]
