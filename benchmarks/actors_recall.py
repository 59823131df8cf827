"""Is a firm known to make a product among the first possible producers? python -m benchmarks.actors_recall [--petit]

Pairs (firm, product) of tests/golden/producteurs_connus.csv, asked from the firm's zone d'emploi, département and
region, against two plain searches: the NAF class of the product (by size and distance), and the words of the product's
label in the names. A firm counts when it is among the first 20.
"""

import csv
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.domain.territory import Level, Territory
from ancrage.inputs.products import makers, read_product
from ancrage.steps.actors import find_actors, wanted_activity, wanted_product
from ancrage.steps.actors.actor import PRODUCER, RADIUS_KM, around
from ancrage.steps.local import Local
from ancrage.warehouse.edition import Edition, open_edition
from benchmarks.harness import ROOT, save, table

PAIRS = ROOT / "tests" / "golden" / "producteurs_connus.csv"
FIRST = 20
LEVELS = (Level.ZONE_EMPLOI, Level.DEPARTEMENT, Level.REGION)
WORD = 5  # letters of a word of a label that a name must share
EMPTY = {"autre", "autres", "avec", "sans", "pour", "dont", "meme", "parties", "article", "articles", "produits"}


@dataclass(frozen=True)
class Pair:
    """`case`: number of the documented case, "" otherwise; `part`: list the pair is in (see docs/acteurs.md)."""

    siret: str
    code: str
    naf: str
    case: str
    part: str


def pairs() -> list[Pair]:
    with PAIRS.open(encoding="utf-8") as content:
        return [Pair(r["siret"], r["code"], r["naf_declaree"], r["cas"], r["part"]) for r in csv.DictReader(content)]


class Places:
    """The territories of each firm, seen once."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        communes = edition.table("communes")
        register = edition.table("establishments").select("siret", "commune")
        self.home = {
            row["siret"]: row
            for row in register.join(
                communes.select("commune", *[level.value for level in LEVELS]), on="commune"
            ).to_dicts()
        }

    @cache  # noqa: B019 - one object, one run
    def local(self, level: Level, code: str) -> Local:
        row = self.edition.table("territories").row(
            by_predicate=(pl.col("level") == level.value) & (pl.col("code") == code), named=True
        )
        communes = self.edition.table("communes").filter(pl.col(level.value) == code)["commune"].sort()
        place = Territory(level, code, row["label"], tuple(communes), row["population"], row["lon"], row["lat"])
        return Local(self.edition, place)

    @cache  # noqa: B019
    def rows(self, level: Level, code: str) -> pl.DataFrame:
        return around(self.local(level, code)).rows


def ours(places: Places, pair: Pair, local: Local, _: pl.DataFrame) -> list[str | None]:
    found = find_actors(local, [wanted_product(places.edition, pair.code)], FIRST, roles=(PRODUCER,))
    return [a.siret for a in found]


def ours_by_activity(places: Places, pair: Pair, local: Local, _: pl.DataFrame) -> list[str | None]:
    """Asked with the class that the firm declares: easier, for who knows it."""
    found = find_actors(local, [wanted_activity(pair.naf[:5])], FIRST, roles=(PRODUCER,))
    return [a.siret for a in found]


def naf_filter(places: Places, pair: Pair, _: Local, rows: pl.DataFrame) -> list[str | None]:
    """Every establishment of the classes of the product, largest first, the far ones discounted."""
    try:
        classes = makers(places.edition, read_product(places.edition, pair.code).value.code)
    except AncrageError:
        return []
    return _sorted(rows, rows["class"].is_in(list(classes)).to_numpy().astype(float))


def name_search(places: Places, pair: Pair, _: Local, rows: pl.DataFrame) -> list[str | None]:
    """Names that hold the first letters of a word of the label, most words first."""
    words = _words(places.edition, pair.code)
    if not words:
        return []
    names = rows["name"].fill_null("").to_list()
    hits = np.array([sum(word in name for word in words) for name in names], dtype=float)
    return _sorted(rows, hits)


@lru_cache(maxsize=1024)
def _words(edition: Edition, code: str) -> tuple[str, ...]:
    labels = edition.table("trade_product").filter(pl.col("nc8").str.starts_with(code[:6]))["label"].to_list()
    plain = unicodedata.normalize("NFD", " ".join(labels).lower()).encode("ascii", "ignore").decode()
    words = {w for w in "".join(c if c.isalpha() else " " for c in plain).split() if len(w) >= WORD}
    return tuple(sorted({w[:WORD].upper() for w in words - EMPTY}))


def _sorted(rows: pl.DataFrame, strength: np.ndarray) -> list[str | None]:
    away = np.where(rows["here"].to_numpy(), 0.0, rows["distance_km"].to_numpy())
    score = strength * rows["jobs"].to_numpy() * 0.5 ** (away / RADIUS_KM)
    order = np.lexsort((rows["siret"].to_numpy(), -score))
    return [rows["siret"][int(i)] for i in order[:FIRST] if score[i] > 0]


Search = Callable[[Places, Pair, Local, pl.DataFrame], list[str | None]]
SEARCHES: dict[str, Search] = {
    "Ancrage": ours,
    "Ancrage, classe déclarée connue": ours_by_activity,
    "Filtre NAF": naf_filter,
    "Recherche dans les noms": name_search,
}
LISTS: dict[str, Callable[[Pair], bool]] = {
    "cas documentés": lambda p: bool(p.case),
    "liste de réglage": lambda p: p.part == "réglage",
    "liste de mesure": lambda p: p.part == "mesure",
    "liste de vérification": lambda p: p.part == "vérification",
}


def recall(chosen: list[Pair], searches: dict[str, Search]) -> list[dict[str, object]]:
    """One row a list and a search: the share of its pairs found from each level."""
    places = Places(open_edition())
    found: dict[tuple[str, Pair, Level], bool] = {}
    for pair in chosen:
        for level in LEVELS:
            code = places.home[pair.siret][level.value]
            local, rows = places.local(level, code), places.rows(level, code)
            for name, search in searches.items():
                found[name, pair, level] = pair.siret in search(places, pair, local, rows)
    out: list[dict[str, object]] = []
    for title, belongs in LISTS.items():
        mine = [p for p in chosen if belongs(p)]
        for name in searches:
            shares = {
                level: float(np.mean([found[name, p, level] for p in mine])) if mine else np.nan for level in LEVELS
            }
            out.append(
                {
                    "recherche": name,
                    "liste": title,
                    "paires": len(mine),
                    "zone d'emploi": shares[Level.ZONE_EMPLOI],
                    "département": shares[Level.DEPARTEMENT],
                    "région": shares[Level.REGION],
                }
            )
    return out


def main() -> None:
    small = "--petit" in sys.argv
    rows = recall(pairs()[::9] if small else pairs(), SEARCHES)
    print(table(rows))
    if not small:
        save("actors_recall", rows)


if __name__ == "__main__":
    main()
