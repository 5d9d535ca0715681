"""Items of the schedule are numbered within their case, once and for good, and say whether they are
sensitive. What was scheduled before is numbered in the order in which it was flagged."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import migrations, models


def number_what_is_scheduled(apps: Any, schema_editor: Any) -> None:
    RelevanceFlag = apps.get_model("disclosure", "RelevanceFlag")
    given: Counter[int] = Counter()
    for flag in RelevanceFlag.objects.filter(state="scheduled").order_by("flagged_at", "id"):
        given[flag.case_id] += 1
        flag.number, flag.sensitivity = given[flag.case_id], "not_sensitive"
        flag.save(update_fields=["number", "sensitivity"])


class Migration(migrations.Migration):
    # After the flags that points had have come here, which may be scheduled ones.
    dependencies = [("disclosure", "0005_on_request"), ("points", "0004_flags_gone")]

    operations = [
        migrations.AddField(
            "relevanceflag", "number", models.PositiveIntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            "relevanceflag",
            "sensitivity",
            models.CharField(
                blank=True,
                choices=[("not_sensitive", "Not sensitive"), ("sensitive", "Sensitive")],
                default="",
                max_length=14,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "relevanceflag",
            "sensitive_because",
            models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(number_what_is_scheduled, migrations.RunPython.noop),
    ]
