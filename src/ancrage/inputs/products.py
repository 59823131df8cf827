"""From what a person types of a product to a customs code of the edition, or to the sub-classes that make it."""

import re
from dataclasses import dataclass

import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import NBSP, count
from ancrage.inputs.activities import Activities, hold, told
from ancrage.inputs.communes import show
from ancrage.inputs.reading import Reading
from ancrage.reference import read_reference
from ancrage.warehouse.edition import Edition, derived
from ancrage.warehouse.territories import normalise

LENGTHS = (4, 6, 8)
NOT_GOODS = ("98", "99")  # chapters of the combined nomenclature that are not goods of their own
SHOWN, LABEL = 4, 60


@dataclass(frozen=True, slots=True)
class Product:
    """`code`: what the edition knows, 4 (SH4), 6 (SH6) or 8 digits (NC8); `typed`: the digits that were given."""

    code: str
    typed: str


@dataclass(frozen=True, eq=False)
class _Trade:
    """Imports of each code of the edition, codes without trade, and the year of its nomenclature."""

    imports: dict[str, float]
    untraded: frozenset[str]
    year: int

    def starts(self, code: str) -> bool:
        return any(known.startswith(code) for known in self.imports)

    def weight(self, code: str) -> float:
        return sum(eur for known, eur in self.imports.items() if known.startswith(code))


@derived
def _trade(edition: Edition) -> _Trade:
    rows = edition.table("trade_product")
    imports = dict(rows.select("nc8", pl.col("import_eur").fill_null(0)).iter_rows())
    untraded = frozenset(edition.table("product_class")["nc8"]) - set(imports)
    return _Trade(imports, untraded, max(rows["valid_to"].to_list()))


def is_code(text: str) -> bool:
    """Whether a text is written as a code: digits, with spaces or dots."""
    return bool(re.fullmatch(r"[\d\s.]*\d[\d\s.]*", text))


def read_product(edition: Edition, text: str) -> Reading[Product]:
    """A NC8, SH6 or SH4 code of any recent year, as the customs of the edition know it.

    A code that replaced several is read as the most imported of them, and the others are told.
    Raises AncrageError with the nearest codes.
    """
    typed = re.sub(r"[\s.]", "", text)
    if not is_code(text) or not typed.isascii() or len(typed) not in (*LENGTHS, LENGTHS[0] - 1, 5, 7):
        raise AncrageError(
            f"« {show(text)} » n'est pas un code de produit.",
            "Donnez 4 chiffres (SH4), 6 chiffres (SH6) ou 8 chiffres (NC8).",
        )
    code = typed if len(typed) in LENGTHS else f"0{typed}"  # chapters 1 to 9 lose their zero
    zero = f"{typed} est lu {code}{NBSP}: un zéro du début s'était perdu." if code != typed else ""
    trade = _trade(edition)
    if trade.starts(code):
        return Reading(Product(code, code), zero)
    rows = edition.table("product_codes").filter(pl.col("code").str.starts_with(code))
    if not rows.is_empty():
        found, note = _succeeded(code, rows, trade)
        return Reading(Product(found, code), " ".join(part for part in (zero, note) if part))
    if code in trade.untraded and trade.starts(code[:6]):
        note = f"{code} n'a pas d'échanges dans l'édition{NBSP}: lu comme {code[:6]}."
        return Reading(Product(code[:6], code), " ".join(part for part in (zero, note) if part))
    raise _unknown(edition, code, trade)


def _succeeded(code: str, rows: pl.DataFrame, trade: _Trade) -> tuple[str, str]:
    """The code of the edition, cut as the one typed, that most imports go to; and the sentence."""
    same = rows.filter(pl.col("code") == code)
    cut = len(code)
    stand_ins = {known[:cut] for known in (rows if same.is_empty() else same)["known"]}
    ranked = sorted(stand_ins, key=lambda known: (-trade.weight(known), known))
    newer, year = (rows if same.is_empty() else same).sort("year").select("newer", "year").row(0)
    when = f"depuis {year}" if newer else f"jusqu'en {year}"
    kind = "SH" if cut < LENGTHS[2] else "NC"
    others = (
        f" (aussi {', '.join(ranked[1 : SHOWN + 1])}{'…' if len(ranked) > SHOWN + 1 else ''})" if ranked[1:] else ""
    )
    return ranked[0], (
        f"{code} est un code de la {kind if kind == 'NC' else 'nomenclature'} {when}{NBSP}; l'édition est en "
        f"NC {trade.year}{NBSP}: {ranked[0]}{others}."
    )


def _unknown(edition: Edition, code: str, trade: _Trade) -> AncrageError:
    near = edition.table("trade_product").clear()
    for digits in (6, 4, 2):
        if near.is_empty() and digits < len(code):
            near = edition.table("trade_product").filter(pl.col("nc8").str.starts_with(code[:digits]))
    near = near.sort(["import_eur", "nc8"], descending=[True, False], nulls_last=True)
    lines = [f"{nc8} {label[:LABEL]}" for nc8, label in near.select("nc8", "label").head(SHOWN).iter_rows()]
    return AncrageError(
        f"Le produit {code} n'existe pas dans la nomenclature combinée (l'édition est en NC {trade.year}).",
        "\n  ".join(["Les plus proches :", *lines])
        if lines and not code.startswith(NOT_GOODS)
        else "Vérifiez le code, ou donnez l'activité avec --activite.",
    )


def read_products(edition: Edition, text: str) -> Reading[Activities]:
    """Sub-classes that make a product: a customs code, else words of the reference base, else of the customs."""
    naf = edition.table("naf").select("naf", "label", "class")
    if is_code(text):
        reading = read_product(edition, text)
        kept = naf.filter(pl.col("class").is_in(list(makers(edition, reading.value.code))))
        return Reading(
            Activities(tuple(kept["naf"]), f"Produit {reading.value.code} : fait par {told(kept)}."), reading.note
        )
    words = normalise(text).split()
    if not words:
        raise AncrageError("Le produit est vide.", "Donnez un code (850760) ou un mot (batterie).")
    base = read_reference("produits.csv")
    known = base.filter(hold(base["libelle"], words))
    codes = {code for line in known["naf"].drop_nulls() for code in line.split(";")}
    kept = naf.filter(pl.col("naf").is_in(sorted(codes)))
    labels = known["libelle"].to_list()
    if kept.is_empty():
        customs = edition.table("trade_product").drop_nulls("class")
        customs = customs.filter(hold(customs["label"], words)).sort(["import_eur", "nc8"], descending=[True, False])
        kept = naf.filter(pl.col("class").is_in(customs["class"].unique().to_list()))
        labels = customs["label"].to_list()
    if kept.is_empty():
        raise AncrageError(
            f"Aucun produit ne s'appelle « {show(text)} » dans la base de référence ni dans les douanes.",
            "Essayez un mot plus général, ou donnez le code SH6 ou NC8 du produit.",
        )
    shown = f"« {labels[0]} »" + (f" et {count(len(labels) - 1, 'autre')}" if len(labels) > 1 else "")
    return Reading(Activities(tuple(kept["naf"]), f"Produit : {shown}, fait par {told(kept)}."))


def makers(edition: Edition, code: str) -> tuple[str, ...]:
    """NAF classes that make a product of the edition, largest imports first. AncrageError: none is known."""
    products = edition.table("trade_product").filter(pl.col("nc8").str.starts_with(code))
    by_class = products.group_by("class").agg(pl.col("import_eur").sum()).drop_nulls("class")
    classes = by_class.sort(["import_eur", "class"], descending=[True, False])["class"]
    if classes.is_empty():
        raise AncrageError(f"Aucune activité connue ne fait le produit {code}.", "Donnez l'activité avec --activite.")
    return tuple(classes)


def read_family(edition: Edition, text: str) -> Reading[Activities]:
    """Sub-classes of a family of products: its code, its #hashtag or its name."""
    rows = read_reference("familles.csv")
    typed = normalise(text.lstrip("#").replace("_", " "))
    for row in rows.iter_rows(named=True):
        names = (row["code"].replace("_", " "), (row["hashtag"] or "").lstrip("#"), row["libelle"])
        if typed and typed in {normalise(name) for name in names if name}:
            kin = rows.filter((pl.col("code") == row["code"]) | (pl.col("parent") == row["code"]))
            own = kin.filter(pl.col("code") == row["code"]).drop_nulls("naf_classes")
            patterns = ";".join((kin if own.is_empty() else own)["naf_classes"].drop_nulls())
            beginnings = tuple(pattern.rstrip("x") for pattern in patterns.split(";") if pattern)
            naf = edition.table("naf").select("naf", "label")
            kept = naf.filter(pl.any_horizontal(pl.col("naf").str.starts_with(start) for start in beginnings))
            return Reading(Activities(tuple(kept["naf"]), f"Famille {row['libelle']} : {told(kept)}."))
    known = ", ".join(
        row or code for code, row in rows.filter(pl.col("niveau") == "1").select("code", "hashtag").rows()
    )
    raise AncrageError(f"« {show(text)} » n'est pas une famille de produits.", f"Familles : {known}.")
