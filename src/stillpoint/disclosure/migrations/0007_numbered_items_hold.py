"""What holds of numbered items: apart, because PostgreSQL does not alter a table in the transaction
that has just written to it."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0006_numbered_items")]

    operations = [
        migrations.AddConstraint(
            "relevanceflag",
            models.UniqueConstraint(fields=("case", "number"), name="one_item_of_a_number"),
        ),
        migrations.AddConstraint(
            "relevanceflag",
            models.CheckConstraint(
                condition=~Q(state="scheduled") | (Q(number__isnull=False) & ~Q(sensitivity="")),
                name="a_scheduled_item_is_numbered",
            ),
        ),
        migrations.AddConstraint(
            "relevanceflag",
            models.CheckConstraint(
                condition=~Q(sensitivity="sensitive") | ~Q(sensitive_because=""),
                name="a_sensitive_item_says_why",
            ),
        ),
    ]
