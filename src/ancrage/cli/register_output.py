"""What the register answered, as text, CSV, JSON or a workbook, on the screen or in a file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ancrage.cli.register_text import UNSAID, firms_lines, sites_lines
from ancrage.domain.standing import standing
from ancrage.domain.wording import count, integer, listing

if TYPE_CHECKING:
    from ancrage.warehouse.edition import Edition

Row = dict[str, Any]
SITE = ("siret", "siren", "nom", "naf", "libelle_activite", "taille", "emplois_estimes", "commune_code", "commune_nom",
        "distance_vol_oiseau_km", "lon", "lat", "etat", "role", "raison")  # fmt: skip
FIRM = ("siren", "nom", "sites", "emplois_estimes", "sites_france", "emplois_france", "distance_vol_oiseau_km",
        "communes_liste", "activites_liste")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer. `told`: how the question was understood; `origin`: where distances count from, or ""."""

    rows: list[Row]
    total: int
    number: int
    limit: int
    groups: bool
    told: list[str]
    origin: str
    source: str

    @property
    def counted(self) -> str:
        return count(self.total, "entreprise" if self.groups else "établissement")

    @property
    def heading(self) -> list[str]:
        distances = f" Distances à vol d'oiseau depuis {self.origin}." if self.origin else ""
        return [*self.told, f"{self.counted}.{distances}"]

    @property
    def pages(self) -> int:
        return -(-self.total // self.limit)

    @property
    def columns(self) -> list[str]:
        """Columns of a table: distances when there is a centre, roles when there are some."""
        absent = set() if self.origin else {"distance_vol_oiseau_km"}
        if not any(row.get("role") for row in self.rows):
            absent |= {"role", "raison"}
        return [name for name in (FIRM if self.groups else SITE) if name not in absent]


def site_row(row: Mapping[str, Any], reasons: Mapping[str, tuple[str, str]]) -> Row:
    """An establishment in French keys. A name that may be a person's is not in the edition: null."""
    away = row.get("distance_km")
    role, reason = reasons.get(row["siret"], (None, None))
    return {
        "siret": row["siret"],
        "siren": row["siren"],
        "nom": row["name"],
        "naf": row["naf"],
        "libelle_activite": row["naf_label"],
        "taille": row["size_class"],
        "emplois_estimes": row["jobs"],
        "commune_code": row["commune"],
        "commune_nom": row["commune_label"],
        "distance_vol_oiseau_km": None if away is None else round(away, 1),
        "lon": round(row["lon"], 6),
        "lat": round(row["lat"], 6),
        "etat": standing(row),
        "role": role,
        "raison": reason,
    }


def firm_rows(firms: Sequence[Mapping[str, Any]], sites: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Firms in French keys, their establishments below."""
    below: dict[str, list[Row]] = {}
    for site in sites:
        below.setdefault(site["siren"], []).append(site_row(site, {}))
    return [
        {
            "siren": firm["siren"],
            "nom": firm["name"],
            "sites": firm["sites"],
            "emplois_estimes": firm["jobs"],
            "sites_france": firm["sites_country"],
            "emplois_france": firm["jobs_country"],
            "communes": firm["communes"],
            "activites": firm["nafs"],
            "distance_vol_oiseau_km": None if firm.get("distance_km") is None else round(firm["distance_km"], 1),
            "etablissements": below.get(firm["siren"], []),
        }
        for firm in firms
    ]


def source_of(edition: "Edition") -> str:
    entry = edition.entry("establishments")
    vintages = listing(list(dict.fromkeys(f"{s.producer}, {s.vintage}" for s in edition.sources("establishments"))))
    return f"Registre : {entry['title'][:1].lower()}{entry['title'][1:]} ({vintages})."


def show(page: Page, form: str, path: Path | None, separator: str | None) -> None:
    """The page to the file (whole or not at all), else to the screen. Nothing found is said on standard error."""
    if page.total == 0:
        click.echo("\n".join(["Aucun établissement du registre ne répond.", *page.told, page.source]), err=True)
    elif not page.rows:
        click.echo(f"La page {page.number} est vide : {page.counted} en tout.", err=True)
    elif form in ("csv", "xlsx"):
        if path is None:
            click.echo("\n".join(page.told), err=True, nl=bool(page.told))
        if page.number < page.pages:
            left = f"{integer(len(page.rows))} lignes sur {integer(page.total)}"
            click.echo(f"{left} : la suite avec --page {page.number + 1}.", err=True)
    if form == "texte" and not page.rows:
        return
    content = (
        {"texte": _text, "json": _json, "xlsx": _xlsx}[form](page) if form != "csv" else _csv(page, path, separator)
    )
    if path is None:
        click.echo(content.decode(), nl=False)
        return
    from ancrage.files.whole import write_whole

    write_whole(path, content)
    click.echo(f"{path} : {count(len(page.rows), 'ligne')} ({page.counted}).")


def _text(page: Page) -> bytes:
    left = f" Page {page.number} sur {integer(page.pages)} : la suite avec --page {page.number + 1}."
    lines = firms_lines(page.rows) if page.groups else sites_lines(page.rows)
    foot = page.source + (left if page.number < page.pages else "")
    return "\n".join([*page.heading, "", *lines, "", foot, ""]).encode()


def _json(page: Page) -> bytes:
    document = {
        "compris": page.told,
        "total": page.total,
        "page": page.number,
        "distances": f"km, à vol d'oiseau, depuis {page.origin}" if page.origin else None,
        "emplois": "milieu de la tranche d'effectif (estimation)",
        "source": page.source,
        ("entreprises" if page.groups else "etablissements"): page.rows,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _flat(page: Page) -> list[Row]:
    """Rows for a table: lists in one cell, a name kept silent said so."""
    rows = [row | {"nom": row["nom"] or UNSAID} for row in page.rows]
    if page.groups:
        rows = [
            row | {"communes_liste": ", ".join(row["communes"]), "activites_liste": ", ".join(row["activites"])}
            for row in rows
        ]
    return rows


def _csv(page: Page, path: Path | None, separator: str | None) -> bytes:
    from ancrage.writers.register import COMMA, SEMICOLON, csv_text

    return csv_text(_flat(page), page.columns, separator or (SEMICOLON if path else COMMA)).encode()


def _xlsx(page: Page) -> bytes:
    from ancrage.writers.register import workbook

    title = "Entreprises du registre" if page.groups else "Établissements du registre"
    return workbook(_flat(page), page.columns, title, [*page.heading, page.source])
