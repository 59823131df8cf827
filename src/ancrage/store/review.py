"""Doubtful rows as a table for someone to fill, and that table read back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ancrage.domain.errors import AncrageError
from ancrage.inputs.bytes import shown
from ancrage.inputs.cells import UnreadError, read_yes_no
from ancrage.inputs.identifiers import read_siret
from ancrage.inputs.table import Sheet
from ancrage.store.models import ImportedRow

COLUMNS = (
    *("numero", "fichier", "ligne", "nom", "commune", "raison", "chances"),
    *("siret_propose", "nom_propose", "commune_proposee", "autres_candidats", "decision"),
)


@dataclass(frozen=True, slots=True)
class Decision:
    """`siret`: the establishment someone chose for row `number`, empty when none is right."""

    number: int
    siret: str


def doubtful(rows: Sequence[ImportedRow], known: Callable[[str], tuple[str, str]]) -> list[dict[str, Any]]:
    """One line a doubtful row; `known` gives the name and town of a SIRET of the register."""
    lines = []
    for row in rows:
        name, town = known(row.siret) if row.siret else ("", "")
        others = [f"{s} {' '.join(known(s))} ({p:.0%})" for s, p in row.candidates if s != row.siret]
        lines.append(
            {
                "numero": row.pk,
                "fichier": row.imported.file_name,
                "ligne": row.line,
                "nom": row.values.get("nom", ""),
                "commune": row.values.get("commune", ""),
                "raison": row.reason,
                "chances": round(row.score or 0.0, 2),
                "siret_propose": row.siret,
                "nom_propose": name,
                "commune_proposee": town,
                "autres_candidats": " ; ".join(others[:4]),
                "decision": "",
            }
        )
    return lines


def read_decisions(sheet: Sheet) -> list[Decision]:
    """A filled table: « oui » takes the firm proposed, « non » none, a SIRET another; an empty cell decides nothing.

    Raises AncrageError: missing columns, a cell not understood (with its line): nothing is then decided.
    """
    place = {header.lower(): i for i, header in enumerate(sheet.headers)}
    if missing := [c for c in ("numero", "siret_propose", "decision") if c not in place]:
        raise AncrageError(
            f"Le fichier de décisions n'a pas de colonne « {missing[0]} ».",
            "Partez du fichier écrit par « ancrage carnet revoir --sortie FICHIER.csv ».",
        )
    found = []
    for line, cells in zip(sheet.lines, sheet.rows, strict=True):
        said = cells[place["decision"]].strip()
        if not said:
            continue
        try:
            number = int(cells[place["numero"]])
        except ValueError:
            raise AncrageError(
                f"Ligne {line} : le numéro n'est pas un entier.", "Ne modifiez que « decision »."
            ) from None
        found.append(Decision(number, chosen(said, cells[place["siret_propose"]], f"Ligne {line} : ")))
    return found


def chosen(said: str, proposed: str, where: str = "") -> str:
    """The SIRET that an answer means, empty for none."""
    digits = "".join(c for c in said if c.isdigit())
    try:
        if len(digits) >= 9:
            return read_siret(said)
        agreed = read_yes_no(said).value
        if agreed is None:
            raise UnreadError(f"ni oui ni non (« {shown(said, 40)} »)")
    except UnreadError as unread:
        raise AncrageError(f"{where}{unread}.".capitalize(), "Répondez oui, non, ou par un SIRET.") from None
    if agreed and not proposed:
        raise AncrageError(f"{where}aucun établissement n'est proposé.".capitalize(), "Répondez par un SIRET, ou non.")
    return proposed if agreed else ""
