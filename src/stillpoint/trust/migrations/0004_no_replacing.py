"""Triggers that stand already are put up anew: on SQLite there are more of them now."""

from django.db import migrations

from stillpoint.trust import guarding


def put_up_anew(apps, schema_editor):
    guarding.take_down(schema_editor.connection)
    guarding.put_up(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("trust", "0003_reading")]
    operations = [migrations.RunPython(put_up_anew, migrations.RunPython.noop)]
