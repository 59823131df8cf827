"""From what a person types of an activity to sub-classes of the NAF rév. 2, whatever the nomenclature of the code."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import NBSP, count, listing, lower_first
from ancrage.inputs.communes import show
from ancrage.inputs.reading import Reading
from ancrage.reference import read_reference
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.territories import normalise

SHOWN, TOLD, ALIKE = 6, 3, 70
OWN, NEXT = "naf", "naf_2025"
WITH_DOT = re.compile(r"([A-V]?)(\d{1,2})\.(\d{1,2})\.?([A-Z]?)")
WITHOUT_DOT = re.compile(r"([A-V]?)(\d{1,4})([A-Z]?)")

EMPTY = AncrageError("L'activité est vide.", "Donnez un code NAF (25.62) ou un mot (décolletage).")


@dataclass(frozen=True, slots=True)
class Activities:
    """NAF sub-classes, and the French sentence that says what was understood."""

    nafs: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Activity:
    """A NAF class, and its sub-class when one of several is meant."""

    code: str
    subclass: str | None = None


@dataclass(frozen=True, slots=True)
class _Code:
    """A code as nomenclatures write it (« 25 », « 25.6 », « 25.62A »), and whether a zero was put back."""

    text: str
    section: str = ""
    padded: bool = False


def read_activities(edition: Edition, text: str, on: date | None = None) -> Reading[Activities]:
    """Sub-classes of a code at any level (C, 25, C25, 25.6, 25.62, 25.62A), of the NAF rév. 2 or of the NAF 2025, or
    whose label holds every word typed.

    `on`: from the day when the NAF 2025 is the reference, a bare code that both hold with another meaning is read as
    its own; before, or without a day, as the NAF rév. 2. « NAF 2025 25.62 » asks for it at any time.
    Raises AncrageError with the nearest activities.
    """
    revision, asked = _revision(text)
    table = edition.table("naf").select("naf", "label", "a21", "class", "group")
    if re.fullmatch("[A-U]", asked.upper()):
        return _heard(table.filter(pl.col("a21") == asked.upper()))
    code = _code(asked, set(table["group"]))
    if code is None:
        return _of_words(table, asked)
    zero = f"{show(asked)} est lu {code.text}{NBSP}: un zéro du début s'était perdu." if code.padded else ""
    nafs, note = _subclasses(edition, code, revision, on)
    rows = table.filter(pl.col("naf").is_in(sorted(nafs)))
    if code.section:
        rows = rows.filter(pl.col("a21") == code.section)
    if rows.is_empty():
        if code.text in set(edition.table("naf_2025")[NEXT]):
            raise AncrageError(
                f"{code.text} est un code de la {nomenclatures()[NEXT]} sans équivalent en {nomenclatures()[OWN]}.",
                "Donnez l'activité la plus proche, en un code ou en mots.",
            )
        raise _unknown(table, text, code.text)
    return _heard(rows, " ".join(part for part in (zero, note) if part))


def read_activity(edition: Edition, text: str, on: date | None = None) -> Reading[Activity]:
    """The one NAF class, or sub-class, that a code or words mean. Raises AncrageError: none, or several."""
    try:
        reading = read_activities(edition, text, on)
    except AncrageError as error:
        if error is EMPTY:
            raise
        said = f"« {show(text)} » n'est pas une classe de la nomenclature NAF rév. 2."
        raise AncrageError(said, error.next_step.replace("Activités voisines", "Classes voisines")) from None
    nafs = reading.value.nafs
    classes = sorted({naf[:5] for naf in nafs})
    if len(classes) > 1:
        labels = dict(edition.table("naf_classes").select("class", "label").iter_rows())
        lines = [f"{code} {labels[code]}" for code in classes[: 2 * SHOWN]]
        more = [f"… et {len(classes) - 2 * SHOWN} autres"] if len(classes) > 2 * SHOWN else []
        raise AncrageError(
            f"« {show(text)} » n'est pas une classe d'activité, mais {len(classes)}. {reading.note}".strip(),
            "\n  ".join(["Donnez-en une (NAF rév. 2) :", *lines, *more]),
        )
    whole = edition.table("naf").filter(pl.col("class") == classes[0]).height
    return Reading(Activity(classes[0], nafs[0] if len(nafs) == 1 < whole else None), reading.note)


def _heard(rows: pl.DataFrame, note: str = "") -> Reading[Activities]:
    return Reading(Activities(tuple(rows["naf"]), f"Activité : {told(rows)}."), note)


def _revision(text: str) -> tuple[str, str]:
    """The nomenclature named before the code, if any, and the rest."""
    words = text.split()
    for name, label in nomenclatures().items():
        for size in range(1, len(words)):
            head = " ".join(words[:size]).rstrip(":")
            if normalise(head).replace(" ", "") == normalise(label).replace(" ", ""):
                return name, " ".join(words[size:]).lstrip(": ")
    return "", " ".join(words)


@cache
def nomenclatures() -> dict[str, str]:
    """By the name of its codes in the edition, how a nomenclature of activities is called."""
    return dict(read_reference("nomenclatures.csv").select("code", "libelle").iter_rows())


@cache
def _reference_day(name: str) -> date:
    rows = read_reference("nomenclatures.csv").filter(pl.col("code") == name)
    return date.fromisoformat(rows["de_reference_le"][0])


def _code(text: str, groups: Collection[str]) -> _Code | None:
    """« 1.1 » is 01.1 and « 111Z » 01.11Z: a spreadsheet drops the first zero; « 256 » is 25.6."""
    compact = re.sub(r"\s", "", text).upper().replace(",", ".")
    if with_dot := WITH_DOT.fullmatch(compact):
        section, division, rest, letter = with_dot.groups()
        whole = _Code(f"{division.zfill(2)}.{rest}{letter}", section, len(division) == 1)
        return whole if len(rest) == 2 or not letter else None
    if not (without := WITHOUT_DOT.fullmatch(compact)):
        return None
    section, digits, letter = without.groups()
    lost = len(digits) == 1 or (len(digits) == 3 and (bool(letter) or f"{digits[:2]}.{digits[2]}" not in groups))
    digits = f"0{digits}" if lost else digits
    if letter and len(digits) != 4:
        return None
    return _Code(f"{digits[:2]}.{digits[2:]}{letter}" if len(digits) > 2 else digits, section, lost)


def _subclasses(edition: Edition, code: _Code, revision: str, on: date | None) -> tuple[set[str], str]:
    """NAF rév. 2 sub-classes of a code, and what to say of a code of the other nomenclature."""
    links, text = edition.table("naf_2025").drop_nulls("naf"), code.text
    own = set(edition.table("naf").filter(pl.col("naf").str.starts_with(text))["naf"])
    if not own and text.endswith("Z"):  # « 25.62Z » of a class that has letters: the whole class
        own = set(edition.table("naf").filter(pl.col("class") == text[:5])["naf"])
    later = links.filter(pl.col(NEXT).str.starts_with(text))
    if later.is_empty() or revision == OWN:
        return own, ""
    mains = set(later.filter("main")["naf"])
    # the main origins of each sub-class, or all of them when the official text calls none main
    orphans = later.filter(~pl.col("main").any().over(NEXT))
    from_next = mains | set(orphans["naf"])
    whole = text if len(text) > 5 or not own else f"{text}, au sens de cette nomenclature,"
    names, short = nomenclatures(), _short(edition, from_next)
    sentence = f"{whole} est un code de la {names[NEXT]}{NBSP}: {short} en {names[OWN]}."
    if revision == NEXT or not own:
        return from_next, sentence
    if len(text) != 5 or own & set(later["naf"]):
        return own, ""
    if on and on >= _reference_day(NEXT):
        return from_next, sentence
    other = " ou ".join(dict.fromkeys(lower_first(label) for label in later["label"]))
    return own, (
        f"{text} est lu en {names[OWN]}{NBSP}; en {names[NEXT]} ce code veut dire «{NBSP}{other}{NBSP}»{NBSP}: pour "
        f"celui-là, tapez {short}."
    )


def _short(edition: Edition, nafs: Collection[str]) -> str:
    """« 25.62 » when every sub-class of it is there, « 10.51C » when not."""
    table = edition.table("naf").select("naf", "class")
    sizes = dict(table.group_by("class").len().iter_rows())
    kept = table.filter(pl.col("naf").is_in(sorted(nafs))).group_by("class").agg("naf").sort("class")
    codes = [code for name, own in kept.iter_rows() for code in ([name] if len(own) == sizes[name] else sorted(own))]
    return (
        listing(codes) if len(codes) <= SHOWN else f"{', '.join(codes[:SHOWN])} et {count(len(codes) - SHOWN, 'autre')}"
    )


def _of_words(table: pl.DataFrame, text: str) -> Reading[Activities]:
    words = normalise(text).split()
    if not words:
        raise EMPTY
    if max(map(len, words)) == 1:
        raise _unknown(table, text, "")
    rows = table.filter(hold(table["label"], words))
    if rows.is_empty():
        raise _unknown(table, text, "")
    return _heard(rows)


def hold(labels: pl.Series, words: list[str]) -> pl.Series:
    """Whether each label has, for every word, a word that begins so."""
    plain = [f" {normalise(label)}" for label in labels]
    return pl.Series([all(f" {word}" in label for word in words) for label in plain], dtype=pl.Boolean)


def _unknown(table: pl.DataFrame, text: str, code: str) -> AncrageError:
    near = table.clear()
    for start in (code[:4], code[:3]):
        if near.is_empty() and len(start) > 2:
            near = table.filter(pl.col("naf").str.starts_with(start))
    if near.is_empty():
        from rapidfuzz import fuzz, process  # only errors need it

        labels = [normalise(label) for label in table["label"]]
        close = process.extract(normalise(text), labels, scorer=fuzz.WRatio, limit=SHOWN, score_cutoff=ALIKE)
        near = table[[index for _, _, index in close]]
    lines = [f"{naf} {label}" for naf, label in near.select("naf", "label").head(SHOWN).iter_rows()]
    return AncrageError(
        f"« {show(text)} » n'est ni un code ni un mot de la nomenclature d'activités (NAF rév. 2).",
        "\n  ".join(["Activités voisines :", *lines]) if lines else "Exemples : 25, 25.62, 25.62A, décolletage.",
    )


def told(rows: pl.DataFrame) -> str:
    """« 25.62A décolletage et 25.62B mécanique industrielle », or the first few of a long list (naf, label)."""
    kept = rows.height if rows.height <= TOLD + 1 else TOLD
    lines = [f"{code} {lower_first(label)}" for code, label in rows.select("naf", "label").head(kept).iter_rows()]
    if (more := rows.height - kept) > 0:
        return f"{', '.join(lines)} et {count(more, 'autre sous-classe', 'autres sous-classes')}"
    return listing(lines)
