"""The site's addresses, and an empty page with session and user to measure against."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from stillpoint.site.urls import urlpatterns as of_the_site


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>Empty</title>" if request.user.pk else "")


urlpatterns = [*of_the_site, path("bench/empty/", empty)]
