"""The old table of flags, now empty of use. A migration of its own: PostgreSQL drops no table in a
transaction that has just written rows which refer to what it refers to."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("points", "0003_flags_go")]

    operations = [migrations.DeleteModel(name="RelevanceFlag")]
