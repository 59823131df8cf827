"""From what a person types to what the register holds: numbers, activities, products, families, sizes, places."""

import re
from dataclasses import dataclass
from math import isfinite

import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import count, integer, listing, lower_first
from ancrage.methods.linkage import siren_is_valid, siret_is_valid
from ancrage.reference import read_reference
from ancrage.warehouse.activities import find_product
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.register.names import spaced
from ancrage.warehouse.territories import normalise

SIREN, SIRET = 9, 14
LA_POSTE = "356000000"
SHOWN = 6
TOLD = 3
FARTHEST_KM = 20_015.0


@dataclass(frozen=True, slots=True)
class Activities:
    """NAF sub-classes, and the French sentence that says what was understood."""

    nafs: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Place:
    lon: float
    lat: float
    label: str


def number_of(text: str) -> str:
    """The digits of a SIREN, a SIRET or a French VAT number; "" when the text is no number of a firm.

    Only digits, but not 9 nor 14, or a wrong check digit: AncrageError.
    """
    compact = re.sub(r"[\s.\-]", "", text)
    digits = re.sub(r"^FR\d\d(?=\d{9}$)", "", compact.upper())
    if not re.fullmatch(r"[0-9]{8,}", digits):
        return ""
    if len(digits) not in (SIREN, SIRET):
        raise AncrageError(
            f"« {text.strip()} » compte {len(digits)} chiffres.", "Un SIREN en compte 9, un SIRET 14 : recopiez-le."
        )
    if not (siren_is_valid(digits) if len(digits) == SIREN else siret_is_valid(digits)):
        kind = "SIREN" if len(digits) == SIREN else "SIRET"
        post = " (les établissements de La Poste ont la leur)" if digits.startswith(LA_POSTE) else ""
        raise AncrageError(
            f"Le {kind} {spaced(digits)} contient une faute de frappe : sa clé de contrôle{post} ne tombe pas juste.",
            "Un chiffre est faux, ou deux sont inversés : recopiez-le, ou cherchez l'entreprise par son nom.",
        )
    return digits


def find_activities(edition: Edition, text: str) -> Activities:
    """Sub-classes of a NAF code at any level (C, 25, 25.6, 25.62, 25.62A), or whose label holds every word typed."""
    table = edition.table("naf").select("naf", "label", "a21")
    compact = re.sub(r"[\s.]", "", text).upper()
    if re.fullmatch("[A-U]", compact):
        found = table.filter(pl.col("a21") == compact)
    elif re.fullmatch(r"\d{2,4}[A-Z]?", compact) and not re.fullmatch(r"\d{2,3}[A-Z]", compact):
        found = table.filter(pl.col("naf").str.replace(".", "", literal=True).str.starts_with(compact))
    else:
        words = normalise(text).split()
        if not words:
            raise AncrageError("L'activité est vide.", "Donnez un code NAF (25.62) ou un mot (décolletage).")
        labels = [f" {normalise(label)}" for label in table["label"]]
        found = table.filter(
            pl.Series([all(f" {word}" in label for word in words) for label in labels], dtype=pl.Boolean)
        )
    table, found = table.drop("a21"), found.drop("a21")
    if found.is_empty():
        raise _unknown_activity(table, text, compact)
    return Activities(tuple(found["naf"]), f"Activité : {_told(found)}.")


def _hold(labels: pl.Series, words: list[str]) -> pl.Series:
    """Whether each label has, for every word, a word that begins so."""
    told = [f" {normalise(label)}" for label in labels]
    return pl.Series([all(f" {word}" in label for word in words) for label in told], dtype=pl.Boolean)


def _unknown_activity(table: pl.DataFrame, text: str, compact: str) -> AncrageError:
    near = table.clear()
    for start in (f"{compact[:2]}.{compact[2:3]}", f"{compact[:2]}."):
        if near.is_empty() and re.match(r"\d\d", compact):
            near = table.filter(pl.col("naf").str.starts_with(start))
    if near.is_empty():
        from rapidfuzz import fuzz, process  # only errors need it

        labels = [normalise(label) for label in table["label"]]
        found = process.extract(normalise(text), labels, scorer=fuzz.WRatio, limit=SHOWN, score_cutoff=70)
        near = table[[index for _, _, index in found]]
    lines = [f"{code} {label}" for code, label in near.head(SHOWN).iter_rows()]
    return AncrageError(
        f"« {text} » n'est ni un code ni un mot de la nomenclature d'activités (NAF rév. 2).",
        "\n  ".join(["Activités voisines :", *lines]) if lines else "Exemples : 25, 25.62, 25.62A, décolletage.",
    )


def _told(found: pl.DataFrame) -> str:
    """« 25.62A décolletage et 25.62B mécanique industrielle », or the first few of a long list."""
    kept = found.height if found.height <= TOLD + 1 else TOLD
    lines = [f"{code} {lower_first(label)}" for code, label in found.head(kept).iter_rows()]
    if (more := found.height - kept) > 0:
        return f"{', '.join(lines)} et {count(more, 'autre sous-classe', 'autres sous-classes')}"
    return listing(lines)


def find_products(edition: Edition, text: str) -> Activities:
    """Sub-classes that make a product: a HS6 or NC8 code, else words of the reference base, else of the customs."""
    naf = edition.table("naf").select("naf", "label", "class")
    if re.fullmatch(r"[\d\s.]+", text):
        kept = naf.filter(pl.col("class").is_in(list(find_product(edition, text))))
        return Activities(tuple(kept["naf"]), f"Produit {text.strip()} : fait par {_told(kept.drop('class'))}.")
    words = normalise(text).split()
    if not words:
        raise AncrageError("Le produit est vide.", "Donnez un code (850760) ou un mot (batterie).")
    base = read_reference("produits.csv")
    known = base.filter(_hold(base["libelle"], words))
    codes = {code for line in known["naf"].drop_nulls() for code in line.split(";")}
    kept = naf.filter(pl.col("naf").is_in(sorted(codes)))
    labels = known["libelle"].to_list()
    if kept.is_empty():
        customs = edition.table("trade_product").drop_nulls("class")
        customs = customs.filter(_hold(customs["label"], words)).sort(["import_eur", "nc8"], descending=[True, False])
        kept = naf.filter(pl.col("class").is_in(customs["class"].unique().to_list()))
        labels = customs["label"].to_list()
    if kept.is_empty():
        raise AncrageError(
            f"Aucun produit ne s'appelle « {text} » dans la base de référence ni dans les douanes.",
            "Essayez un mot plus général, ou donnez le code SH6 ou NC8 du produit.",
        )
    shown = f"« {labels[0]} »" + (f" et {count(len(labels) - 1, 'autre')}" if len(labels) > 1 else "")
    return Activities(tuple(kept["naf"]), f"Produit : {shown}, fait par {_told(kept.drop('class'))}.")


def find_family(edition: Edition, text: str) -> Activities:
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
            return Activities(tuple(kept["naf"]), f"Famille {row['libelle']} : {_told(kept)}.")
    known = ", ".join(
        row or code for code, row in rows.filter(pl.col("niveau") == "1").select("code", "hashtag").rows()
    )
    raise AncrageError(f"« {text} » n'est pas une famille de produits.", f"Familles : {known}.")


def size_classes(text: str) -> tuple[tuple[str, ...], str]:
    """The size classes of the register that « 50-249 », « 50- », « -99 » or « 50 » touch, and the sentence for it."""
    found = re.fullmatch(r"\s*([\d\s]*?)\s*(-?)\s*([\d\s]*?)\s*", text)
    low, dash, high = found.groups() if found else ("", "", "")
    least, most = (int("".join(bound.split())) if bound else None for bound in (low, high))
    if (least is None and most is None) or (dash and least is not None and most is not None and least > most):
        raise AncrageError(
            f"« {text} » n'est pas une taille.", "Donnez un minimum et un maximum de salariés : 50-249, 100- ou -49."
        )
    if not dash:
        least = most = least if least is not None else most
    kept, reach = [], []
    for label in read_reference("tranches_effectif.csv")["libelle"]:
        bounds = [int("".join(number.split())) for number in re.findall(r"\d[\d\s]*", label)]
        first, last = bounds[0], bounds[1] if len(bounds) > 1 else None
        if (most is None or first <= most) and (least is None or last is None or last >= least):
            kept.append(label)
            reach.append((first, last))
    if not kept:
        raise AncrageError(f"Aucune tranche d'effectif n'est de « {text} » salariés.", "La plus petite commence à 10.")
    low_told, high_told = integer(reach[0][0]), reach[-1][1]
    told = f"{low_told} salariés et plus" if high_told is None else f"{low_told} à {integer(high_told)} salariés"
    return tuple(kept), f"Taille : {told}, par tranches entières du registre."


def find_place(edition: Edition, text: str) -> Place:
    """« 6.58,46.06 » (longitude, latitude), or a commune: its INSEE code or its name."""
    if numbers := re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*", text):
        lon, lat = map(float, numbers.groups())
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise AncrageError(
                f"« {text} » n'est pas un point de la Terre.",
                "La longitude d'abord (de -180 à 180), la latitude ensuite (de -90 à 90) : --autour 6.58,46.06",
            )
        return Place(lon, lat, f"{lon:g}, {lat:g}")
    rows = edition.table("communes").select("commune", "label", "departement", "lon", "lat", "population")
    name = normalise(text)
    same = [row for row in rows.iter_rows() if row[0].lower() == text.strip().lower() or normalise(row[1]) == name]
    if len(same) == 1:
        return Place(same[0][3], same[0][4], same[0][1])
    if not same:
        from rapidfuzz import process  # only errors need it

        near = process.extract(name, [normalise(label) for label in rows["label"]], limit=SHOWN)
        lines = [f"{rows['commune'][index]} {rows['label'][index]}" for _, _, index in near]
        raise AncrageError(f"Aucune commune ne s'appelle « {text} ».", "\n  ".join(["Les plus proches :", *lines]))
    lines = [f"{code} {label} ({departement})" for code, label, departement, *_ in same]
    raise AncrageError(
        f"{len(same)} communes s'appellent « {text} ».", "\n  ".join(["Donnez le code de la bonne :", *lines[:12]])
    )


def radius(km: float) -> float:
    """A distance that a person may ask for."""
    if not isfinite(km) or not 0 < km <= FARTHEST_KM:
        raise AncrageError(
            f"Un rayon de {km:g} km n'a pas de sens.", "Donnez un nombre de kilomètres entre 0 et 20 000 : --rayon 30"
        )
    return km
