import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0010_slides")]

    operations = [
        migrations.CreateModel(
            "PollPicture",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wide", models.BinaryField()),
                ("narrow", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("added_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            "meeting",
            "harvest_of",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="meetings.group",
            ),
        ),
        migrations.AddField(
            "poll",
            "picture",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="polls",
                to="meetings.pollpicture",
            ),
        ),
        migrations.AddField(
            "poll", "picture_text", models.CharField(blank=True, default="", max_length=300)
        ),
        migrations.AddConstraint(
            "poll",
            models.CheckConstraint(
                condition=models.Q(("picture__isnull", True)) | ~models.Q(("picture_text", "")),
                name="a_picture_has_a_text",
            ),
        ),
    ]
