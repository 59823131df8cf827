"""Kits of several establishments, and the page that puts them in the order of a round of visits."""

import csv
import io
from collections.abc import Callable, Sequence

from ancrage.domain.errors import AncrageError
from ancrage.files.spreadsheets import harmless
from ancrage.sections import interview
from ancrage.steps.interview import Kit
from ancrage.writers.kit_html import render, write_kit_html


def _html(kit: Kit) -> bytes:
    return write_kit_html(kit).encode()


def _docx(kit: Kit) -> bytes:
    from ancrage.writers.kit_docx import write_kit_docx

    return write_kit_docx(kit)


FORMATS: dict[str, Callable[[Kit], bytes]] = {"html": _html, "docx": _docx}
_COLUMNS = (
    "ordre", "commune", "distance_km", "entreprise", "siret", "role", "cible", "libelle_cible", "taille", "confiance",
    "kit", "date", "interlocuteur", "suite",
)  # fmt: skip


def check_kit_formats(formats: Sequence[str]) -> None:
    """Refuse an unknown format before any work is done."""
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        said = f"Format inconnu : « {unknown[0]} »." if unknown else "Aucun format demandé."
        raise AncrageError(said, f"Les formats d'un kit sont : {', '.join(FORMATS)}.")


def kit_files(kits: Sequence[Kit], formats: Sequence[str]) -> dict[str, bytes]:
    """Content of each file by its name: a kit in each format, then the round of visits when there are several."""
    check_kit_formats(formats)
    stems = [interview.file_stem(kit, rank) for rank, kit in enumerate(kits, start=1)]
    files = {f"{stem}.{name}": FORMATS[name](kit) for kit, stem in zip(kits, stems, strict=True) for name in formats}
    if len(kits) > 1:
        stops = interview.round_of_visits(kits, [f"{stem}.{formats[0]}" for stem in stems])
        files["tournee.html"] = _round_html(stops).encode()
        files["tournee.csv"] = _round_csv(stops).encode()
    return files


def _round_html(stops: Sequence[interview.Stop]) -> str:
    return render("round.html", stops=stops, first=stops[0].kit, words=interview, title_of=interview.title)


def _round_csv(stops: Sequence[interview.Stop]) -> str:
    """Commas, a heading row, a byte-order mark so that a spreadsheet reads the accents; no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for place, stop in enumerate(stops, start=1):
        kit, actor = stop.kit, stop.kit.actor
        away = "" if actor.distance_km is None else round(actor.distance_km, 1)
        row = (
            place, stop.commune, away, interview.title(kit), actor.siret, actor.role,
            kit.target, kit.target_label, actor.size_class, actor.confidence, stop.file, "", "", "",
        )  # fmt: skip
        writer.writerow([harmless(v) for v in row])
    return "\ufeff" + text.getvalue()
