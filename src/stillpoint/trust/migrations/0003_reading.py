from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Which entries name a record: PostgreSQL can look that up, SQLite reads the entries.
NAME = "trail_by_reference"


def add_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE INDEX {NAME} ON trust_trailentry USING gin (about jsonb_path_ops)"
        )


def drop_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {NAME}")


class Migration(migrations.Migration):
    dependencies = [("trust", "0002_triggers")]

    operations = [
        migrations.AddIndex(
            model_name="trailentry",
            index=models.Index(fields=["at"], name="trail_by_time"),
        ),
        migrations.RunPython(add_index, drop_index),
    ]
