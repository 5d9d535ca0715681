from django.urls import path

from stillpoint.points.views import flags, lists, notes, points

urlpatterns = [
    path("points/", lists.points, name="points"),
    path("points/ask/", points.ask, name="point-ask"),
    path("points/<str:ref>/", points.point, name="point"),
    path("points/<str:ref>/shared/<int:number>/", points.revision, name="point-revision"),
    path("points/<str:ref>/waive/", points.waive, name="point-waive"),
    path("points/<str:ref>/reopen/", points.reopen, name="point-reopen"),
    path("notes/", notes.notes, name="notes"),
    path("notes/new/", notes.new, name="note-new"),
    path("notes/<str:ref>/", notes.note, name="note"),
    path("notes/<str:ref>/share/", notes.share, name="note-share"),
    path("disclosure/", flags.queue, name="disclosure"),
    path("disclosure/schedule/", flags.schedule, name="disclosure-schedule"),
    path("disclosure/schedule.csv", flags.schedule_file, name="disclosure-schedule-file"),
    path("disclosure/<str:ref>/", flags.flag, name="disclosure-flag"),
]
