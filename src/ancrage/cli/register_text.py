"""Establishments and firms of the register as lines of the screen."""

from collections.abc import Sequence
from typing import Any

from ancrage.domain.wording import count, decimal, integer

UNSAID = "nom non diffusé"
NAME, ACTIVITY = 34, 38


def spaced(number: str) -> str:
    return " ".join(part for part in (number[:3], number[3:6], number[6:9], number[9:]) if part)


def _short(text: str | None, width: int) -> str:
    told = text or UNSAID
    return told if len(told) <= width else f"{told[: width - 1].rstrip()}…"


def _size(text: str) -> str:
    return text.removesuffix(" salariés").replace(" salariés et plus", " et plus")


def sites_lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    far = any(row["distance_vol_oiseau_km"] is not None for row in rows)
    table = [["NOM", "SIRET", "ACTIVITÉ", "SALARIÉS", "COMMUNE", *(["KM"] if far else [])]]
    for row in rows:
        cells = [
            _short(row["nom"], NAME),
            spaced(row["siret"]),
            f"{row['naf']} {_short(row['libelle_activite'], ACTIVITY)}",
            _size(row["taille"]),
            row["commune_nom"] or row["commune_code"],
        ]
        table.append(cells + ([decimal(row["distance_vol_oiseau_km"])] if far else []))
    lines = _aligned(table)
    reasons = [row["raison"] for row in rows]
    if not any(reasons):
        return lines
    told = [lines[0]]
    for line, row in zip(lines[1:], rows, strict=True):
        told += [line, f"    {row['role']} : {row['raison']}"]
    return told


def firms_lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    lines: list[str] = []
    for row in rows:
        near = row["distance_vol_oiseau_km"]
        nearest = "à" if row["sites"] == 1 else "le plus proche à"
        away = f", {nearest} {decimal(near)} km" if near is not None else ""
        country = (
            f" ; en France {integer(row['sites_france'])} pour {integer(row['emplois_france'])} emplois"
            if row["sites_france"] != row["sites"]
            else ""
        )
        lines.append(
            f"{_short(row['nom'], NAME)}  SIREN {spaced(row['siren'])} : {count(row['sites'], 'établissement')}, "
            f"environ {count(row['emplois_estimes'], 'emploi')}{country}{away}"
        )
        below = [
            [
                f"    {_short(site['nom'], NAME)}",
                spaced(site["siret"]),
                f"{site['naf']} {_short(site['libelle_activite'], ACTIVITY)}",
                _size(site["taille"]),
                site["commune_nom"] or site["commune_code"],
            ]
            for site in row["etablissements"]
        ]
        lines += _aligned(below)
    return lines


def _aligned(table: list[list[str]]) -> list[str]:
    if not table:
        return []
    widths = [max(len(line[i]) for line in table) for i in range(len(table[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in table]
