"""Addresses of this room, under /disclosure/ and /retention/."""

from django.urls import path

from stillpoint.disclosure.views import flags, holds

urlpatterns = [
    path("disclosure/", flags.queue, name="disclosure"),
    path("disclosure/schedule/", flags.schedule, name="disclosure-schedule"),
    path("disclosure/schedule.csv", flags.schedule_file, name="disclosure-schedule-file"),
    path("disclosure/<str:ref>/", flags.flag, name="disclosure-flag"),
    path("retention/holds/", holds.holds, name="holds"),
    path("retention/holds/place/", holds.place, name="hold-place"),
    path("retention/holds/<str:ref>/", holds.hold, name="hold"),
]
