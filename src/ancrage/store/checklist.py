"""« Vos 20 premiers employeurs », filled in: each answer becomes a correction of the book; corrections to share."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from ancrage.domain.checklist import ANSWERS, SHEET, SIRET
from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import listing
from ancrage.files.spreadsheets import harmless
from ancrage.inputs.cells import UnreadError, read_yes_no
from ancrage.inputs.ground import Ground
from ancrage.inputs.identifiers import read_siret
from ancrage.inputs.table import read_sheet
from ancrage.store.matching import Register
from ancrage.store.models import Correction, Workspace
from ancrage.store.rows import correction
from ancrage.store.writing import correct

# field of the book -> nature of the shared table (reference/corrections_registre.csv)
SHARED = {"ferme": "closed", "nom": "usual_name", "activite": "activity", "emplois": "size", "commune": "moved"}
COLUMNS = ("nature", "siret", "nom", "commune", "valeur", "date", "source", "verifie", "confiance", "note")


@dataclass(frozen=True, slots=True)
class Reply:
    """One answered cell, as the book keeps it."""

    siret: str
    field: str
    value: str


def read_checklist(path: Path, ground: Ground) -> list[Reply]:
    """Answers of the sheet, empty cells left aside. Raises AncrageError with every cell that cannot be read."""
    sheet = read_sheet(path, SHEET if path.suffix.lower() == ".xlsx" else None)
    at = {heading: i for i, heading in enumerate(sheet.headers)}
    missing = [heading for heading in (SIRET, *ANSWERS) if heading not in at]
    if missing:
        raise AncrageError(
            f"Le fichier {path} n'a pas la colonne {listing([f'« {heading} »' for heading in missing])}.",
            "Repartez de la feuille que propose « ancrage verifier TERRITOIRE ».",
        )
    replies: list[Reply] = []
    problems: list[str] = []
    for line, cells in zip(sheet.lines, sheet.rows, strict=True):
        answers = {heading: cells[at[heading]].strip() for heading in ANSWERS}
        if not any(answers.values()):
            continue
        try:
            siret = read_siret(cells[at[SIRET]])
        except UnreadError as unread:
            problems.append(f"ligne {line}, {SIRET} : {unread}")
            continue
        for heading, text in answers.items():
            try:
                if text:
                    replies.append(_reply(siret, ANSWERS[heading], text, ground))
            except UnreadError as unread:
                problems.append(f"ligne {line}, « {heading} » : {unread}")
            except AncrageError as unknown:
                problems.append(f"ligne {line}, « {heading} » : {unknown.message.rstrip('.')}")
    if problems:
        raise AncrageError(f"Le fichier {path} ne se relit pas entièrement : {' ; '.join(problems)}.",
                           "Corrigez ces cellules et relancez ; rien n'a été écrit.")  # fmt: skip
    return replies


def _reply(siret: str, field: str, text: str, ground: Ground) -> Reply:
    if field == "ferme":  # the sheet asks whether it is open
        is_open = read_yes_no(text).value
        if is_open is None:
            raise UnreadError("répondez oui ou non")
        return Reply(siret, field, "non" if is_open else "oui")
    name, value = correction(field, text, ground).value
    return Reply(siret, name, value)


def keep_replies(workspace: Workspace, replies: Sequence[Reply], register: Register, author: str) -> int:
    """Write what is new, all of it or nothing; returns how many corrections were added."""
    last = {(c.siret, c.field): c.value for c in Correction.objects.filter(workspace=workspace).order_by("id")}
    new = [r for r in replies if last.get((r.siret, r.field)) != r.value]
    with transaction.atomic():
        for reply in new:
            old = register.told(reply.siret, reply.field)
            correct(workspace, reply.siret, reply.field, reply.value, old=old, author=author)
    return len(new)


def shared_corrections(workspace: Workspace, register: Register) -> bytes:
    """The last correction of each field as rows of reference/corrections_registre.csv, to send to the project."""
    last = {(c.siret, c.field): c for c in Correction.objects.filter(workspace=workspace).order_by("id")}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for (siret, field), told in sorted(last.items()):
        opened = field == "ferme" and told.value != "oui"
        if field not in SHARED or opened:
            continue
        row = (SHARED[field], siret, register.told(siret, "nom"), register.told(siret, "commune"),
               "" if field == "ferme" else told.value, told.date.isoformat(),
               f"dit par le territoire ({workspace.key})", "non", "haute", "")  # fmt: skip
        writer.writerow([harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8")
