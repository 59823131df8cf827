"""What is looked for: an activity or a product, as the classes, sub-classes and trade words that make it."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.reference import read_reference
from ancrage.steps.reference_base import products_of
from ancrage.warehouse.edition import Edition, derived

# a class that takes less than this share of the products of a code does not stand for it
LEAST_SHARE = 0.05
HS4, HS6 = 4, 6
GROUP = 4  # characters of a NAF group, « 25.6 »
# letters of the longest words that must stand whole in a name
WHOLE = 5
# chapters of the combined nomenclature that are not goods of their own
NOT_GOODS = ("98", "99")


@dataclass(frozen=True)
class Wanted:
    """`classes`: share of the products looked for that each NAF class makes, the largest 1; `subclasses`: NAF codes
    with their letter that make them, when they can be told apart; `codes`: HS6 or NC8, empty for an activity;
    `read_at`: the wider code that stood for one that the edition does not know."""

    key: str
    classes: dict[str, float]
    subclasses: frozenset[str]
    codes: tuple[str, ...]
    read_at: str | None = None

    @property
    def main(self) -> str:
        return next(iter(self.classes))


def wanted_activity(activity: str, subclass: str | None = None) -> Wanted:
    """`subclass`: « 10.51C » when only one of the class is meant."""
    return Wanted(activity, {activity: 1.0}, frozenset([subclass] if subclass else ()), ())


@derived
def wanted_product(edition: Edition, text: str) -> Wanted:
    """From a HS4, HS6 or NC8 code. A code that the edition does not know is read at its heading (HS4).

    Raises AncrageError when even its heading is unknown."""
    code = re.sub(r"[\s.]", "", text)
    rows, read_at = _rows(edition, code)
    if rows.is_empty():
        raise AncrageError(
            f"Le produit {code} est absent du commerce extérieur français de l'édition.",
            "Vérifiez le code dans la nomenclature combinée, ou donnez l'activité avec --activite.",
        )
    weight = rows.group_by("class").agg(pl.col("weight").sum()).sort(["weight", "class"], descending=[True, False])
    top = float(weight["weight"][0])
    classes = {c: w / top for c, w in weight.iter_rows() if w / top >= LEAST_SHARE}
    corrected = [naf for nc8 in rows["nc8"].unique().sort() for p in products_of(edition, nc8) for naf in p.activities]
    told = {naf for naf in corrected if naf[:-1] not in classes}
    classes |= {naf[:-1]: 1.0 for naf in sorted(told)}
    sub = {naf for naf, prefixes in subclass_products().items() if naf[:-1] in classes and code.startswith(prefixes)}
    known = frozenset(sub or {naf for naf in corrected if _lettered(naf)})
    return Wanted(code, dict(sorted(classes.items(), key=lambda pair: -pair[1])), known, (code,), read_at)


def _rows(edition: Edition, code: str) -> tuple[pl.DataFrame, str | None]:
    """(nc8, class, weight) of the finest level at which the code exists (itself, its HS6, its HS4), and that level
    when it is not the code itself."""
    table = edition.table("product_class")
    traded = edition.table("trade_product").select("nc8", traded=pl.col("import_eur") + pl.col("export_eur"))
    for digits in (len(code), HS6, HS4) if not code.startswith(NOT_GOODS) else ():
        rows = table.filter(pl.col("nc8").str.starts_with(code[:digits]))
        if not rows.is_empty():
            # a product without trade in the window still exists: it counts as one euro
            weighed = rows.join(traded, on="nc8", how="left").select(
                "nc8", "class", weight=pl.col("share") * (pl.col("traded").fill_null(0) + 1)
            )
            return weighed, code[:digits] if digits < len(code) else None
    return table.clear().select("nc8", "class", weight=pl.col("share")), None


def _lettered(naf: str) -> bool:
    return not naf.endswith("Z")


@cache
def subclass_products() -> dict[str, tuple[str, ...]]:
    """NAF sub-class -> beginnings of the codes of the products it makes."""
    rows = read_reference("sous_classes_produits.csv")
    return {naf: tuple(codes.split(";")) for naf, codes in rows.iter_rows()}


@cache
def _trade_words() -> tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...]:
    """(words, classes, beginnings of product codes) of mots_metiers.csv."""
    rows = read_reference("mots_metiers.csv").fill_null("")
    return tuple(
        (tuple(words.split()), tuple(classes.split(";")), tuple(codes.split(";")) if codes else ())
        for words, classes, codes in rows.iter_rows()
    )


@dataclass(frozen=True, slots=True)
class Words:
    """Regular expressions over names, None when no word is known: `product` names what is looked for; `trade` only
    its trade, which others have too."""

    product: str | None
    trade: str | None


@lru_cache(maxsize=1024)
def _words(classes: frozenset[str], codes: tuple[str, ...]) -> Words:
    product: list[str] = []
    trade: list[str] = []
    for words, made, prefixes in _trade_words():
        # a whole chapter (« 39 », plastics) names a trade, not a product
        named = any(code.startswith(p) or p.startswith(code) for code in codes for p in prefixes if len(p) >= HS4)
        # the first class of a line is what its words name; « mécanique », « précision » say usinage before outillage
        if named or (not codes and any(made[0][:GROUP] == code[:GROUP] for code in classes)):
            product += words
        elif classes.intersection(made):
            trade += words
    return Words(_pattern(product), _pattern(trade))


def words_of(wanted: Wanted) -> Words:
    return _words(frozenset(wanted.classes), wanted.codes)


def _pattern(words: list[str]) -> str | None:
    """A word of six letters and more, or one that the table ends with a star, also begins longer ones (USINAG,
    METAL*); the others stand whole, or in the plural (MOULE, MOULES, not MOULEY)."""
    if not words:
        return None
    starts = (rf"{w.rstrip('*')}[A-Z0-9]*" if w.endswith("*") or len(w) > WHOLE else rf"{w}[SX]?" for w in words)
    # names of the register are plain capitals: saying so makes a pattern that is quick to build and to run
    return rf"(?:^|[^A-Z0-9])({'|'.join(sorted(set(starts)))})(?:$|[^A-Z0-9])"


def unknown_reference_codes(edition: Edition) -> list[str]:
    """Class and sub-class codes of the authored tables that the nomenclature does not have: a test wants none."""
    classes = set(edition.table("naf_classes")["class"])
    known = classes | set(edition.table("naf")["naf"])
    used = {c for _, made, _ in _trade_words() for c in made} | set(subclass_products())
    neighbours = read_reference("metiers_voisins.csv")
    return sorted((used | set(neighbours["classe"]) | set(neighbours["voisine"])) - known)
