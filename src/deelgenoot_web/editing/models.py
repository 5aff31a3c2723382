"""Versions of perspectives, the municipalities that read them, and what readers say."""

from django.db import models

from deelgenoot_web.accounts.models import Person


class TextVersion(models.Model):
    """A version of the text of one perspective. It never changes: saving makes the next."""

    group = models.SlugField(max_length=80)
    number = models.PositiveIntegerField()
    content = models.TextField()
    """The text as its file in the study has it."""
    saved_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()
    restores = models.PositiveIntegerField(null=True)
    """The number of the version whose text this one has again; 0 is that of the release."""
    is_published = models.BooleanField(default=False)
    release_digest = models.CharField(max_length=32, blank=True, default="", db_default="")
    """Of the text of the release from which this one was begun; empty where nobody knows it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="text_version_has_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.number}"


class TextReader(models.Model):
    """Somebody of a municipality who was asked to read a perspective."""

    group = models.SlugField(max_length=80)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="readings")
    gm_code = models.CharField(max_length=6)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="reader_asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.gm_code}"


class ReaderRemark(models.Model):
    """What a reader or an editor says about a block of a version."""

    version = models.ForeignKey(TextVersion, on_delete=models.CASCADE, related_name="remarks")
    block = models.SlugField(max_length=40)
    text = models.TextField(max_length=2000)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version} {self.block}"


class ReaderSignature(models.Model):
    """That a municipality stands behind one version."""

    version = models.ForeignKey(TextVersion, on_delete=models.CASCADE, related_name="signatures")
    reader = models.ForeignKey(TextReader, on_delete=models.CASCADE, related_name="signatures")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "reader"], name="reader_signs_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.reader.gm_code}"
