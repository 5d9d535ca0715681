"""The forms of signing in and of passwords, in our labels and without placeholders.

A module of its own: the sign-in library imports it while its forms are loading.
"""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from django import forms
from django.http import HttpRequest

from stillpoint.site.asking_for_a_password import ask_for_password

HINT = (
    "At least 12 characters. Three or four words that have nothing to do with each other or with "
    "you are hard to guess and easy to remember."
)


def _relabel(form: forms.Form, labels: dict[str, str], hints: dict[str, str]) -> None:
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.help_text = hints.get(name, "")
        field.widget.attrs.pop("placeholder", None)


class SignIn(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, {"login": "E-mail address", "password": "Password"}, {})


class AskForPassword(ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, {"email": "Work e-mail address"}, {})

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **_: Any) -> str:
        address = self.clean_email()
        ask_for_password(address=address)
        return address


class ChoosePassword(ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"password1": "New password", "password2": "The new password again"}
        _relabel(self, labels, {"password1": HINT})


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": "Current password",
            "password1": "New password",
            "password2": "The new password again",
        }
        _relabel(self, labels, {"password1": HINT})
