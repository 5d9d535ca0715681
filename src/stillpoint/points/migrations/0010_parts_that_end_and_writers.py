from django.db import migrations, models


def name_known_writers(apps, schema_editor):
    """Of what was written before, the last saver and those who shared are known."""
    for name in ("Section", "Conversation"):
        drafts = apps.get_model("points", name).objects.all()
        for draft in drafts.iterator():
            if name == "Section":
                shared = draft.revisions.values_list("by", flat=True)
            else:
                revisions = apps.get_model("points", "ConversationRevision")
                shared = revisions.objects.filter(point=draft.point_id).values_list("by", flat=True)
            known = {*shared, draft.saved_by_id} - {None}
            if known:
                drafts.filter(pk=draft.pk).update(writers=sorted(known))


class Migration(migrations.Migration):
    dependencies = [("points", "0009_closure_notices")]

    operations = [
        migrations.AddField(
            model_name="participation",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="section",
            name="writers",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="conversation",
            name="writers",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(name_known_writers, migrations.RunPython.noop),
    ]
