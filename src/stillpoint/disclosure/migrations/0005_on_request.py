from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0004_stopped"),
    ]

    operations = [
        migrations.AddField(
            model_name="erasure",
            name="on_request",
            field=models.BooleanField(default=False),
        ),
    ]
