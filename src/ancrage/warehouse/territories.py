"""Territories of an edition: their names made comparable, the rows that hold them, hand-made perimeters."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import polars as pl

from ancrage.domain.territory import LEVEL_LABELS, Level, Territory
from ancrage.domain.wording import unaccented
from ancrage.warehouse.edition import Edition

ARTICLES = {"le", "la", "les", "l", "de", "du", "des", "d"}
LEGAL_FORMS = re.compile(r"^(communaute( de communes| d agglomeration| urbaine)?|metropole|ca|cc|cu) ")
FILLERS = {
    "grand",
    "grande",
    "pays",
    "agglo",
    "agglomeration",
    "metropole",
    "eurometropole",
    "communaute",
    "communes",
    "urbaine",
}
OFFICIAL_LEVELS = tuple(level for level in Level if level is not Level.COMMUNES)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of the table of territories: enough to name it and to build the Territory."""

    level: Level
    code: str
    label: str
    population: int | None
    lon: float
    lat: float
    article: str = ""

    @property
    def line(self) -> str:
        return f"{self.level.value}:{self.code} {self.label} ({LEVEL_LABELS[self.level]})"


@cache
def normalise(text: str) -> str:
    """Lower case, no accent, hyphen, apostrophe or bracketed remark; "saint" written in full."""
    text = re.sub(r"\(.*?\)", " ", text).replace("œ", "oe").replace("Œ", "Oe")
    words = re.findall(r"[a-z0-9]+", unaccented(text).lower())
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


@cache
def loosen(text: str) -> str:
    """A normalised name without its articles nor the legal form of an intercommunality."""
    return " ".join(word for word in LEGAL_FORMS.sub("", text).split() if word not in ARTICLES)


@cache
def core(text: str) -> str:
    """The heart of a loosened name: « cognac » for « grand cognac », « redon » for « redon agglomeration »."""
    return " ".join(word for word in loosen(text).split() if word not in FILLERS)


def candidates(edition: Edition, level: Level | None = None) -> list[Candidate]:
    """Every official territory of the edition, at one level or at all, in the order of the levels."""
    rows = edition.table("territories").select("level", "code", "label", "population", "lon", "lat", "article").rows()
    found = [Candidate(Level(row[0]), *row[1:]) for row in rows]
    order: dict[Level, int] = {name: rank for rank, name in enumerate(OFFICIAL_LEVELS)}
    return sorted((c for c in found if level in (None, c.level)), key=lambda c: (order[c.level], c.code))


def search_territories(edition: Edition, text: str = "", level: Level | None = None) -> list[Candidate]:
    """Territories whose name holds every word of `text`, or whose code is `text` (all of them when it is empty)."""
    words = normalise(text).split()
    return [
        c
        for c in candidates(edition, level)
        if c.code.lower() == text.strip().lower() or all(word in normalise(c.label) for word in words)
    ]


def territory_of(edition: Edition, chosen: Candidate) -> Territory:
    """The territory of a row of the table of territories, with its communes."""
    rows = edition.table("communes").filter(pl.col(chosen.level.value) == chosen.code)
    codes = tuple(sorted(rows["commune"].to_list()))
    return Territory(
        chosen.level,
        chosen.code,
        chosen.label,
        codes,
        chosen.population,
        float(chosen.lon),
        float(chosen.lat),
        chosen.article,
    )


def perimeter(edition: Edition, communes: Iterable[str]) -> Territory:
    """A hand-made perimeter of known communes. Its centre is weighted by population when every commune has one."""
    codes = sorted(set(communes))
    table = edition.table("communes").select("commune", "label", "population", "lon", "lat")
    rows = table.filter(pl.col("commune").is_in(codes)).sort("commune")
    joined = ",".join(codes)
    code = joined if len(codes) <= 5 else f"{len(codes)}-{hashlib.sha256(joined.encode()).hexdigest()[:8]}"
    names = rows.sort(pl.col("population").fill_null(0), descending=True, maintain_order=True)["label"].to_list()
    shown = ", ".join([*names[:3], "…"] if len(names) > 3 else names)
    known = rows["population"].null_count() == 0 and (rows["population"].sum() or 0) > 0
    weight = rows["population"].cast(pl.Float64) if known else pl.Series([1.0] * rows.height)
    lon, lat = (float((rows[axis] * weight).sum()) / float(weight.sum()) for axis in ("lon", "lat"))
    label = f"Périmètre de {len(codes)} commune{'s' if len(codes) > 1 else ''} ({shown})"
    population = int(rows["population"].sum()) if known else None
    return Territory(Level.COMMUNES, code, label, tuple(codes), population, lon, lat)
