"""Addresses of this room, under /risks/."""

from django.urls import path

from stillpoint.risks import views

urlpatterns = [
    path("risks/", views.risks, name="risks"),
    path("risks/raise/", views.raise_one, name="risk-raise"),
    path("risks/<str:ref>/", views.risk, name="risk"),
]
