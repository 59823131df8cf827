"""Erasing for good: what was asked, all of it, the history included, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from ancrage.domain.errors import AncrageError
from ancrage.store.matching import DUPLICATE
from ancrage.store.models import Event, Import, ImportedRow, Workspace
from ancrage.store.writing import ALL_TOLD, BATCH, OF_ESTABLISHMENTS, add_event, hold, row_of, write_entries

Rows: TypeAlias = "QuerySet[ImportedRow]"
# what a row that takes the place of another takes from it
OUTCOME = ("status", "siret", "score", "reason", "candidates", "values", "decided_by", "decided_at")


@dataclass(frozen=True)
class Asked:
    """What to erase: `rows` of files, what was typed of `siret`, the import `number`; `subject` for the history."""

    rows: Rows
    subject: str
    siret: str = ""
    number: int | None = None


def of_establishment(workspace: Workspace, siret: str) -> Asked:
    """All that is said of an establishment: rows that only doubt about it, or name it without being linked, too.

    Raises AncrageError: nothing is.
    """
    own = _rows(workspace)
    said = own.exclude(status=DUPLICATE).filter(Q(siret=siret) | Q(siret="", values__siret=siret))
    typed = any(
        model.objects.filter(workspace=workspace, siret=siret, row=None).exists() for model in OF_ESTABLISHMENTS
    )
    if not said.exists() and not typed:
        raise AncrageError(
            f"Le carnet de {workspace.label} ne dit rien de l'établissement {siret} : rien n'est effacé.",
            "Cherchez la ligne avec « ancrage carnet lister », puis effacez-la par son numéro : --ligne N.",
        )
    copies = own.filter(status=DUPLICATE, fingerprint__in=said.values("fingerprint"))
    both = own.filter(Q(pk__in=said.values("pk")) | Q(pk__in=copies.values("pk")))
    return Asked(both, "un établissement", siret=siret)


def of_row(workspace: Workspace, number: int) -> Asked:
    """A row, and those of other files that repeat it cell by cell. Raises AncrageError: not in this book."""
    row = row_of(workspace, number)
    return Asked(_rows(workspace).filter(fingerprint=row.fingerprint), f"ligne {number}")


def of_import(workspace: Workspace, number: int) -> Asked:
    """All that a file brought. Raises AncrageError: no such import in this book."""
    if not Import.objects.filter(workspace=workspace, pk=number).exists():
        raise AncrageError(f"L'import n° {number} n'est pas dans le carnet.", "Voyez « ancrage carnet etat ».")
    return Asked(_rows(workspace).filter(imported_id=number), f"import {number}", number=number)


def of_old(workspace: Workspace, before: date, kinds: Sequence[str]) -> Asked:
    """Rows of `kinds` imported before a day."""
    return Asked(_old(workspace, before, kinds), f"avant le {before.isoformat()}")


def erase(workspace: Workspace, author: str, asked: Asked) -> dict[str, int]:
    """Remove for good; returns counts of rows, of what they told, and of rows of other files left to tell the same.

    A row kept elsewhere as a repetition of an erased one takes its place: what it tells is not lost.
    """
    with transaction.atomic():
        hold(workspace)
        told = [model.objects.filter(workspace=workspace, row__in=asked.rows) for model in ALL_TOLD]
        if asked.siret:
            told += [m.objects.filter(workspace=workspace, siret=asked.siret, row=None) for m in OF_ESTABLISHMENTS]
        counts = {"lignes": asked.rows.count(), "informations": sum(entries.count() for entries in told)}
        heirs = _heirs(workspace, asked.rows)
        _forget(workspace, asked.siret, set(asked.rows.values_list("pk", flat=True)))
        for entries in told:
            entries.delete()
        asked.rows.delete()
        if asked.number is not None:
            Import.objects.filter(pk=asked.number).delete()
        ImportedRow.objects.bulk_update(heirs, OUTCOME, batch_size=BATCH)
        for imported in {heir.imported_id: heir.imported for heir in heirs}.values():
            write_entries(imported, [heir for heir in heirs if heir.imported_id == imported.pk], imported.author)
        if asked.number is not None or any(counts.values()):
            add_event(workspace, author, "effacement", asked.subject, counts)
    if connection.vendor == "sqlite":  # the journal still holds the pages as they were
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return counts | {"rattachées": len(heirs)}


def old_rows(workspace: Workspace, years: int, kinds: Sequence[str]) -> tuple[int, date]:
    """How many rows of `kinds` were imported more than `years` ago, and that day."""
    today = date.today()
    day = today.replace(year=today.year - years, day=min(today.day, 28))
    return _old(workspace, day, kinds).count(), day


def _rows(workspace: Workspace) -> Rows:
    return ImportedRow.objects.filter(imported__workspace=workspace)


def _old(workspace: Workspace, before: date, kinds: Sequence[str]) -> Rows:
    return _rows(workspace).filter(imported__created_at__date__lt=before, imported__kind__in=kinds)


def _heirs(workspace: Workspace, erased: Rows) -> list[ImportedRow]:
    """Of the rows that repeat an erased one and stay, the first of each, with what had become of the erased one."""
    originals = erased.exclude(status=DUPLICATE)
    left = _rows(workspace).filter(status=DUPLICATE, fingerprint__in=originals.values("fingerprint"))
    first: dict[str, ImportedRow] = {}
    for row in left.exclude(pk__in=erased.values("pk")).select_related("imported").order_by("imported_id", "line"):
        first.setdefault(row.fingerprint, row)
    for original in originals.iterator() if first else ():
        if heir := first.get(original.fingerprint):
            for name in OUTCOME:
                setattr(heir, name, getattr(original, name))
    return list(first.values())


def _forget(workspace: Workspace, siret: str, rows: set[int]) -> None:
    """Take the SIRET, and those that were chosen for the rows, out of the history: what was done and when stay."""
    subjects = {f"ligne {number}" for number in rows}
    for event in Event.objects.filter(workspace=workspace).exclude(action="import").iterator():
        about = event.subject in subjects
        details = _without(event.details, siret, whole=about)
        subject = "un établissement" if siret and event.subject == siret else event.subject
        if (subject, details) != (event.subject, event.details):
            Event.objects.filter(pk=event.pk).update(subject=subject, details=details)


def _without(told: Any, siret: str, *, whole: bool) -> Any:
    """`told` with an empty text instead of `siret`; `whole`: instead of any SIRET."""
    if not isinstance(told, dict):
        return told
    return {
        key: "" if key == "siret" and (whole or value == siret) else _without(value, siret, whole=whole)
        for key, value in told.items()
    }
