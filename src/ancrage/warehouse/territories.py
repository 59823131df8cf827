"""From what a person types to a territory: a name, an official code, `niveau:code` or a list of communes."""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.domain.territory import LEVEL_LABELS, Level, Territory
from ancrage.domain.wording import unaccented
from ancrage.warehouse.edition import Edition

ARTICLES = {"le", "la", "les", "l", "de", "du", "des", "d"}
LEGAL_FORMS = re.compile(r"^(communaute( de communes| d agglomeration| urbaine)?|metropole|ca|cc|cu) ")
OFFICIAL_LEVELS = tuple(level for level in Level if level is not Level.COMMUNES)
SEARCH = "Cherchez-le avec « ancrage territoires RECHERCHE »."
SHOWN = 12


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


def candidates(edition: Edition, level: Level | None = None) -> list[Candidate]:
    """Every official territory of the edition, at one level or at all, in the order of the levels."""
    rows = edition.table("territories").select(
        "level", "code", "label", "population", "lon", "lat", "article"
    ).rows()
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


def find_territory(edition: Edition, text: str, note: Callable[[str], None] = lambda sentence: None) -> Territory:
    """The territory that `text` names.

    A whole name is looked for first as it is written (case, accents, hyphens and apostrophes apart), then without
    its articles and legal form. Among levels that share a name a zone d'emploi is preferred, and `note` receives
    a French sentence naming the others. Errors: AncrageError with the candidates of an ambiguous text, the nearest
    names of an unknown one, the territories of a commune, the unknown or repeated commune of a perimeter.
    """
    text = text.strip()
    if not text:
        raise AncrageError("Aucun territoire n'est donné.", SEARCH)
    prefix, colon, rest = text.partition(":")
    if not colon:
        return territory_of(edition, _choose(edition, text, candidates(edition), note))
    try:
        level = Level(prefix.strip())
    except ValueError:
        known = ", ".join(level.value for level in Level)
        raise AncrageError(
            f"« {prefix} » n'est pas un niveau de territoire.", f"Niveaux possibles : {known}."
        ) from None
    if level is Level.COMMUNES:
        return _perimeter(edition, rest)
    return territory_of(edition, _choose(edition, rest.strip(), candidates(edition, level), note))


def _choose(edition: Edition, text: str, among: list[Candidate], note: Callable[[str], None]) -> Candidate:
    by_code = [c for c in among if c.code.lower() == text.lower()]
    found = by_code or _bearers(text, among)
    if not found:
        raise unknown(edition, text, among)
    zones = [c for c in found if c.level is Level.ZONE_EMPLOI]
    chosen = found[0] if len(found) == 1 else zones[0] if len(zones) == 1 and not by_code else None
    if chosen is None:
        raise AncrageError(f"Plusieurs territoires répondent à « {text} ».", _listing("Précisez lequel :", found))
    if others := [c for c in found if c != chosen]:
        note(_listing(f"Territoire retenu : {chosen.line}. Portent aussi ce nom :", others))
    return chosen


def _bearers(text: str, among: list[Candidate]) -> list[Candidate]:
    """Who bears this name: exactly, else without articles and legal forms."""
    name, loose_name = normalise(text), loosen(normalise(text))
    labels = [normalise(c.label) for c in among]
    exact = [c for c, label in zip(among, labels, strict=True) if label == name]
    if any(c.level is not Level.TERRITOIRE_INDUSTRIE for c in exact):
        return exact
    # a Territoire d'industrie takes the name of where it stands: it must not hide the zone "La Vallée de l'Arve"
    return [c for c, label in zip(among, labels, strict=True) if loose_name and loosen(label) == loose_name]


def _listing(introduction: str, found: Iterable[Candidate]) -> str:
    lines = [c.line for c in found]
    more = [f"… et {len(lines) - SHOWN} autres : {SEARCH}"] if len(lines) > SHOWN else []
    return "\n  ".join([introduction, *lines[:SHOWN], *more])


def unknown(edition: Edition, text: str, among: list[Candidate]) -> AncrageError:
    """What to say of a text that names no territory: the territories of a commune, else the nearest names."""
    communes = edition.table("communes").select("commune", "label", "epci", "zone_emploi").rows()
    name = normalise(text)
    same = [row for row in communes if row[0].lower() == text.lower() or normalise(row[1]) == name]
    if same:
        labels = {(c.level, c.code): c for c in candidates(edition)}
        lines = []
        for code, label, epci, zone in same[: SHOWN // 3]:
            lines.append(f"communes:{code} {label} (la commune seule)")
            homes = (labels.get((Level.EPCI, epci)), labels.get((Level.ZONE_EMPLOI, zone)))
            lines += [home.line for home in homes if home]
        what = "est une commune" if len(same) == 1 else f"est le nom de {len(same)} communes"
        return AncrageError(f"« {text} » {what}, pas un territoire d'étude.", "\n  ".join(["Choisissez :", *lines]))
    return AncrageError(
        f"Aucun territoire ne s'appelle « {text} ».", _listing("Les plus proches :", _nearest(name, among))
    )


def _nearest(name: str, among: list[Candidate], count: int = 5) -> list[Candidate]:
    from rapidfuzz import fuzz, process  # only errors need it

    labels = [loosen(normalise(c.label)) for c in among]
    found = process.extract(loosen(name) or name, labels, scorer=fuzz.WRatio, limit=count)
    return [among[index] for _, _, index in found]


def territory_of(edition: Edition, chosen: Candidate) -> Territory:
    """The territory of a row of the table of territories, with its communes."""
    rows = edition.table("communes").filter(pl.col(chosen.level.value) == chosen.code)
    codes = tuple(sorted(rows["commune"].to_list()))
    return Territory(
        chosen.level, chosen.code, chosen.label, codes, chosen.population, float(chosen.lon), float(chosen.lat), chosen.article
    )


def _perimeter(edition: Edition, listed: str) -> Territory:
    """A hand-made perimeter. Its centre is weighted by population when every commune has one."""
    codes = [code.strip().upper() for code in listed.split(",") if code.strip()]
    if not codes:
        raise AncrageError("Le périmètre ne contient aucune commune.", "Exemple : communes:74081,74042.")
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise AncrageError(f"Le périmètre nomme deux fois la commune {', '.join(twice)}.", "Retirez la répétition.")
    table = edition.table("communes").select("commune", "label", "population", "lon", "lat")
    rows = table.filter(pl.col("commune").is_in(codes)).sort("commune")
    unknown = sorted(set(codes) - set(rows["commune"]))
    if unknown:
        raise AncrageError(
            f"Le périmètre nomme une commune inconnue : {', '.join(unknown)}.",
            "Donnez le code officiel INSEE à cinq caractères de chaque commune, dans la géographie de l'édition "
            "(Paris, Lyon et Marseille sont chacune une seule commune : 75056, 69123, 13055).",
        )
    joined = ",".join(sorted(codes))
    code = joined if len(codes) <= 5 else f"{len(codes)}-{hashlib.sha256(joined.encode()).hexdigest()[:8]}"
    names = rows.sort(pl.col("population").fill_null(0), descending=True, maintain_order=True)["label"].to_list()
    shown = ", ".join([*names[:3], "…"] if len(names) > 3 else names)
    known = rows["population"].null_count() == 0 and (rows["population"].sum() or 0) > 0
    weight = rows["population"].cast(pl.Float64) if known else pl.Series([1.0] * rows.height)
    lon, lat = (float((rows[axis] * weight).sum()) / float(weight.sum()) for axis in ("lon", "lat"))
    label = f"Périmètre de {len(codes)} commune{'s' if len(codes) > 1 else ''} ({shown})"
    population = int(rows["population"].sum()) if known else None
    return Territory(Level.COMMUNES, code, label, tuple(sorted(codes)), population, lon, lat)
