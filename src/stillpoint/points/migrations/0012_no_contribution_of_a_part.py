from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("points", "0011_lists_of_a_team"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="participation",
            name="contribution",
        ),
    ]
