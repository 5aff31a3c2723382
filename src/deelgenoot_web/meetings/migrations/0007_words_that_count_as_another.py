import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0006_notes_and_a_spotlight")]

    operations = [
        migrations.CreateModel(
            "MergedWord",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stem", models.CharField(max_length=60)),
                ("into", models.CharField(max_length=60)),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merged_words",
                        to="meetings.poll",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("poll", "stem"), name="a_word_merged_once"),
                    models.CheckConstraint(
                        condition=models.Q(("stem", models.F("into")), _negated=True),
                        name="a_word_merged_into_another",
                    ),
                ],
            },
        ),
    ]
