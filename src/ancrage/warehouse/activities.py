"""From an activity or product code that a person types to NAF classes of the edition."""

import re

import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.warehouse.edition import Edition


def find_activity(edition: Edition, text: str) -> str:
    """NAF class of « 25.73 », « 2573 » or « 25.73Z ». Anything else: AncrageError naming the nearest classes."""
    digits = re.sub(r"[\s.]", "", text)
    classes = dict(edition.table("naf_classes").select("class", "label").iter_rows())
    if re.fullmatch(r"\d{4}[A-Za-z]?", digits) and (code := f"{digits[:2]}.{digits[2:4]}") in classes:
        return code
    near = [f"{code} {label}" for code, label in classes.items() if digits[:2] and code.startswith(digits[:2])]
    raise AncrageError(
        f"« {text} » n'est pas une classe de la nomenclature NAF rév. 2.",
        "\n  ".join(["Classes voisines :", *near]) if near else "Exemple : --activite 25.73",
    )


def find_subclass(edition: Edition, text: str) -> str | None:
    """Sub-class meant by « 10.51C », None when the text has no letter or the class no other sub-class."""
    digits = re.sub(r"[\s.]", "", text).upper()
    code = f"{digits[:2]}.{digits[2:]}"
    same = edition.table("naf").filter(pl.col("class") == code[:5])["naf"].to_list()
    return code if code in same and len(same) > 1 else None


def find_product(edition: Edition, text: str) -> tuple[str, ...]:
    """NAF classes that make a product given by its NC8 code, or all those of a HS6 code, largest imports first."""
    code = re.sub(r"[\s.]", "", text)
    if not re.fullmatch(r"\d{6}|\d{8}", code):
        raise AncrageError(f"« {text} » n'est pas un code de produit.", "Donnez 6 chiffres (SH6) ou 8 chiffres (NC8).")
    products = edition.table("trade_product").filter(pl.col("nc8").str.starts_with(code))
    by_class = products.group_by("class").agg(pl.col("import_eur").sum()).drop_nulls("class")
    found = by_class.sort(["import_eur", "class"], descending=[True, False])["class"]
    if found.is_empty():
        raise AncrageError(
            f"Le produit {code} est absent du commerce extérieur français de l'édition.",
            "Vérifiez le code dans la nomenclature combinée, ou donnez l'activité avec --activite.",
        )
    return tuple(found)
