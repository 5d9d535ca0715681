from __future__ import annotations

from django.urls import path

from stillpoint.trust import views

urlpatterns = [path("scan/", views.scan_text, name="scan")]
