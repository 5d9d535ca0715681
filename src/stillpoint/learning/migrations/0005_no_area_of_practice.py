from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0004_trials"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="learningpoint",
            name="area_of_practice",
        ),
    ]
