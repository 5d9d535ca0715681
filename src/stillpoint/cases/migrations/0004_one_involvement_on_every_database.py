from django.db import migrations, models

# SQLite never had the constraint that goes: what came in twice there is put together.
DUPLICATES = """
    DELETE FROM cases_involvement WHERE id NOT IN (
        SELECT MIN(id) FROM cases_involvement GROUP BY case_id, officer_id, role, since)
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_fewer_indexes")]

    operations = [
        migrations.RunSQL(DUPLICATES, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="involvement", name="one_involvement"),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.UniqueConstraint(
                fields=("case", "officer", "role", "since"), name="one_involvement_from_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("since__isnull", True)),
                fields=("case", "officer", "role"),
                name="one_involvement_without_a_day",
            ),
        ),
    ]
