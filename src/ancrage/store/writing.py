"""Writing into the store: imports, decisions on doubtful rows, corrections. Each is whole or not at all.

One writer at a time in a book: each writing holds its workspace until its end. Call `open_store()` first: this module
imports the models.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from ancrage.domain.errors import AncrageError
from ancrage.domain.territory import Territory
from ancrage.inputs.columns import KINDS, NEEDED, OF_FIRMS, Columns
from ancrage.inputs.table import Sheet
from ancrage.store.matching import DOUBTFUL, DUPLICATE, MATCHED, NOT_FOUND
from ancrage.store.models import (
    Correction,
    Event,
    Import,
    ImportedRow,
    Note,
    OwnSite,
    Signal,
    SupportBody,
    Told,
    Workspace,
)
from ancrage.store.rows import RECORDED, UNREADABLE, Row

OF_ESTABLISHMENTS = (Note, Correction, Signal)
ALL_TOLD = (*OF_ESTABLISHMENTS, SupportBody, OwnSite)
BATCH = 500


@dataclass(frozen=True)
class Outcome:
    """`counts` by status; `known`: the same file was already imported, and nothing was written."""

    imported: Import
    counts: dict[str, int]
    known: bool = False


def workspace_of(territory: Territory) -> Workspace:
    """The book of a territory, opened at its first use."""
    return Workspace.objects.get_or_create(key=territory.key, defaults={"label": territory.label})[0]


def hold(workspace: Workspace) -> None:
    """Wait for the other writers of this book, then be the only one until the end of the transaction."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)  # SQLite's transactions are immediate: already alone


def only_workspace() -> Workspace:
    """The only book, when the command names no territory."""
    found = list(Workspace.objects.order_by("label")[:13])
    if len(found) == 1:
        return found[0]
    raise AncrageError(
        "Le carnet ne sait pas de quel territoire il s'agit." if not found else "Le carnet a plusieurs territoires.",
        'Dites-le une première fois avec --territoire "La Vallée de l\'Arve".'
        if not found
        else "Choisissez avec --territoire : " + ", ".join(w.key for w in found),
    )


def import_digest(kind: str, sha256: str, sheet: str, mapping: dict[str, Any]) -> str:
    """The same for the same file, sheet and mapping of a kind. Migration 0002 holds a copy."""
    return hashlib.sha256(json.dumps([kind, sha256, sheet, mapping], sort_keys=True).encode()).hexdigest()


def already_imported(workspace: Workspace, kind: str, sheet: Sheet, columns: Columns) -> Import | None:
    """The import that this one would repeat."""
    digest = import_digest(kind, sheet.sha256, sheet.sheet, columns.as_dict())
    return Import.objects.filter(workspace=workspace, digest=digest).first()


def statuses(workspace: Workspace, kind: str, rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Status and reason of each row: what the register says, unless the row is already known."""
    stored: dict[str, str] = {}
    prints = [row.fingerprint for row in rows]
    for start in range(0, len(prints), BATCH):
        known = ImportedRow.objects.filter(
            imported__workspace=workspace, imported__kind=kind, fingerprint__in=prints[start : start + BATCH]
        ).exclude(status=DUPLICATE)
        for value, when in known.values_list("fingerprint", "imported__created_at"):
            stored[value] = f"déjà importée le {when:%d/%m/%Y}"
    found = []
    for row in rows:
        if row.fingerprint in stored:
            found.append((DUPLICATE, stored[row.fingerprint]))
        else:
            stored[row.fingerprint] = f"déjà à la ligne {row.line}"
            found.append((row.match.status, " ; ".join([*row.problems, row.match.reason]).strip(" ;")))
    return found


def record(
    workspace: Workspace,
    kind: str,
    rows: Sequence[Row],
    *,
    file_name: str,
    sheet: Sheet,
    columns: Columns,
    edition: str,
    threshold: float,
    author: str,
) -> Outcome:
    """Write an import whole, or nothing when the same file is already there."""
    with transaction.atomic():
        hold(workspace)
        if before := already_imported(workspace, kind, sheet, columns):
            return Outcome(before, counts_of(before), known=True)
        imported = Import.objects.create(
            workspace=workspace,
            kind=kind,
            file_name=file_name,
            sha256=sheet.sha256,
            sheet=sheet.sheet,
            digest=import_digest(kind, sheet.sha256, sheet.sheet, columns.as_dict()),
            encoding=sheet.encoding,
            mapping=columns.as_dict(),
            headers=list(sheet.headers),
            edition=edition,
            threshold=threshold,
            author=author,
        )
        stored = [
            ImportedRow(
                imported=imported,
                line=row.line,
                raw=row.raw,
                values=row.values,
                fingerprint=row.fingerprint,
                status=status,
                siret=row.match.siret,
                score=row.match.score,
                reason=reason,
                candidates=[list(c) for c in row.match.candidates],
            )
            for row, (status, reason) in zip(rows, statuses(workspace, kind, rows), strict=True)
        ]
        ImportedRow.objects.bulk_create(stored, batch_size=BATCH)
        write_entries(imported, stored, author)
        counts = counts_of(imported)
        add_event(workspace, author, "import", f"import {imported.pk}", {"type": kind} | counts)
    return Outcome(imported, counts)


def counts_of(imported: Import) -> dict[str, int]:
    counts: dict[str, int] = {}
    for status in imported.rows.values_list("status", flat=True):
        counts[status] = counts.get(status, 0) + 1
    return counts


def write_entries(imported: Import, rows: Sequence[ImportedRow], author: str) -> None:
    """What the rows tell, once their firm is known: a SIRET given and valid counts even outside the register."""
    entries: dict[type[Told], list[Told]] = {}
    for row in rows:
        if row.status in (MATCHED, RECORDED) or (row.status == NOT_FOUND and row.siret):
            entry = _entry(imported, row, author)
            entries.setdefault(type(entry), []).append(entry)
    for model, found in entries.items():
        model.objects.bulk_create(found, batch_size=BATCH)


def _entry(imported: Import, row: ImportedRow, author: str) -> Told:
    v: dict[str, Any] = row.values
    common = {"workspace": imported.workspace, "row": row, "author": v.get("auteur") or author}
    day = date.fromisoformat(v["date"]) if v.get("date") else None
    kind = imported.kind
    if kind == "corrections":
        day = day or date.today()
        return Correction(**common, siret=row.siret, field=v["champ"], value=v["valeur"], date=day)
    if kind == "signaux":
        source, text = v.get("source", ""), v.get("texte", "")
        return Signal(**common, siret=row.siret, kind=v["type"], date=day, source=source, text=text)
    if kind == "soutiens":
        return SupportBody(
            **common,
            name=v["nom"],
            kind=v.get("type", ""),
            commune=v.get("commune", ""),
            activities=v.get("activites", []),
            source=v.get("source", ""),
        )
    if kind == "sites":
        return OwnSite(
            **common,
            name=v["nom"],
            commune=v["commune"],
            lon=v.get("lon"),
            lat=v.get("lat"),
            area_ha=v.get("surface_ha"),
            power_mw=v.get("puissance_mw"),
            water_m3_per_day=v.get("eau_m3_jour"),
            zoning=v.get("zonage", ""),
            polluted=v.get("pollue"),
            available_from=v.get("disponible", ""),
            source=v.get("source", ""),
            note=v.get("remarque", ""),
        )
    return Note(
        **common,
        siret=row.siret,
        kind=KINDS[kind],
        date=day,
        person=v.get("personne", ""),
        email=v.get("courriel", ""),
        phone=v.get("telephone", ""),
        text=v.get("texte", ""),
    )


def pending(workspace: Workspace) -> list[ImportedRow]:
    """The doubtful rows, the surest first."""
    rows = ImportedRow.objects.filter(imported__workspace=workspace, status=DOUBTFUL).select_related("imported")
    return list(rows.order_by("-score", "imported_id", "line"))


def decide(workspace: Workspace, number: int, siret: str, author: str) -> ImportedRow:
    """Someone says which establishment a row means (« » : none). Deciding again replaces what the row told."""
    with transaction.atomic():
        hold(workspace)
        row = row_of(workspace, number)
        _check_decidable(row)
        before = {"statut": row.status, "siret": row.siret}
        for model in OF_ESTABLISHMENTS:
            model.objects.filter(row=row).delete()
        row.status = MATCHED if siret else NOT_FOUND
        row.siret, row.decided_by, row.decided_at = siret, author, now()
        row.save()
        if siret:
            write_entries(row.imported, [row], author)
        after = {"statut": row.status, "siret": siret}
        add_event(workspace, author, "décision", f"ligne {number}", {"avant": before, "après": after})
    return row


def row_of(workspace: Workspace, number: int) -> ImportedRow:
    """A row by its number. Raises AncrageError: not in this book."""
    row = ImportedRow.objects.filter(imported__workspace=workspace, pk=number).select_related("imported").first()
    if row is None:
        raise AncrageError(f"La ligne n° {number} n'est pas dans le carnet.", "Voyez « ancrage carnet lister ».")
    return row


def _check_decidable(row: ImportedRow) -> None:
    kind, name = row.imported.kind, f"La ligne n° {row.pk}"
    if row.status == DUPLICATE:
        raise AncrageError(f"{name} répète une ligne déjà connue ({row.reason}).", "Décidez pour cette autre ligne.")
    if kind not in OF_FIRMS:
        raise AncrageError(f"{name} est de type {kind} : elle ne parle pas d'une entreprise.", "Rien n'est à décider.")
    if row.status == UNREADABLE and kind in NEEDED:
        raise AncrageError(f"{name} est illisible ({row.reason}).", "Corrigez-la dans le fichier, puis réimportez-le.")


def correct(
    workspace: Workspace, siret: str, field: str, value: str, *, old: str, author: str, day: date | None = None
) -> Correction:
    """Lay a correction over the register, by hand."""
    with transaction.atomic():
        hold(workspace)
        made = Correction.objects.create(
            workspace=workspace,
            siret=siret,
            field=field,
            value=value,
            old_value=old,
            author=author,
            date=day or date.today(),
        )
        add_event(workspace, author, "correction", siret, {"champ": field})
    return made


def contents(workspace: Workspace) -> dict[str, int]:
    """How much of each thing the book of a territory holds."""
    rows = ImportedRow.objects.filter(imported__workspace=workspace)
    labels = {
        Note: "notes",
        Correction: "corrections",
        Signal: "signaux",
        SupportBody: "structures d'appui",
        OwnSite: "sites",
    }
    counts = {label: m.objects.filter(workspace=workspace).count() for m, label in labels.items()}
    return {"lignes importées": rows.count(), "à revoir": rows.filter(status=DOUBTFUL).count()} | counts


def add_event(workspace: Workspace, author: str, action: str, subject: str, details: dict[str, Any]) -> None:
    Event.objects.create(workspace=workspace, author=author, action=action, subject=subject, details=details)
