from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_bounds")]

    operations = [
        migrations.AlterField(
            model_name="meeting",
            name="join_code",
            field=models.CharField(max_length=12, unique=True),
        ),
    ]
