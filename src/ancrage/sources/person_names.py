"""Which names of the register may be a natural person's: those are not kept.

Sirene prints a sole trader under first name and surname. The register holds establishments of 20 staff and more, where
sole traders are a handful, but nothing in the file tells them from a firm that bears its founder's name: the doubt goes
to the person, except where the size or the number of establishments excludes a sole trader.
"""

import re
import unicodedata
from functools import cache

import polars as pl

from ancrage.reference import read_reference

TITLES = {"M", "MR", "MME", "MLLE", "MELLE", "MONSIEUR", "MADAME", "MADEMOISELLE"}
WORDS_OF_A_PERSON = range(2, 5)
FIRM_FROM_JOBS = 150  # a sole trader with 100 staff in one establishment is not to be found


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.upper()).encode("ascii", "ignore").decode()
    return plain.split()


@cache
def _first_names() -> frozenset[str]:
    return frozenset(read_reference("prenoms.csv")["prenom"])


@cache
def _firm_words() -> frozenset[str]:
    return frozenset(" ".join(read_reference("mots_societes.csv")["mots"]).split())


def may_be_person(name: str) -> bool:
    """True when `name` reads like a title and a surname, or like a first name and a surname in either order.

    Two to four words of letters only (hyphens and apostrophes allowed), the first or the last a known first name
    (`JEAN-PIERRE` counts through its first part), none a legal form, a trade, a place or an article. Single words,
    acronyms with full stops, digits and signs (`&`, `/`) make a firm.
    """
    words = _words(name)
    if len(words) not in WORDS_OF_A_PERSON or not all(re.fullmatch(r"[A-Z][A-Z'-]*", w) for w in words):
        return False
    if any(part in _firm_words() for word in words for part in word.split("-")):
        return False
    if words[0] in TITLES and all(len(word) > 1 for word in words[1:]):
        return True
    return any(word.split("-")[0] in _first_names() for word in (words[0], words[-1]))


def legal_names(rows: pl.DataFrame) -> pl.Series:
    """`name` of each row of (siret, name, jobs), null where it may be a person's.

    A name that reads like a person's is kept when the establishment has 100 staff or more, or when its firm (siren)
    has several establishments in the register.
    """
    doubt = pl.col("name").map_elements(may_be_person, return_dtype=pl.Boolean)
    surely_firm = (pl.col("jobs") >= FIRM_FROM_JOBS) | (pl.len().over(pl.col("siret").str.slice(0, 9)) > 1)
    return rows.select(pl.when(~doubt | surely_firm).then("name"))["name"]
