from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_first")]

    operations = [
        migrations.AddField(
            "review",
            "timed_at",
            models.DateTimeField(
                blank=True, help_text="When active time was last posted", null=True
            ),
        ),
        migrations.AddField(
            "review",
            "section_versions",
            models.JSONField(
                default=dict, help_text="Page to its own version, so that two pages do not clash"
            ),
        ),
        migrations.AlterField(
            "areajudgement",
            "where",
            models.TextField(
                blank=True, help_text="Fact: what the record shows, and where in it the evidence is"
            ),
        ),
        migrations.AddField(
            "areajudgement",
            "template_version",
            models.CharField(blank=True, max_length=80),
        ),
    ]
