"""Which names of the register may be a natural person's: those are not kept.

Sirene prints a sole trader under first name and surname. The register holds establishments of 20 staff and more, where
sole traders are a handful, but nothing in the file tells them from a firm that bears its founder's name: the doubt goes
to the person, except where the size or the number of establishments excludes a sole trader. A name that says itself a
person's (a title, the mark of a sole trader, a succession) is never kept.
"""

import re
from functools import cache

import polars as pl

from ancrage.domain.wording import unaccented
from ancrage.reference import read_reference

# titles that only a person bears, and those that firms, brands and « direction régionale » bear too
TITLES = {"M.", "MR", "MR.", "MME", "MME.", "MLLE", "MLLE.", "MELLE", "MONSIEUR", "MADAME", "DR.", "ME."}
OTHER_TITLES = {"M", "MADEMOISELLE", "DR", "DOCTEUR", "ME", "MAITRE", "PR", "PR.", "PROFESSEUR", "VVE", "VEUVE"}
# a sole trader, and a person who has died or shares an estate
MARKS = {"EI", "EIRL"}
ESTATES = {"SUCCESSION", "SUCC", "INDIVISION", "HOIRIE", "HOIRS", "CONSORTS", "HERITIERS"}
LONG_MARKS = (
    r"\bENTREPR(?:ISE|ENEUR) INDIVIDUEL(?:LE)?\b",
    r"\bAYANTS?[ -]DROITS?\b",
    r"\bSUCCESSION\b",
)
LINKS = {"DE", "DU", "DES", "LA", "LE", "L", "D", "ET", "A"}
ARTICLES = {"LA", "L", "SAINTE", "SAINT", "ST", "AU"}  # « le » begins surnames too
WITHHELD = re.compile(r"^[\[( ]*N\.?D\.?[\]) ]*$")  # the statistical office does not publish the name
INITIAL = re.compile(r"(?:[A-Z]\.?-?){1,2}")
WORD = re.compile(r"[A-Z][A-Z'-]*")
WORDS_OF_A_PERSON = range(2, 5)
MOST_INITIALS = 2  # A.B.S is an acronym
FIRM_FROM_JOBS = 150  # a sole trader with 100 staff in one establishment is not to be found


@cache
def _first_names() -> frozenset[str]:
    return frozenset(read_reference("prenoms.csv")["prenom"])


@cache
def _firm_words() -> frozenset[str]:
    return frozenset(" ".join(read_reference("mots_societes.csv")["mots"]).split())


@cache
def _brands() -> frozenset[str]:
    """Brands that bear the name of a person, known as such everywhere."""
    return frozenset(read_reference("enseignes.csv")["enseigne"])


def is_withheld(name: str) -> bool:
    """Whether the statistical office withholds the name: « [ND] », « [ND] [ND] »."""
    return bool(name.strip()) and all(WITHHELD.match(part) for part in name.upper().split())


def says_person(name: str) -> bool:
    """Whether the name says itself a person's: a title, the mark of a sole trader or of an estate, and nothing that
    makes a firm (« EI DURAND », « M. DURAND », « SUCCESSION DE J. DURAND », « AYANTS DROIT DURAND »)."""
    return _marked(name, TITLES)


def _marked(name: str, titles: set[str]) -> bool:
    plain = unaccented(name).upper().replace("’", "'")
    marked = any(re.search(mark, plain) for mark in LONG_MARKS)
    for mark in LONG_MARKS:
        plain = re.sub(mark, " ", plain)
    words = re.sub(r"[(),;:]", " ", plain).split()
    bare = [word.replace(".", "") for word in words]
    ends = {bare[0], bare[-1]} if bare else set()
    marked |= bool(ends & (MARKS | ESTATES)) or bool(words and words[0] in titles and len(words) > 1)
    left = [w for w in bare if w not in MARKS | ESTATES | TITLES | OTHER_TITLES | LINKS]
    return marked and bool(left) and not _makes_a_firm(left) and any(len(word) > 1 for word in left)


def may_be_person(name: str) -> bool:
    """True when `name` says itself a person's, or reads like first name or initials and surname, in either order.

    Two to four words of letters only (hyphens and apostrophes allowed), the first or the last a known first name
    (`JEAN-PIERRE` counts through its first part) or one or two initials (`J. DURAND`, `DURAND J.P.`), none a legal
    form, a trade, a place or an article. Single words, acronyms of three letters and more, digits and signs (`&`, `/`)
    make a firm.
    """
    if says_person(name):
        return True
    words = unaccented(name).upper().replace("’", "'").split()
    if len(words) not in WORDS_OF_A_PERSON or " ".join(words[:2]) in _brands():
        return False
    titled = _marked(name, OTHER_TITLES) and all(len(word) > 1 for word in words[1:])
    return titled or _initials(words) or _first_name(words)


def _initials(words: list[str]) -> bool:
    """One or two initials, with their stops, before or after one surname."""
    for initials, surname in ((words[:-1], words[-1]), (words[1:], words[0])):
        letters = re.sub(r"[.-]", "", "".join(initials))
        stopped = all(INITIAL.fullmatch(word) for word in initials) and any("." in word for word in initials)
        if stopped and 1 <= len(letters) <= MOST_INITIALS and WORD.fullmatch(surname) and len(surname) > MOST_INITIALS:
            return letters not in _firm_words() and not _makes_a_firm([surname])
    return False


def _first_name(words: list[str]) -> bool:
    if not all(WORD.fullmatch(word) for word in words) or _makes_a_firm(words):
        return False
    if words[0] in ARTICLES or words[0].startswith("L'") or (words[0] == "LE" and len(words) == 2):
        return False
    return any(word.split("-")[0] in _first_names() for word in (words[0], words[-1]))


def _makes_a_firm(words: list[str]) -> bool:
    """Whether a word is a legal form, a trade or a place, or holds what no surname holds."""
    return any(
        part in _firm_words() or not re.fullmatch(r"[A-Z']+", part) for word in words for part in word.split("-")
    )


def legal_names(rows: pl.DataFrame) -> pl.Series:
    """`name` of each row of (siret, name, jobs), null where it is withheld or may be a person's.

    A name that reads like a person's is kept when the establishment has 100 staff or more, or when its firm (siren)
    has several establishments in the register; one that says itself a person's is never kept.
    """
    names = rows["name"].drop_nulls().unique()
    listed = names.to_list()
    judged = pl.DataFrame(
        {
            "name": names,
            "never": [is_withheld(name) or says_person(name) for name in listed],
            "doubt": [may_be_person(name) for name in listed],
        },
        schema={"name": pl.String, "never": pl.Boolean, "doubt": pl.Boolean},
    )
    surely_firm = (pl.col("jobs") >= FIRM_FROM_JOBS) | (pl.len().over(pl.col("siret").str.slice(0, 9)) > 1)
    kept = ~pl.col("never") & (~pl.col("doubt") | surely_firm)
    return rows.join(judged, on="name", how="left", maintain_order="left").select(pl.when(kept).then("name"))["name"]
