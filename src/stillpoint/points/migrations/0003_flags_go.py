"""Flags of relevance become records of the disclosure room, with what they hold now kept there."""

from django.db import migrations

KIND = "Reflective practice point"
FACT = ("points.RelevanceFlagged", "disclosure.RelevanceFlagged")
KEPT = (
    "ref",
    "words",
    "flagged_by_id",
    "flagged_at",
    "place",
    "now_on_file",
    "state",
    "description",
    "decided_by_id",
    "decided_at",
    "reason",
)


def carry_over(apps, schema_editor):
    old = apps.get_model("points", "RelevanceFlag")
    new = apps.get_model("disclosure", "RelevanceFlag")
    participation = apps.get_model("points", "Participation")
    parts = participation.objects.filter(took_part=True).select_related("officer")
    for flag in old.objects.select_related("point").order_by("id").iterator(chunk_size=500):
        there = parts.filter(point=flag.point_id).order_by("officer__family_name", "id")
        new.objects.create(
            case_id=flag.point.case_id,
            source=f"point:{flag.point.ref}",
            kind=KIND,
            present=[part.officer.ref for part in there],
            **{name: getattr(flag, name) for name in KEPT},
        )
    _rename_facts(apps, *FACT)


def bring_back(apps, schema_editor):
    """For going back: refused once words of anything but a point are flagged."""
    old = apps.get_model("points", "RelevanceFlag")
    new = apps.get_model("disclosure", "RelevanceFlag")
    point = apps.get_model("points", "Point")
    if new.objects.exclude(source__startswith="point:").exists():
        raise RuntimeError("Words of reviews are flagged: they have no place in the old table.")
    for flag in new.objects.order_by("id").iterator(chunk_size=500):
        back = old.objects.create(
            point=point.objects.get(ref=flag.source.removeprefix("point:")),
            **{name: getattr(flag, name) for name in KEPT},
        )
        old.objects.filter(pk=back.pk).update(flagged_at=flag.flagged_at)
    _rename_facts(apps, *reversed(FACT))


def _rename_facts(apps, before, after):
    """What waits in the outbox under the old name is heard under the new one."""
    apps.get_model("events", "Announcement").objects.filter(name=before).update(name=after)


class Migration(migrations.Migration):
    dependencies = [
        ("points", "0002_sections"),
        ("disclosure", "0001_first"),
        ("events", "0001_first"),
    ]

    operations = [migrations.RunPython(carry_over, bring_back)]
