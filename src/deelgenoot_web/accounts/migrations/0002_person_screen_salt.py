from django.db import migrations, models

import deelgenoot_web.accounts.models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="screen_salt",
            field=models.CharField(default=deelgenoot_web.accounts.models.new_salt, max_length=32),
        ),
    ]
