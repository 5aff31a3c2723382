import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_talks")]

    operations = [
        migrations.AddField(
            "programmeitem", "notes", models.TextField(blank=True, default="", max_length=1000)
        ),
        migrations.AddField(
            "poll", "notes", models.TextField(blank=True, default="", max_length=1000)
        ),
        migrations.AddField(
            "meeting",
            "spotlight",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="meetings.question",
            ),
        ),
    ]
