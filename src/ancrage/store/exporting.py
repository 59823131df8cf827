"""All that was imported or typed, given back: rows as they were written, and what became of them.

A cell that a spreadsheet would take for a formula stays text: an apostrophe before it in CSV (our own reader removes
it), the type « text » in XLSX, nothing in JSON.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ancrage.files.spreadsheets import harmless
from ancrage.inputs.columns import KINDS
from ancrage.store.models import Correction, Event, ImportedRow, Workspace

FATE = (
    *("numero", "type", "fichier", "ligne", "statut", "siret", "chances", "raison"),
    *("decide_par", "decide_le", "ecrit_par", "ecrit_le"),
)


def records(workspace: Workspace, kind: str | None = None) -> list[dict[str, Any]]:
    """One record a row, imported or typed, in the order they were written; `contenu` holds the cells as read."""
    rows = ImportedRow.objects.filter(imported__workspace=workspace).select_related("imported")
    if kind:
        rows = rows.filter(imported__kind=kind)
    found = [
        {
            "numero": row.pk,
            "type": row.imported.kind,
            "fichier": row.imported.file_name,
            "ligne": row.line,
            "statut": row.status,
            "siret": row.siret,
            "chances": None if row.score is None else round(row.score, 3),
            "raison": row.reason,
            "decide_par": row.decided_by,
            "decide_le": row.decided_at.isoformat(timespec="seconds") if row.decided_at else "",
            "ecrit_par": row.imported.author,
            "ecrit_le": row.imported.created_at.isoformat(timespec="seconds"),
            "valeurs": row.values,
            "contenu": row.raw,
        }
        for row in rows.order_by("imported_id", "line")
    ]
    return found + (_typed(workspace) if kind in (None, "corrections") else [])


def _typed(workspace: Workspace) -> list[dict[str, Any]]:
    typed = Correction.objects.filter(workspace=workspace, row=None).order_by("id")
    return [
        dict.fromkeys(FATE, "")
        | {
            "type": "corrections",
            "statut": "saisi",
            "siret": c.siret,
            "chances": None,
            "ecrit_par": c.author,
            "ecrit_le": c.created_at.isoformat(timespec="seconds"),
            "valeurs": {"siret": c.siret, "champ": c.field, "valeur": c.value, "date": c.date.isoformat()},
            "contenu": {
                **{"siret": c.siret, "champ": c.field, "valeur": c.value, "ancienne_valeur": c.old_value},
                **{"date": c.date.isoformat(), "auteur": c.author},
            },
        }
        for c in typed
    ]


def history(workspace: Workspace) -> list[dict[str, Any]]:
    """Who did what, when."""
    return [
        {
            "le": e.at.isoformat(timespec="seconds"),
            "par": e.author,
            "action": e.action,
            "objet": e.subject,
            "details": json.dumps(e.details, ensure_ascii=False, sort_keys=True),
        }
        for e in Event.objects.filter(workspace=workspace).order_by("id")
    ]


def as_csv(found: Sequence[Mapping[str, Any]]) -> bytes:
    """The records of one kind: the cells as read, then what became of them. Opens in a spreadsheet (UTF-8, « ; »)."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    headings, lines = _flat(found)
    writer.writerows([[harmless(h) for h in headings], *([harmless(c) for c in line] for line in lines)])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(workspace: Workspace, found: Sequence[Mapping[str, Any]]) -> bytes:
    """A sheet a kind, and the history. Cells are texts or numbers, never formulas."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "text_wrap": True})
    events = history(workspace)
    pages = [(kind, *_flat([r for r in found if r["type"] == kind])) for kind in KINDS]
    pages.append(("historique", ["le", "par", "action", "objet", "details"], [list(e.values()) for e in events]))
    for name, headings, lines in pages:
        if not lines:
            continue
        page = book.add_worksheet(name)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, len(lines), max(0, len(headings) - 1))
        for column, heading in enumerate(headings):
            page.write_string(0, column, heading, bold)
            longest = max([len(heading), *(len(str(line[column])) for line in lines[:200])])
            page.set_column(column, column, min(48, longest + 2))
        for row, line in enumerate(lines, start=1):
            for column, cell in enumerate(line):
                if isinstance(cell, int | float):
                    page.write_number(row, column, cell)
                elif cell:
                    page.write_string(row, column, str(cell))
    if not book.worksheets():
        book.add_worksheet("vide")
    book.close()
    return buffer.getvalue()


def as_json(workspace: Workspace, found: Sequence[Mapping[str, Any]]) -> bytes:
    whole = {"territoire": workspace.key, "nom": workspace.label, "lignes": found, "historique": history(workspace)}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _flat(found: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[Any]]]:
    """Headings and lines: every heading that a row has, then the fate; a heading named like a fate is told apart."""
    cells = list(dict.fromkeys(heading for r in found for heading in r["contenu"]))
    shown = [f"{h} (fichier)" if h in FATE else h for h in cells]
    lines = [[*(r["contenu"].get(h, "") for h in cells), *("" if r[f] is None else r[f] for f in FATE)] for r in found]
    return [*shown, *FATE], lines
