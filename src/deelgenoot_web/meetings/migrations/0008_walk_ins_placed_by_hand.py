"""Who came in by the code and was placed by hand stays there when groups part."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0007_joined_groups"),
    ]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="is_placed_by_hand",
            field=models.BooleanField(default=False),
        ),
    ]
