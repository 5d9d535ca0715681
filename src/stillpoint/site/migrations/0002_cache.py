"""The table of the cache: limits on sign-in hold over all processes together."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("site", "0001_first")]
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
