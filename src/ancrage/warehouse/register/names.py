"""Finding firms by name: every word typed begins a word of the name, whatever the accents, dots and legal forms.

A name is compared as it is written in the register, by regular expressions made from what was typed: no second copy of
forty million names is kept, and a pass over them takes a few seconds.
"""

import re
from collections.abc import Sequence

import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.methods.linkage import normalise_name
from ancrage.warehouse.edition import Edition, derived
from ancrage.warehouse.register import TABLE

ACCENTED = {
    "a": "aàáâãäå",
    "c": "cç",
    "e": "eèéêë",
    "i": "iìíîï",
    "n": "nñ",
    "o": "oòóôõö",
    "u": "uùúûü",
    "y": "yýÿ",
}
# a dot (S.N.C.F.) or a loose accent may follow any letter
BETWEEN = r"[.\p{M}]*"
START, END = r"(?:^|[^\p{L}\p{N}\p{M}])", r"(?:$|[^\p{L}\p{N}\p{M}])"
# how alike a word of the register must be to stand for a mistyped one (1: the same), and from how many letters
ALIKE, LEAST_LETTERS, CORRECTIONS = 0.74, 4, 3


# no name of the register is longer
LONGEST = 100


def words_of(text: str) -> tuple[str, ...]:
    """What is looked for: the words of a name, plain, without legal forms. A text longer than a name: AncrageError."""
    if len(text) > LONGEST:
        raise AncrageError(
            f"La recherche compte {len(text)} caractères : c'est plus qu'un nom d'entreprise.",
            f"Gardez-en les mots les plus rares, {LONGEST} caractères au plus.",
        )
    plain = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    return tuple(normalise_name(plain).split())


def _letters(word: str) -> str:
    spelled = [f"[{ACCENTED[letter]}]" if letter in ACCENTED else letter for letter in word]
    return BETWEEN.join(spelled).replace(f"[{ACCENTED['o']}]{BETWEEN}[{ACCENTED['e']}]", _LIGATURE)


_LIGATURE = f"(?:œ|[{ACCENTED['o']}]{BETWEEN}[{ACCENTED['e']}])"


def begins_a_word(choices: Sequence[str]) -> pl.Expr:
    """Whether one of the words begins a word of a name, the usual one or the one of the register."""
    return _holds(f"(?i){START}(?:{'|'.join(map(_letters, choices))})")


def is_a_word(choices: Sequence[str]) -> pl.Expr:
    """Whether one of the words is a whole word of a name."""
    return _holds(f"(?i){START}(?:{'|'.join(map(_letters, choices))}){BETWEEN}{END}")


def _holds(pattern: str) -> pl.Expr:
    """Whether a name matches; null without any name."""
    return pl.any_horizontal(pl.col("name", "usual_name").str.contains(pattern))


def relevance(wanted: Sequence[Sequence[str]]) -> pl.Expr:
    """How well a name that holds the words answers: whole words first, then those that open the name."""
    whole = pl.sum_horizontal(*(is_a_word(choices).cast(pl.Int32) for choices in wanted))
    opening = f"(?i)^{BETWEEN}(?:{'|'.join(map(_letters, wanted[0]))})"
    return whole * 2 + _holds(opening).cast(pl.Int32)


@derived
def vocabulary(edition: Edition) -> tuple[str, ...]:
    """Every word of the names of the register, plain, in alphabetical order. One pass over the names."""
    names = edition.scan(TABLE).select("name", "usual_name")
    words = (
        pl.concat([names.select("name"), names.select(name="usual_name").drop_nulls()])
        .select(word=pl.col("name").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+"))
        .explode("word", empty_as_null=True)
        .unique()
        .drop_nulls()
        .collect(engine="streaming")["word"]
    )
    return tuple(sorted({plain for word in words for plain in words_of(word[:LONGEST])}))


def corrections(edition: Edition, word: str) -> tuple[str, ...]:
    """The words of the register nearest to one that no name holds, best first; none when nothing is near."""
    from rapidfuzz import process  # only a word that is not found needs it
    from rapidfuzz.distance import OSA

    if len(word) < LEAST_LETTERS:
        return ()
    known = vocabulary(edition)
    found = process.extract(word, known, scorer=OSA.normalized_similarity, score_cutoff=ALIKE, limit=CORRECTIONS)
    best = found[0][1] if found else 0.0
    return tuple(near for near, score, _ in found if score >= best - 1e-9)


def is_known(edition: Edition, word: str) -> bool:
    """Whether a word of the register begins so."""
    from bisect import bisect_left

    known = vocabulary(edition)
    at = bisect_left(known, word)
    return at < len(known) and known[at].startswith(word)


def spaced(number: str) -> str:
    """A SIREN or SIRET as it is printed: 303 970 230 00122."""
    return re.sub(r"^(\d{3})(\d{3})(\d{3})(\d*)$", r"\1 \2 \3 \4", number).strip()
