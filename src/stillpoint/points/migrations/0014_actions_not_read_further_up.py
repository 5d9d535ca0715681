"""Whoever managed the managers of those who took part no longer reads the actions that were agreed
there: they never could read the point since. Who took part, and the line managers of today, stay."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import migrations
from django.db.models import Q


def forget_the_line_above(apps: Any, schema_editor: Any) -> None:
    Action = apps.get_model("learning", "Action")
    Point = apps.get_model("points", "Point")
    Participation = apps.get_model("points", "Participation")
    LineManagement = apps.get_model("people", "LineManagement")
    today = dt.date.today()
    now = Q(since__lte=today) & (Q(until=None) | Q(until__gte=today))
    for action in Action.objects.filter(source__startswith="point:").iterator():
        point = Point.objects.filter(ref=action.source.removeprefix("point:")).first()
        if point is None:
            continue
        parts = Participation.objects.filter(point=point)
        people = {*parts.values_list("officer", flat=True), point.owner_id, action.given_by_id}
        managers = LineManagement.objects.filter(now, officer__in=people - {None})
        kept = people | set(managers.values_list("manager", flat=True))
        action.involved.remove(*action.involved.exclude(pk__in=kept - {None}))


class Migration(migrations.Migration):
    dependencies = [
        ("points", "0013_waived_lately"),
        ("learning", "0005_no_area_of_practice"),
        ("people", "0001_first"),
    ]

    operations = [migrations.RunPython(forget_the_line_above, migrations.RunPython.noop)]
