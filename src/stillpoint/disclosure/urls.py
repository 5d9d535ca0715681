"""Addresses of this room, under /disclosure/."""

from django.urls import path

from stillpoint.disclosure.views import flags

urlpatterns = [
    path("disclosure/", flags.queue, name="disclosure"),
    path("disclosure/schedule/", flags.schedule, name="disclosure-schedule"),
    path("disclosure/schedule.csv", flags.schedule_file, name="disclosure-schedule-file"),
    path("disclosure/<str:ref>/", flags.flag, name="disclosure-flag"),
]
