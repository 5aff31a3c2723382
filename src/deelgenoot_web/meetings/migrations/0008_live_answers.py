from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0007_words_that_count_as_another")]

    operations = [
        migrations.AddField("poll", "is_live", models.BooleanField(default=False)),
        migrations.AddField("poll", "live_values", models.JSONField(blank=True, default=list)),
        migrations.AddField("vote", "is_counted", models.BooleanField(default=False)),
    ]
