from datetime import UTC, datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_initial"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ends_at__gte",
                        datetime(1999, 12, 31, 0, 0, tzinfo=UTC),
                    ),
                    (
                        "ends_at__lt",
                        datetime(2100, 1, 2, 0, 0, tzinfo=UTC),
                    ),
                    (
                        "starts_at__gte",
                        datetime(1999, 12, 31, 0, 0, tzinfo=UTC),
                    ),
                    (
                        "starts_at__lt",
                        datetime(2100, 1, 2, 0, 0, tzinfo=UTC),
                    ),
                ),
                name="meeting_in_this_century",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("registration_closes_at__isnull", True),
                    models.Q(
                        (
                            "registration_closes_at__gte",
                            datetime(1999, 12, 31, 0, 0, tzinfo=UTC),
                        ),
                        (
                            "registration_closes_at__lt",
                            datetime(2100, 1, 2, 0, 0, tzinfo=UTC),
                        ),
                    ),
                    _connector="OR",
                ),
                name="registration_closes_in_this_century",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("keep_days__range", (1, 365))), name="meeting_keeps_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("capacity__isnull", True), ("capacity__range", (1, 100000)), _connector="OR"
                ),
                name="meeting_has_a_bounded_capacity",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__range", (1, 600))), name="item_of_bounded_length"
            ),
        ),
    ]
