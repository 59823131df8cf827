"""Searching the documented cases by words of their firm, product, place, family, activity, or a synonym."""

import re
import unicodedata
from collections.abc import Collection
from functools import cache

from ancrage.domain.errors import AncrageError
from ancrage.reference import read_reference
from ancrage.steps.cases import Case, case_base
from ancrage.steps.reference_base import reference_products
from ancrage.warehouse.edition import Edition, derived

CODE = re.compile(r"\d{2}\.\d{1,2}[A-Z]?", re.IGNORECASE)  # « 32.50 », « 32.5 », « 32.50A »
CLASS = 5  # characters of « 32.50 »
ENDINGS = ("aux", "eux", "es", "s", "x", "e")  # plurals and feminines, longest first
SHORTEST = 4  # characters that a word keeps


def search_cases(
    edition: Edition, text: str = "", activities: Collection[str] = (), family: str = "", outcome: str = ""
) -> tuple[Case, ...]:
    """Cases that hold every word of `text`, by its first letters, and meet each filter given; in the base's order.

    A word is one of the case (firm, product, place, origin, note), of its families, activities and products, or a
    synonym of one of them (`synonymes_cas.csv`); a NAF code of two digits and more is that of its activities.
    `activities`: NAF classes, any of them; `family`: a code of `familles.csv`, its parent or its label.
    """
    families = _families(edition, family)
    codes = tuple(code.upper()[:CLASS] for code in CODE.findall(text))
    asked = plain(CODE.sub(" ", text))
    ways = [{f" {stem(word)}", *_synonyms(word)} for word in _groups(asked)]
    return tuple(
        case
        for case in case_base(edition.day)
        if all(any(way in _searched(edition, case) for way in words) for words in ways)
        and all(any(found.activity.startswith(code) for found in case.classes) for code in codes)
        and (not activities or any(found.activity in activities for found in case.classes))
        and (not family or case.family in families or any(found.family in families for found in case.classes))
        and outcome in ("", case.outcome)
    )


def plain(text: str) -> str:
    """Lower case, no accent, words apart by one space: « Fil-de-Béthune » gives « fil de bethune »."""
    letters = (c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def stem(word: str) -> str:
    """A word without its plural or feminine ending, of SHORTEST letters at least: « chaussures » gives « chaussur »."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word.removesuffix(ending)
    return word


def stems(text: str) -> str:
    """Each word of a text, without its ending."""
    return " ".join(stem(word) for word in plain(text).split())


def _groups(asked: str) -> list[str]:
    """The words of a search, an expression of the synonyms kept whole: « data center »."""
    words = []
    for expression in sorted(_by_word(), key=len, reverse=True):
        if " " in expression and f" {expression} " in f" {asked} ":
            words.append(expression)
            asked = f" {asked} ".replace(f" {expression} ", " ").strip()
    return words + asked.split()


@cache
def _by_word() -> dict[str, frozenset[str]]:
    """Beginnings that a word or an expression also finds, by each form it may be typed in."""
    found: dict[str, frozenset[str]] = {}
    for row in read_reference("synonymes_cas.csv").iter_rows(named=True):
        beginnings = frozenset(f" {stems(expression)}" for expression in row["trouve"].split(";"))
        for word in map(plain, row["mots"].split(";")):
            for form in (word, f"{word}s", stems(word)):
                found[form] = found.get(form, frozenset()) | beginnings
    return found


def _synonyms(word: str) -> frozenset[str]:
    return _by_word().get(word, _by_word().get(stem(word), frozenset()))


@derived
def _labels(edition: Edition) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Labels of families (with their parent's), of NAF classes, of products."""
    rows = {r["code"]: r for r in read_reference("familles.csv").iter_rows(named=True)}
    families = {c: f"{c} {r['libelle']} {rows[r['parent']]['libelle'] if r['parent'] else ''}" for c, r in rows.items()}
    classes = dict(edition.table("naf_classes").select("class", "label").iter_rows())
    return families, classes, {p.id: p.label for p in reference_products(edition)}


@derived
def _searched(edition: Edition, case: Case) -> str:
    families, classes, products = _labels(edition)
    parts = [case.id, case.firm, case.product, case.commune_label, case.departement, case.origin, case.note, case.kind]
    parts += [families.get(code, "") for code in {case.family, *(c.family for c in case.classes)}]
    parts += [classes.get(c.activity, "") for c in case.classes]
    parts += [products.get(id, "") for c in case.classes for id in c.products]
    return f" {stems(' '.join(part for part in parts if part))}"


def _families(edition: Edition, asked: str) -> set[str]:
    """The family asked, by code or label, and those under it. An unknown one is an AncrageError listing them."""
    if not asked:
        return set()
    rows = read_reference("familles.csv").rows(named=True)
    found = {r["code"] for r in rows if plain(asked) in (plain(r["code"]), plain(r["libelle"]))}
    if not found:
        used = {case.family for case in case_base(edition.day)} | {
            c.family for case in case_base(edition.day) for c in case.classes
        }
        known = [f"{r['code']} ({r['libelle']})" for r in rows if r["code"] in used]
        raise AncrageError(
            f"« {asked} » n'est pas une famille de produits.", "\n  ".join(["Familles qui ont des cas :", *known])
        )
    return found | {r["code"] for r in rows if r["parent"] in found}
