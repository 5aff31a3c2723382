import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0009_timers_quizzes_and_gestures")]

    operations = [
        migrations.CreateModel(
            "SlideDeck",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("source", models.SlugField(blank=True, max_length=60)),
                ("n_pages", models.PositiveSmallIntegerField(default=0)),
                ("n_done", models.PositiveSmallIntegerField(default=0)),
                ("size", models.PositiveIntegerField(default=0)),
                ("problem", models.CharField(blank=True, default="", max_length=8)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            "SlidePicture",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("wide", models.BinaryField()),
                ("narrow", models.BinaryField()),
                ("text", models.TextField(blank=True)),
                (
                    "deck",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="meetings.slidedeck",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("deck", "number"), name="a_page_of_a_deck_once")
                ],
            },
        ),
        migrations.AddField(
            "meeting", "figure", models.CharField(blank=True, default="", max_length=120)
        ),
        migrations.AddField("meeting", "slide", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(
            "programmeitem",
            "deck",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="items",
                to="meetings.slidedeck",
            ),
        ),
    ]
