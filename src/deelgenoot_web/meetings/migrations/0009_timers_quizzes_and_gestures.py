from django.db import migrations, models

_KINDS = [
    ("choice", "één keuze"),
    ("choices", "meer keuzes"),
    ("scale", "schaal"),
    ("words", "woordenwolk"),
    ("text", "open antwoord"),
    ("ranking", "rangorde"),
    ("points", "100 punten verdelen"),
    ("matrix", "invloed en haalbaarheid"),
    ("number", "wat zeggen de cijfers"),
]


class Migration(migrations.Migration):
    dependencies = [("meetings", "0008_live_answers")]

    operations = [
        migrations.DeleteModel("Signal"),
        migrations.AddField("meeting", "has_gestures", models.BooleanField(default=True)),
        migrations.AddField("poll", "answer", models.JSONField(blank=True, null=True)),
        migrations.AddField("poll", "closes_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "poll", "seconds", models.PositiveSmallIntegerField(blank=True, null=True)
        ),
        migrations.AlterField("poll", "kind", models.CharField(choices=_KINDS, max_length=7)),
        migrations.AddConstraint(
            "poll",
            models.CheckConstraint(
                condition=models.Q(closes_at__isnull=True) | models.Q(state="open"),
                name="only_an_open_poll_is_timed",
            ),
        ),
        migrations.AddConstraint(
            "poll",
            models.CheckConstraint(
                condition=models.Q(seconds__isnull=True) | models.Q(seconds__range=(5, 3600)),
                name="poll_of_bounded_time",
            ),
        ),
    ]
