from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0001_first")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="on_screen_only",
            field=models.BooleanField(default=False),
        ),
    ]
