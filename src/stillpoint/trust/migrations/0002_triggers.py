from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from stillpoint.trust import guarding


def put_up(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guarding.put_up(schema_editor.connection)


def take_down(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    guarding.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("trust", "0001_first")]

    operations = [migrations.RunPython(put_up, take_down)]
