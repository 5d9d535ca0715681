"""Addresses of this room, under /disclosure/ and /retention/."""

from django.urls import path

from stillpoint.disclosure.views import flags, holds, retention

urlpatterns = [
    path("disclosure/", flags.queue, name="disclosure"),
    path("disclosure/schedules/", flags.schedules, name="disclosure-schedules"),
    path("disclosure/schedules/<str:ref>/", flags.schedule, name="disclosure-schedule"),
    path(
        "disclosure/schedules/<str:ref>/items.csv",
        flags.schedule_file,
        name="disclosure-schedule-file",
    ),
    path(
        "disclosure/schedules/<str:ref>/records.csv",
        flags.records_file,
        name="disclosure-records-file",
    ),
    path("disclosure/<str:ref>/", flags.flag, name="disclosure-flag"),
    path("retention/", retention.due, name="retention"),
    path("retention/cases/<str:ref>/", retention.case, name="retention-case"),
    path("retention/cases/<str:ref>/request/", retention.on_request, name="retention-request"),
    path("retention/erasures/", retention.erasures, name="erasures"),
    path("retention/erasures/<str:ref>/", retention.erasure, name="erasure"),
    path("retention/rules/", retention.rules, name="retention-rules"),
    path("retention/holds/", holds.holds, name="holds"),
    path("retention/holds/place/", holds.place, name="hold-place"),
    path("retention/holds/<str:ref>/", holds.hold, name="hold"),
]
