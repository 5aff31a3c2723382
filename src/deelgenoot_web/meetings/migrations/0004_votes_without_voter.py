from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_longer_codes")]

    operations = [
        migrations.AlterField(
            model_name="vote",
            name="voter",
            field=models.CharField(max_length=64, null=True),
        ),
    ]
