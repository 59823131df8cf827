"""Labelled corruptions of real register names: what a file kept by hand does to a firm's name and to its town."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

FORMS = ("SARL", "SAS", "S.A.S.", "S.A.", "SA", "Sté", "Société", "Ets", "EURL", "S.A.R.L.", "SASU", "Établissements")
ACCENTS = str.maketrans("EACIOUeaciou", "ÉÀÇÎÔÙéàçîôù")
SHORT = {
    "INDUSTRIE": "Ind.",
    "INDUSTRIES": "Indus.",
    "MECANIQUE": "Méca",
    "FRANCE": "Fr.",
    "SOCIETE": "Sté",
    "COMPAGNIE": "Cie",
    "ETABLISSEMENTS": "Ets",
    "CONSTRUCTION": "Constr.",
    "CONSTRUCTIONS": "Const.",
    "TRAVAUX": "Trav.",
    "PUBLICS": "Publ.",
    "SAINT": "St",
    "INTERNATIONAL": "Inter.",
    "GENERALE": "Gén.",
    "SERVICES": "Serv.",
    "TECHNIQUES": "Tech.",
    "DISTRIBUTION": "Distrib.",
}
ADDED = ("France", "Groupe", "Industrie", "Production", "Services", "(siège)", "- usine")


@dataclass(frozen=True, slots=True)
class Case:
    """A row as a territory may have typed it; `siret` None when the firm is not in the register."""

    name: str
    town: str
    siret: str | None
    kind: str


def accents(name: str, rng: random.Random) -> str:
    """Accents and small letters where the register has none."""
    return "".join(c.translate(ACCENTS) if rng.random() < 0.3 else c for c in name.title())


def legal_form(name: str, rng: random.Random) -> str:
    bare = re.sub(r"^(SAS|SARL|SA|STE|SOCIETE|ETS|ETABLISSEMENTS) |( (SAS|SARL|SA))$", "", name)
    form = rng.choice(FORMS)
    return f"{form} {bare}" if rng.random() < 0.5 else f"{bare} {form}"


def abbreviation(name: str, rng: random.Random) -> str:
    """Known short forms, else one long word cut after four letters."""
    words = name.split()
    short = [SHORT.get(word, word) for word in words]
    long = [i for i, word in enumerate(words) if len(word) > 6]
    if short == words and long:
        cut = rng.choice(long)
        short[cut] = words[cut][:4].capitalize() + "."
    return " ".join(short)


def swapped(name: str, rng: random.Random) -> str:
    words = name.split()
    if len(words) > 1:
        first = rng.randrange(len(words) - 1)
        words[first], words[first + 1] = words[first + 1], words[first]
    return " ".join(words)


def typing_error(name: str, rng: random.Random) -> str:
    """One letter dropped, doubled, replaced, or two exchanged."""
    if len(name) < 4:
        return name
    at = rng.randrange(1, len(name) - 1)
    kind = rng.randrange(4)
    letter = rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    middle = ("", name[at] * 2, letter, name[at + 1] + name[at])[kind]
    return name[:at] + middle + name[at + (2 if kind == 3 else 1) :]


def dropped(name: str, rng: random.Random) -> str:
    words = name.split()
    if len(words) > 2:
        words.pop(rng.randrange(1, len(words)))
    return " ".join(words)


def added(name: str, rng: random.Random) -> str:
    return f"{name} {rng.choice(ADDED)}"


def same(name: str, rng: random.Random) -> str:
    return name.capitalize() if rng.random() < 0.5 else name


KINDS: dict[str, tuple[Callable[[str, random.Random], str], ...]] = {
    "accents et casse": (accents,),
    "forme juridique": (legal_form,),
    "abréviation": (abbreviation,),
    "mots échangés": (swapped,),
    "faute de frappe": (typing_error,),
    "mot oublié": (dropped,),
    "mot ajouté": (added,),
    "deux à la fois": (abbreviation, legal_form),
    "commune fausse": (same,),
    "commune absente": (accents, legal_form),
}


def cases(
    establishments: pl.DataFrame, communes: pl.DataFrame, seed: int, per_kind: int
) -> tuple[list[Case], set[str]]:
    """`per_kind` rows of each kind of corruption, as many rows of firms held out of the register, and their SIREN.

    The register to match against is `establishments` without the SIREN returned. A wrong town is half the time a
    neighbour (within 15 km), half the time any other town that has establishments.
    """
    rng = random.Random(seed)
    labels = dict(communes.select("commune", "label").iter_rows())
    named = establishments.filter(pl.col("name").is_not_null())
    total = per_kind * len(KINDS)
    picked = rng.sample(range(named.height), 2 * total)
    rows = named[picked].select("siret", "name", "commune").rows()
    outside = {row[0][:9] for row in rows[total:]}
    inside = [row for row in rows[:total] if row[0][:9] not in outside]
    places = communes.filter(pl.col("commune").is_in(establishments["commune"].unique().implode()))
    found = []
    for position, (siret, name, commune) in enumerate(inside):
        kind = list(KINDS)[position % len(KINDS)]
        found.append(Case(_apply(kind, name, rng), _town(kind, commune, labels, places, rng), siret, kind))
    for position, (_, name, commune) in enumerate(rows[total:]):
        kind = list(KINDS)[position % len(KINDS)]
        found.append(Case(_apply(kind, name, rng), _town(kind, commune, labels, places, rng), None, kind))
    return found, outside


def _apply(kind: str, name: str, rng: random.Random) -> str:
    for corrupt in KINDS[kind]:
        name = corrupt(name, rng)
    return name


def _town(kind: str, commune: str, labels: dict[str, str], places: pl.DataFrame, rng: random.Random) -> str:
    if kind == "commune absente":
        return ""
    label = labels[commune]
    if kind == "commune fausse":
        here = places.row(by_predicate=pl.col("commune") == commune, named=True)
        near = places.filter(
            ((pl.col("lat") - here["lat"]).abs() < 0.1)
            & ((pl.col("lon") - here["lon"]).abs() < 0.14)
            & (pl.col("commune") != commune)
        )
        among = near if near.height and rng.random() < 0.5 else places.filter(pl.col("commune") != commune)
        label = among["label"][rng.randrange(among.height)]
    style = rng.randrange(4)
    if style == 1:
        return label.upper().replace("-", " ")
    if style == 2:
        return label.replace("Saint-", "St ").replace("Sainte-", "Ste ")
    return f"{label} Cedex" if style == 3 else label
