"""What the territory knows of its establishments, laid over the register: a correction wins and is said."""

import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.domain.knowledge import Correction
from ancrage.domain.standing import STATE_OPEN

CLOSED, NAME, ACTIVITY, JOBS, COMMUNE = "ferme", "nom", "activite", "emplois", "commune"
NO = ("non", "")
TOLD = "dit par le territoire"


def known_open(corrections: tuple[Correction, ...]) -> list[str]:
    """SIRET that the territory says open: it wins over a source that says closed."""
    last = {c.siret: c for c in sorted(corrections, key=lambda c: c.date) if c.field == CLOSED}
    return [siret for siret, c in last.items() if c.value.strip().lower() == NO[0]]


def laid_over(register: pl.DataFrame, corrections: tuple[Correction, ...], communes: pl.DataFrame) -> pl.DataFrame:
    """The register as corrected; without correction, the register itself. The last correction of a field wins.

    Closed establishments leave, and those where nobody works any more; one known open says so; a moved one takes the
    position of its new commune. Raises AncrageError when a corrected value cannot be read."""
    last = {(c.siret, c.field): c for c in sorted(corrections, key=lambda c: c.date)}
    if not last:
        return register
    closed = [s for (s, field), c in last.items() if field == CLOSED and c.value.strip().lower() not in NO]
    closed += [s for (s, field), c in last.items() if field == JOBS and c.value.strip() == "0"]
    rows = register.filter(~pl.col("siret").is_in(closed))
    left = {key: c for key, c in last.items() if key[0] not in closed}
    changed: dict[str, dict[str, object]] = {siret: {} for siret, _ in left}
    places = {row["commune"]: row for row in communes.iter_rows(named=True)}
    for (siret, _), correction in left.items():
        changed[siret] |= _values(correction, places)
    if not changed:
        return rows
    touched = [row | changed[row["siret"]] for row in rows.filter(pl.col("siret").is_in(list(changed))).to_dicts()]
    kept = rows.filter(~pl.col("siret").is_in(list(changed)))
    return pl.concat([kept, pl.DataFrame(touched, schema=rows.schema)]).sort("siret") if touched else kept


def _values(correction: Correction, places: dict[str, dict[str, object]]) -> dict[str, object]:
    value = correction.value.strip()
    if correction.field == CLOSED:
        return {"state": STATE_OPEN, "state_date": correction.date, "state_source": TOLD, "warning": None}
    if correction.field == NAME:
        return {"name": value or None}
    if correction.field == JOBS and value.isascii() and value.isdigit() and int(value) > 0:
        return {"jobs": int(value), "size_class": f"{value} salariés (dit par le territoire)"}
    if correction.field == ACTIVITY and len(value) in (5, 6) and value[2] == ".":
        return {"class": value[:5], "naf": value}
    if correction.field == COMMUNE and value in places:
        place = places[value]
        return {"commune": value, "lon": place["lon"], "lat": place["lat"]}
    raise AncrageError(
        f"La correction de l'établissement {correction.siret} est illisible : « {correction.field} » vaut « {value} ».",
        "Corrigez-la : activité comme 25.62, emplois en chiffres, commune par son code officiel.",
    )


def corrected_words(corrections: tuple[Correction, ...]) -> dict[str, str]:
    """By SIRET: « activité et emplois corrigés par le territoire », for the reason to say it."""
    words = {NAME: "nom", ACTIVITY: "activité", JOBS: "emplois", COMMUNE: "commune"}
    found: dict[str, list[str]] = {}
    for c in corrections:
        if c.field in words and words[c.field] not in found.setdefault(c.siret, []):
            found[c.siret].append(words[c.field])
    return {siret: f"d'après le territoire : {', '.join(fields)}" for siret, fields in found.items() if fields}
