from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="is_refused",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["to"], condition=Q(is_refused=True), name="letter_refused"),
        ),
    ]
