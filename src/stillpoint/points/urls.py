from django.urls import path

from stillpoint.points.views import handover, lists, notes, points, shift

urlpatterns = [
    path("points/", lists.points, name="points"),
    path("points/ask/", points.ask, name="point-ask"),
    path("points/<str:ref>/", points.point, name="point"),
    path("points/<str:ref>/shared/<int:number>/", points.revision, name="point-revision"),
    path("points/<str:ref>/waive/", points.waive, name="point-waive"),
    path("points/<str:ref>/reopen/", points.reopen, name="point-reopen"),
    path("points/<str:ref>/shift/", shift.page, name="point-shift"),
    path("points/<str:ref>/shift/handover/", handover.prepare, name="point-handover-prepare"),
    path("points/<str:ref>/handover/", handover.page, name="point-handover"),
    path("points/<str:ref>/handover/<str:name>/", handover.section, name="point-handover-section"),
    path("notes/", notes.notes, name="notes"),
    path("notes/new/", notes.new, name="note-new"),
    path("notes/<str:ref>/", notes.note, name="note"),
    path("notes/<str:ref>/share/", notes.share, name="note-share"),
]
