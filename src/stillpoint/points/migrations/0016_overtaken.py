"""Points that a case has gone past. What stands open beside a decision is set aside by the job."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("points", "0015_no_words_about_health")]

    operations = [
        migrations.AddField("point", "overtaken_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "point",
            "overtaken_by",
            models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AlterField(
            "point",
            "state",
            models.CharField(
                choices=[
                    ("open", "Open"),
                    ("held", "Held"),
                    ("waived", "Waived"),
                    ("overtaken", "Overtaken"),
                ],
                default="open",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "point",
            models.CheckConstraint(
                condition=~Q(state="overtaken")
                | (Q(overtaken_at__isnull=False) & ~Q(overtaken_by="")),
                name="an_overtaken_point_says_by_what",
            ),
        ),
    ]
