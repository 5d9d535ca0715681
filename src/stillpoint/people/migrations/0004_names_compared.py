"""Keys by which names of places are compared, and what people are found by.

Places that were told apart by case, width or spaces alone stay apart, so that nothing is lost: all
but the first get a mark behind their key, and the pages of areas and teams offer to join them.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from stillpoint.methods.typed_text import name_key, person_key


def fill(apps, schema_editor):
    for name in ("Area", "Team"):
        taken = set()
        for place in apps.get_model("people", name).objects.order_by("pk"):
            key = name_key(place.name)[:200]
            place.name_key = f"{key} {place.ref}" if key in taken else key
            taken.add(key)
            place.save(update_fields=["name_key"])
    officers = apps.get_model("people", "Officer").objects
    for officer in officers.only("pk", "given_name", "family_name").iterator(chunk_size=2000):
        found_by = person_key(officer.given_name, officer.family_name)
        officers.filter(pk=officer.pk).update(search=found_by)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_by_file"),
    ]

    operations = [
        migrations.AddField(
            model_name="area",
            name="name_key",
            field=models.CharField(blank=True, default="", editable=False, max_length=220),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="officer",
            name="search",
            field=models.TextField(blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="team",
            name="name_key",
            field=models.CharField(blank=True, default="", editable=False, max_length=220),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="officer",
            name="given_name",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="area",
            name="name_key",
            field=models.CharField(blank=True, editable=False, max_length=220, unique=True),
        ),
        migrations.AlterField(
            model_name="team",
            name="name_key",
            field=models.CharField(blank=True, editable=False, max_length=220, unique=True),
        ),
        migrations.CreateModel(
            name="AreaName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("key", models.CharField(max_length=200, unique=True)),
                ("said_at", models.DateTimeField(auto_now_add=True)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="other_names",
                        to="people.area",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CourseName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("key", models.CharField(max_length=200, unique=True)),
                ("said_at", models.DateTimeField(auto_now_add=True)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="other_names",
                        to="people.course",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TeamName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("key", models.CharField(max_length=200, unique=True)),
                ("said_at", models.DateTimeField(auto_now_add=True)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="other_names",
                        to="people.team",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "abstract": False,
            },
        ),
    ]
