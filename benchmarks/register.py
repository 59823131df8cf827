"""Possible producers around a territory, among N made-up establishments: python -m benchmarks.register

The real query of `ancrage acteurs`: declared and neighbouring activities, words of the names, firms that make it
elsewhere in the country, distance and size. Beside the same query written by hand: Polars and DuckDB on the same
Parquet files, those nearby or all of them, and DuckDB on a table of its own in the same order. `--petit`: 400,000
rows, with the peers already installed (continuous integration). `--edition DOSSIER`: an edition made before by
benchmarks.synthetic_register.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ancrage.domain.wording import integer
from ancrage.inputs.territories import read_territory
from ancrage.steps.actors.actor import RADIUS_KM
from ancrage.steps.actors.producers import (
    ELSEWHERE,
    LEAST_EVIDENCE,
    OUTSIDE_FACTORIES,
    activity_strength,
    patterns,
)
from ancrage.steps.actors.wanted import wanted_activity
from ancrage.steps.local import Local
from ancrage.warehouse.edition import Edition, open_edition
from ancrage.warehouse.parts import Box, box_around, departement, meeting
from ancrage.warehouse.register import inside
from benchmarks.harness import ROOT, Result, environment, measure, save, table
from benchmarks.synthetic_register import TABLE, make

SIZES, SMALL = 40_000_000, 400_000
CASES = (("zone_emploi:8414", "25.62"), ("zone_emploi:1109", "21.20"), ("departement:59", "10.71"))
COUNT = 20
MEMORY_TARGET_MB, TIME_TARGET = 1500, 1.5
REPEATS, ROUNDS = 3, 3


# what a developer asks every day: (in words, the question, by firm or not)
SEARCHES: tuple[tuple[str, dict[str, Any], bool], ...] = (
    ("un SIRET", {"number": "30397023000122"}, False),
    ("un mot d'un nom", {"text": "bontaz"}, False),
    ("deux mots d'un nom", {"text": "de la"}, False),
    ("les vingt plus grands du pays", {}, False),
    ("une sous-classe à 20 km", {"nafs": ["25.62A"], "centre": [6.57, 46.07], "radius_km": 20.0}, False),
    ("les entreprises à 20 km", {"centre": [6.57, 46.07], "radius_km": 20.0}, True),
)


def searches(edition: Edition) -> list[dict[str, Any]]:
    """One row a question: how many answer, seconds, memory."""
    rows = []
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "payload.npz"
        for words, query, groups in SEARCHES:
            np.savez(path, edition=str(edition.folder), query=json.dumps(query), groups=groups)
            result = measure(sys.executable, "peers/register_search.py", path, repeats=2)
            if result.error:
                raise SystemExit(result.error)
            rows.append(
                {
                    "lignes": integer(edition.entry(TABLE)["rows"]),
                    "question": words,
                    "outil": "Ancrage",
                    "réponses": integer(int(result.outputs["total"])),
                    "secondes": result.seconds,
                    "secondes de processeur": result.cpu_seconds,
                    "mémoire (Mo)": result.peak_mb,
                }
            )
    return rows


def payload_of(edition: Edition, territory_text: str, activity: str) -> dict[str, Any]:
    """What the hand-written queries are given: the place, the clues and their worth, the files nearby."""
    local = Local(edition, read_territory(edition, territory_text).value)
    wanted = wanted_activity(activity)
    strength = activity_strength(edition, wanted)
    near = strength > 0
    named = patterns(wanted)
    place = local.territory
    box = box_around(place.lon, place.lat, RADIUS_KM)
    parts = meeting(edition.entry(TABLE)["parts"], box, {departement(c) for c in place.communes})
    return {
        "edition": str(edition.folder),
        "territory": territory_text,
        "activity": activity,
        "count": COUNT,
        "classes": np.array(local.country.codes())[near],
        "worth": strength[near],
        "own": np.array(list(wanted.classes)),
        "factories": np.array(local.country.classes.filter("is_manufacturing")["class"].to_list()),
        "patterns": np.array([pattern for pattern, _ in named], dtype=str),
        "pattern_worth": np.array([worth for _, worth in named]),
        "outside": OUTSIDE_FACTORIES,
        "elsewhere": ELSEWHERE,
        "least": LEAST_EVIDENCE,
        "communes": np.array(place.communes),
        "lon": place.lon,
        "lat": place.lat,
        "radius_km": RADIUS_KM,
        "box": wide_box(edition, place.communes, box),
        "files": np.array([str(edition.folder / part["file"]) for part in parts]),
        "every_file": np.array([str(edition.folder / part["file"]) for part in edition.entry(TABLE)["parts"]]),
        "database": "",
    }


def wide_box(edition: Edition, communes: tuple[str, ...], box: Box) -> list[float]:
    """The box of the disk and of the communes: what one who writes by hand would look up first."""
    lon, lat = pl.col("lon"), pl.col("lat")
    held = inside(edition, communes).select(w=lon.min(), s=lat.min(), e=lon.max(), n=lat.max()).collect().row(0)
    return [min(held[0], box.west), min(held[1], box.south), max(held[2], box.east), max(held[3], box.north)]


def own_table(edition: Edition, folder: Path) -> Path:
    """A DuckDB database holding the register, in the order of the parts."""
    import subprocess

    path = folder / "register.duckdb"
    sql = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); c.execute(\"SET memory_limit='3GB'\"); "
        'c.execute("SET enable_progress_bar=false"); '
        "c.execute(f\"CREATE TABLE establishments AS SELECT * FROM read_parquet('{sys.argv[2]}')\")"
    )
    files = str(edition.folder / TABLE / "*.parquet")
    subprocess.run([str(environment("duckdb")), "-c", sql, str(path), files], check=True)
    return path


def run(
    edition: Edition, territory: str, activity: str, with_duckdb: bool, database: Path | None
) -> list[dict[str, Any]]:
    """One row a contender: seconds, ratio to the best of the others, memory, same twenty or not.

    All run in turn, ROUNDS times, and the best of each is kept: what else the machine does falls on everyone.
    """
    given = payload_of(edition, territory, activity)
    everything = given | {"files": np.array([str(edition.folder / p["file"]) for p in edition.entry(TABLE)["parts"]])}
    here = {
        "Ancrage": (sys.executable, "register_ancrage.py", given),
        "Polars, fichiers voisins": (sys.executable, "register_polars.py", given),
        "Polars, tous les fichiers": (sys.executable, "register_polars.py", everything),
    }
    if with_duckdb:
        python = str(environment("duckdb"))
        here["DuckDB, fichiers voisins"] = (python, "register_duckdb.py", given)
        here["DuckDB, tous les fichiers"] = (python, "register_duckdb.py", everything)
        if database:
            own = given | {"database": str(database)}
            here["DuckDB, sa propre table"] = (python, "register_duckdb.py", own)
    found: dict[str, Result] = {}
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "payload.npz"
        for _ in range(ROUNDS):
            for who, (python, script, inputs) in here.items():
                np.savez(path, **inputs)
                result = measure(python, f"peers/{script}", path, repeats=REPEATS)
                if result.error:
                    raise SystemExit(f"{script} : {result.error}")
                found[who] = min(found.get(who, result), result, key=lambda one: one.seconds)
    rows = [line(who, result, found) for who, result in found.items()]
    return [{"lignes": integer(edition.entry(TABLE)["rows"]), "question": f"{activity}, {territory}"} | r for r in rows]


def line(who: str, result: Result, found: dict[str, Result]) -> dict[str, Any]:
    others = [other for name, other in found.items() if name != "Ancrage"]
    same = list(result.outputs["siret"]) == list(found["Ancrage"].outputs["siret"])
    return {
        "outil": who,
        "secondes": result.seconds,
        "secondes de processeur": result.cpu_seconds,
        "fois la meilleure écrite à la main": result.seconds / min(other.seconds for other in others),
        "même rapport, processeur": result.cpu_seconds / min(other.cpu_seconds for other in others),
        "à atteindre": str(TIME_TARGET).replace(".", ",") if who == "Ancrage" else "",
        "mémoire (Mo)": result.peak_mb,
        "mémoire à ne pas dépasser": str(MEMORY_TARGET_MB) if who == "Ancrage" else "",
        "mêmes vingt": "oui" if same else "non",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--petit", action="store_true")
    parser.add_argument("--edition", type=Path)
    parser.add_argument("--recherches", action="store_true", help="les recherches seules")
    chosen = parser.parse_args()
    with_duckdb = not chosen.petit or (ROOT / ".venv-duckdb").exists()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        made = chosen.edition or make(SMALL if chosen.petit else SIZES, Path(folder) / "edition")
        edition = open_edition(made)
        asked = searches(edition)
        print(table(asked), end="\n\n")
        if not chosen.petit:
            save("register_search", asked)
        if chosen.recherches:
            return
        database = own_table(edition, Path(folder)) if with_duckdb and not chosen.petit else None
        rows = [row for case in CASES for row in run(edition, *case, with_duckdb, database)]
    print(table(rows))
    if not chosen.petit:
        save("register", rows)


if __name__ == "__main__":
    main()
