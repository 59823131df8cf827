"""One import a file, one thing told a row, no content in the history: what earlier versions left is put right."""

import hashlib
import json
from typing import Any

from django.db import migrations, models

TOLD = ("Note", "Correction", "Signal", "SupportBody", "OwnSite")


def put_right(apps: Any, schema_editor: Any) -> None:
    for name in TOLD:
        keep_one_a_row(apps.get_model("store", name))
    sign_imports(apps.get_model("store", "Import"))
    empty_history(apps.get_model("store", "Event"))


def keep_one_a_row(model: Any) -> None:
    """Of what a row told several times, the last that agrees with what was decided of it."""
    kept: dict[int, tuple[bool, int]] = {}
    doubles = []
    for entry in model.objects.exclude(row=None).select_related("row").order_by("id").iterator():
        rank = (getattr(entry, "siret", "") == entry.row.siret, entry.pk)
        if (before := kept.get(entry.row_id)) is not None:
            doubles.append(min(before, rank)[1])
        kept[entry.row_id] = max(kept.get(entry.row_id, rank), rank)
    for start in range(0, len(doubles), 500):
        model.objects.filter(pk__in=doubles[start : start + 500]).delete()


def sign_imports(model: Any) -> None:
    """The digest of each; an import that repeats another stays, under a digest of its own."""
    taken = set()
    for one in model.objects.order_by("id").iterator():
        text = json.dumps([one.kind, one.sha256, one.sheet, one.mapping], sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        if (one.workspace_id, digest) in taken:
            digest = hashlib.sha256(f"{text} {one.pk}".encode()).hexdigest()
        taken.add((one.workspace_id, digest))
        model.objects.filter(pk=one.pk).update(digest=digest)


def empty_history(model: Any) -> None:
    """A correction keeps its field, an import its number: values and names of files are in their own tables."""
    for event in model.objects.filter(action="correction").iterator():
        model.objects.filter(pk=event.pk).update(details={"champ": event.details.get("champ", "")})
    for event in model.objects.filter(action="import").iterator():
        number, _, told = event.subject.partition(" (")
        details = {"type": told.partition(",")[0]} | event.details
        model.objects.filter(pk=event.pk).update(subject=number, details=details)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]

    operations = [
        migrations.AddField("import", "digest", models.CharField(max_length=64, default=""), preserve_default=False),
        migrations.RunPython(put_right, migrations.RunPython.noop),
    ]
