"""The tables of the store. Every row hangs on a workspace: what a territory writes is invisible to the others.

Nothing of the register is here, and nothing here is written over: a correction is laid on top, with who and when,
and the one before stays. What people write has no length: both engines keep it alike.
"""

from typing import Any

from django.db import models
from django.utils.timezone import now

from ancrage.domain.errors import AncrageError


class Workspace(models.Model):
    """A territory's own book. `key` is `niveau:code`."""

    key = models.CharField(max_length=400, unique=True)
    label = models.TextField()
    created_at = models.DateTimeField(default=now)


class Import(models.Model):
    """A file read once: what it was, how its columns were understood, by whom, against which register.

    `digest` says the same file, kind, sheet and mapping: two imports of a book never share it.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="imports")
    kind = models.CharField(max_length=20)
    file_name = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)
    sheet = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    encoding = models.CharField(max_length=40)
    mapping = models.JSONField()
    headers = models.JSONField()
    edition = models.TextField()
    threshold = models.FloatField()
    author = models.TextField()
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "digest"), name="one_import_a_file"),)


class ImportedRow(models.Model):
    """A row of a file: the kept cells as they were written, what they were understood to say, and what became of it."""

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    raw = models.JSONField()
    values = models.JSONField()
    fingerprint = models.CharField(max_length=64, db_index=True)
    status = models.CharField(max_length=20, db_index=True)
    siret = models.CharField(max_length=14, blank=True, db_index=True)
    score = models.FloatField(null=True)
    reason = models.TextField(blank=True)
    candidates = models.JSONField(default=list)
    decided_by = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("imported", "line"), name="one_row_a_line"),)


class Told(models.Model):
    """What is common to all that people write: where, by whom, when, from which row of a file (or by hand: null).

    A row tells one thing.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    row = models.OneToOneField(ImportedRow, on_delete=models.CASCADE, null=True, related_name="+")
    author = models.TextField()
    created_at = models.DateTimeField(default=now)

    class Meta:
        abstract = True


class Note(Told):
    """Something known of an establishment; `person`, `email`, `phone` are personal data."""

    siret = models.CharField(max_length=14, db_index=True)
    kind = models.CharField(max_length=20)
    date = models.DateField(null=True)
    person = models.TextField(blank=True)
    email = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    text = models.TextField(blank=True)


class Correction(Told):
    """A value laid over the register. The last one counts; the ones before stay."""

    siret = models.CharField(max_length=14, db_index=True)
    field = models.CharField(max_length=20)
    old_value = models.TextField(blank=True)
    value = models.TextField()
    date = models.DateField()


class Signal(Told):
    """What weakens the hold of a know-how."""

    siret = models.CharField(max_length=14, db_index=True)
    kind = models.TextField()
    date = models.DateField(null=True)
    source = models.TextField(blank=True)
    text = models.TextField(blank=True)


class SupportBody(Told):
    """A training centre, cluster, laboratory or support body."""

    name = models.TextField()
    kind = models.TextField(blank=True)
    commune = models.TextField(blank=True)
    activities = models.JSONField(default=list)
    source = models.TextField(blank=True)


class OwnSite(Told):
    """A site of the territory's own list. Null: not told."""

    name = models.TextField()
    commune = models.TextField()
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    area_ha = models.FloatField(null=True)
    power_mw = models.FloatField(null=True)
    water_m3_per_day = models.FloatField(null=True)
    zoning = models.TextField(blank=True)
    polluted = models.BooleanField(null=True)
    available_from = models.TextField(blank=True)
    source = models.TextField(blank=True)
    note = models.TextField(blank=True)


class Event(models.Model):
    """The history: who did what, when. Lines are added, never changed nor removed, and hold nothing of what was
    written: numbers of rows, fields, and SIRET, which an erasure takes out of them.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(default=now)
    author = models.TextField()
    action = models.CharField(max_length=40)
    subject = models.TextField()
    details = models.JSONField(default=dict)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AncrageError("Une ligne de l'historique ne se modifie pas.", "Ajoutez une nouvelle ligne.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AncrageError("Une ligne de l'historique ne s'efface pas.", "Elle ne contient aucune donnée personnelle.")
