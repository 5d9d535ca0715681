from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_writing_reviews")]

    operations = [
        migrations.AddField(
            "feedback",
            "stale_since",
            models.DateTimeField(
                blank=True,
                help_text="When a review that it rests on was reopened before it was released",
                null=True,
            ),
        ),
    ]
