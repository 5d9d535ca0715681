"""Every address of the service and those of this room, however the service joins them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from stillpoint.site import urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("stillpoint.reviews.urls_rounds")),
    *urls.urlpatterns,
]
handler404 = urls.handler404
