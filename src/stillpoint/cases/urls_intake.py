"""Addresses of the intake pages, under /intake/."""

from django.urls import path

from stillpoint.cases.views import held, imports, together

app_name = "intake"
urlpatterns = [
    path("", imports.intake, name="intake"),
    path("upload/", imports.upload, name="upload"),
    path("held/", held.all_held, name="held"),
    path("held/together/", together.settle_together, name="settle_together"),
    path("held/together/<str:ref>/", together.rule, name="rule"),
    path("held/together/<str:ref>/progress/", together.rule_progress, name="rule_progress"),
    path("held/<str:ref>/", held.held_row, name="held_row"),
    path("wordings/", held.wordings, name="wordings"),
    path("wordings/meaning/", held.meaning, name="meaning"),
    path("runs/<str:ref>/", imports.run, name="run"),
    path("runs/<str:ref>/progress/", imports.progress, name="progress"),
    path("runs/<str:ref>/held/", held.held_by_run, name="held_by_run"),
]
