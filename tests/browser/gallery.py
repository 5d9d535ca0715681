"""A page with every part and every kind of field: what the browser tests look at."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from stillpoint.site import urls as real
from stillpoint.trust.date_boxes import DateInBoxes

PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='400' height='160'%3E"
    "%3Crect width='260' height='60' y='10' fill='%2314666b'/%3E"
    "%3Crect width='380' height='60' y='90' fill='%239dbfbe'/%3E%3C/svg%3E"
)


class Narrow(forms.Form):
    area = forms.ChoiceField(choices=[("", "Any"), ("n", "North")], required=False)
    about = forms.CharField(required=False, label="Reference")


class Everything(forms.Form):
    judgement = forms.CharField(
        widget=forms.Textarea(attrs={"data-scan": True, "label_size": "m"}),
        max_length=400,
        help_text="Say what the record shows.",
    )
    strengths = forms.CharField(
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "data-challenge": "/no-such-address/",
                "data-cards": "cards-strengths",
            }
        )
    )
    minutes = forms.IntegerField(widget=forms.NumberInput(attrs={"width": 4, "suffix": "minutes"}))
    when = DateInBoxes(label="Arrested on", help_text="For example, 27 3 2026")
    rating = forms.ChoiceField(
        choices=[(1, "Poor"), (2, "Fair"), (3, "Good")], widget=forms.RadioSelect
    )
    other = forms.CharField(label="Which other record?", widget=forms.Textarea, required=False)
    where = forms.MultipleChoiceField(
        choices=[("log", "Log"), ("other", "Other")], widget=forms.CheckboxSelectMultiple
    )
    on_file = forms.BooleanField(label="It is on the case file")
    team = forms.ChoiceField(choices=[("", "Choose"), ("a", "RASSO North")])
    file = forms.FileField(required=False, help_text="CSV, up to 5 MB")
    secret = forms.CharField(widget=forms.PasswordInput, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["where"].reveals = {"other": "other"}  # type: ignore[attr-defined]
        self.fields["rating"].choice_hints = {"1": "Little of it was done"}  # type: ignore[attr-defined]


# What the saving address answers next: a test sets it.
ANSWER: dict[str, object] = {"status": 200, "body": {"saved_at": "10:42", "version": 2}}
RECEIVED: list[dict[str, str]] = []


def gallery(request: HttpRequest) -> HttpResponse:
    text = (Path(__file__).parent / "gallery.jinja").read_text()
    form = Everything(request.POST or None)
    context = {
        "form": form,
        "narrow": Narrow(prefix="narrow"),
        "numbers": Paginator(range(400), 20).page(3),
        "when": dt.datetime(2026, 11, 23, 10, 42, tzinfo=dt.UTC),
        "picture": PICTURE,
        "address": "/gallery/progress/",
        "save": "/gallery/save/",
    }
    return HttpResponse(engines["jinja2"].from_string(text).render(context, request))


def save(request: HttpRequest) -> HttpResponse:
    RECEIVED.append(request.POST.dict())
    return JsonResponse(ANSWER["body"], status=int(str(ANSWER["status"])))


def progress(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"done": 4, "of": 10, "sentence": "4 of 10 rows read", "finished": False})


def scan(request: HttpRequest) -> HttpResponse:
    found = [{"kind": "telephone number", "words": "07700 900123", "advice": "Take it out."}]
    return JsonResponse({"found": found if "07700" in request.POST["text"] else []})


urlpatterns = [
    path("gallery/", gallery),
    path("gallery/save/", save),
    path("gallery/progress/", progress),
    path("scan/", scan),
    *real.urlpatterns,
]
handler404 = real.handler404
