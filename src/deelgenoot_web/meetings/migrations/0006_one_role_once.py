"""SQLite never made `a_role_once`; two constraints that it does make take its place."""

from typing import Any

from django.db import migrations, models


def one_of_each(apps: Any, _schema_editor: Any) -> None:
    """Of equal roles, which SQLite allowed, the oldest stays."""
    seen = set()
    for role in apps.get_model("meetings", "Role").objects.order_by("pk"):
        what = role.meeting_id, role.person_id, role.kind, role.group_id
        if what in seen:
            role.delete()
        seen.add(what)


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0005_joined_once"),
    ]

    operations = [
        migrations.RunPython(one_of_each, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="role", name="a_role_once"),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.UniqueConstraint(
                fields=("meeting", "person", "kind", "group"), name="a_role_in_a_group_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.UniqueConstraint(
                condition=models.Q(("group__isnull", True)),
                fields=("meeting", "person", "kind"),
                name="a_role_without_a_group_once",
            ),
        ),
    ]
