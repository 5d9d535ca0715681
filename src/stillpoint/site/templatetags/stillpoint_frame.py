"""The frame of our pages for the sign-in library's templates, which are Django's and not Jinja2."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from stillpoint.events.sending import has_mail_server, mail_fails
from stillpoint.site.shell import shell

register = template.Library()
PIECES = {
    "head": "layout/head.jinja",
    "top": "layout/top.jinja",
    "foot": "layout/foot.jinja",
    "messages": "layout/messages.jinja",
    "errors": "layout/errors.jinja",
}


@register.simple_tag(takes_context=True)
def frame(context: template.Context, piece: str, form: Any = None) -> SafeString:
    """One piece of the frame, rendered by the same template as everywhere else."""
    request = context["request"]
    if not hasattr(request, "stillpoint_shell"):
        # Made once for a page: messages are shown once.
        request.stillpoint_shell = shell(request)["shell"]
    own = {"shell": request.stillpoint_shell, "form": form}
    rendered = get_template(PIECES[piece], using="jinja2").render(own, request)
    return mark_safe(rendered)  # noqa: S308 - markup of our own template, escaped by it


@register.simple_tag
def mail_trouble() -> str:
    """What stands in the way of e-mail now, in a sentence that is the same for everyone."""
    if not has_mail_server():
        return "Stillpoint sends no e-mail in your force."
    return "Stillpoint’s mail server does not answer at the moment." if mail_fails() else ""


@register.filter
def sentence_case(words: str) -> str:
    """``Change Password`` as ``Change password``: we do not write headings in capitals."""
    text = " ".join(str(words).split())
    return text[:1].upper() + text[1:].lower()
