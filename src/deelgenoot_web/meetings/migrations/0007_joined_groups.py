"""What moves along with a group that is joined keeps where it came from."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

_KEPT = ("card", "participant", "registration")


def bring_cards_along(apps: Any, _schema_editor: Any) -> None:
    """Until now the cards of a group that was joined stayed behind, where nobody saw them."""
    cards = apps.get_model("meetings", "Card").objects
    stacks = apps.get_model("meetings", "Stack").objects
    for group in apps.get_model("meetings", "Group").objects.exclude(joined_into=None):
        cards.filter(group=group).update(group=group.joined_into_id, came_from=group)
        stacks.filter(group=group).update(group=group.joined_into_id)


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0006_one_role_once"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="came_from",
                field=models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to="meetings.group",
                ),
            )
            for name in _KEPT
        ),
        migrations.RunPython(bring_cards_along, migrations.RunPython.noop),
    ]
