"""Which firm of a register a name typed by hand stands for: comparable names, candidates, agreement, probability.

Names are short and misspelt, registers are long: names are cut into trigrams and compared through sparse matrices,
so that a thousand names against tens of thousands cost about a second, and a rare trigram weighs more than "indus".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import ROUNDING, numbers, whole
from ancrage.methods.decision import Array
from ancrage.methods.linkage import LEGAL_FORMS, normalise_name

Index = NDArray[np.int64]

# levels of agreement of two names, from the worst to the best; the scores that open levels 2 to 6
NAME_LEVELS = ("autre", "sigle", "faible", "moyen", "proche", "très proche", "presque identique", "identique")
INITIALS, IDENTICAL = 1, 7
_CUTS = (0.55, 0.65, 0.75, 0.85, 0.93)
# a short name agrees by chance more often: lengths of the compact name that open each class
LENGTH_CLASSES = ("3 lettres et moins", "4 et 5", "6 à 9", "10 à 14", "15 et plus")
LENGTHS = (4, 6, 10, 15)

_EMPTY_WORDS = {"et", "de", "du", "des", "la", "le", "les", "l", "d", "en", "a", "au", "aux"}
# what people shorten in a firm's name; words of one family are brought to one form
_WORDS = {
    word: family[0]
    for family in (
        ("industrie", "industries", "industriel", "industrielle", "indust", "indus", "ind"),
        ("mecanique", "mecaniques", "mecanic", "mecan", "meca"),
        ("decolletage", "decoll", "decol"),
        ("construction", "constructions", "constr", "const"),
        ("batiment", "batiments", "bat"),
        ("travaux", "trav", "tvx"),
        ("publics", "public", "publ"),
        ("fabrication", "fabrications", "fab"),
        ("distribution", "distrib", "dist"),
        ("transport", "transports", "transp"),
        ("technique", "techniques", "techn", "tech"),
        ("technologie", "technologies", "techno"),
        ("electrique", "electriques", "electricite", "elec", "elect"),
        ("equipement", "equipements", "equip", "eqt"),
        ("europe", "europeenne", "europeen", "eur"),
        ("internationale", "international", "inter", "intern", "int"),
        ("generale", "general", "gen", "gle"),
        ("nouvelle", "nouveau", "nouv", "nvelle"),
        ("francaise", "francais", "franc", "fr"),
        ("france",),
        ("menuiserie", "menuiseries", "menuis"),
        ("charpente", "charpentes", "charp"),
        ("plastique", "plastiques", "plasti", "plast"),
        ("chimique", "chimiques", "chim"),
        ("agricole", "agricoles", "agri"),
        ("cooperative", "coop"),
        ("environnement", "environ", "env"),
        ("emballage", "emballages", "emb"),
        ("metallurgie", "metallurgique", "metal", "metaux", "metallique", "metalliques"),
        ("precision", "prec"),
        ("services", "service", "serv", "sce"),
        ("entreprise", "entreprises", "ent", "entr"),
        ("atelier", "ateliers", "atel"),
        ("laboratoire", "laboratoires", "labo", "lab"),
        ("freres", "frere", "fre"),
        ("saint", "st"),
        ("sainte", "ste"),
        ("departement", "departemental", "departementale", "dep", "dept"),
        ("production", "productions", "prod"),
        ("produits", "produit", "pdts"),
        ("application", "applications", "applic", "appli"),
    )
    for word in family
}
_LONG_FORMS = ("etablissements", "etablissement", "societe", "compagnie")
_BASE = 37  # letters 0-25, digits 26-35, the edge of a word 36
_LETTER = np.full(256, -1, dtype=np.int64)
_LETTER[np.frombuffer(b"abcdefghijklmnopqrstuvwxyz0123456789 ", np.uint8)] = np.arange(_BASE)
_COMMON = 0.03  # trigrams in more names than this bring no candidate
_CUT_SHORT, _CUT_WORTH = 3, 0.85  # letters of a word cut short, and what it is worth
_STEP = 256  # names searched at once: bounds the memory


@checked
def name_key(name: str) -> str:
    """A firm's name ready to be compared: "Sté Méca. de l'Arve - S.A.S." -> "mecanique arve".

    Accents, case, punctuation, legal forms and small words go; single letters are joined ("C T S" -> "cts"); words
    that people shorten take one form. A name left empty keeps its normalised form. Source: own rule.
    """
    plain = normalise_name(name)
    joined = re.sub(r"\b[a-z0-9]( [a-z0-9]\b)+", lambda found: found.group().replace(" ", ""), plain)
    words = [_WORDS.get(word, word) for word in joined.split() if not _says_nothing(word)]
    return " ".join(words) or joined


@lru_cache(maxsize=1 << 16)
def _says_nothing(word: str) -> bool:
    """A small word, or a legal form: its letters stood apart (« S A S »), or were mistyped (« socite »)."""
    from rapidfuzz.distance import OSA

    if word in _EMPTY_WORDS or word in LEGAL_FORMS:
        return True
    return len(word) >= 6 and any(OSA.distance(word, form, score_cutoff=2) <= len(form) // 6 for form in _LONG_FORMS)


@dataclass(frozen=True, eq=False)
class Names:
    """Distinct comparable names (`keys`) and what searching them needs: trigrams and words weighed by rarity."""

    keys: tuple[str, ...]
    compact: tuple[str, ...]
    ordered: tuple[str, ...]
    trigrams: Any  # csr, n x 37³, rows of unit length
    rarity: Array  # weight of each trigram
    words: dict[str, float]
    initials: dict[str, list[int]]
    by_compact: dict[str, list[int]]

    @classmethod
    def of(cls, keys: Sequence[str]) -> "Names":
        """Index distinct keys (see name_key)."""
        counts = _counts(keys)
        seen = np.asarray((counts > 0).sum(axis=0)).ravel()
        rarity = np.log((1 + len(keys)) / (1 + seen)) + 0.1
        split = [key.split() for key in keys]
        known, times = np.unique([w for words in split for w in set(words)] or [""], return_counts=True)
        weights = np.log((1 + len(keys)) / (1 + times)) + 0.1
        initials: dict[str, list[int]] = {}
        by_compact: dict[str, list[int]] = {}
        for position, words in enumerate(split):
            by_compact.setdefault("".join(words), []).append(position)
            if len(words) >= 3:
                initials.setdefault("".join(w[0] for w in words), []).append(position)
        return cls(
            keys=tuple(keys),
            compact=tuple("".join(words) for words in split),
            ordered=tuple(" ".join(sorted(words)) for words in split),
            trigrams=_unit(counts.multiply(rarity[None, :])),
            rarity=rarity,
            words=dict(zip(known.tolist(), weights.tolist(), strict=True)),
            initials=initials,
            by_compact=by_compact,
        )

    @property
    def rarest(self) -> float:
        """Weight of a word or trigram never seen."""
        return float(np.log(1 + len(self.keys)) + 0.1)


@checked
def name_candidates(keys: Sequence[str], names: Names, count: int = 20) -> tuple[Index, Index]:
    """For each key, the names that could be the same: most trigrams in common, and initials in both directions.

    keys: comparable names (see name_key). Returns two arrays of n_pairs: position in `keys`, position in `names.keys`,
    sorted, each pair once. Raises ValueError: count below 1. Source: own rule; trigram search after Cohen, Ravikumar &
    Fienberg 2003.
    """
    if count < 1:
        raise ValueError("« count » doit valoir au moins 1.")
    _checked(keys, names)
    left, right = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    if keys and names.keys:
        common = np.asarray((names.trigrams > 0).sum(axis=0)).ravel() > max(50, _COMMON * len(names.keys))
        kept = np.flatnonzero(~common)
        postings = names.trigrams[:, kept].T.tocsr()
        wanted = _unit(_counts(keys).multiply(names.rarity[None, :]))[:, kept]
        for start in range(0, len(keys), _STEP):
            found = (wanted[start : start + _STEP] @ postings).tocsr()
            for row in range(found.shape[0]):
                begin, end = found.indptr[row], found.indptr[row + 1]
                best = found.indices[begin:end]
                if len(best) > count:
                    best = best[np.argpartition(found.data[begin:end], -count)[-count:]]
                left.append(np.full(len(best), start + row))
                right.append(best.astype(np.int64))
    for position, key in enumerate(keys):
        words = key.split()
        compact = "".join(words)
        others = names.by_compact.get(compact, [])[:count]
        if len(words) == 1 and 3 <= len(compact) <= 6:
            others = others + names.initials.get(compact, [])
        if len(words) >= 3:
            others = others + names.by_compact.get("".join(w[0] for w in words), [])
        left.append(np.full(len(others), position))
        right.append(np.asarray(others, dtype=np.int64))
    pairs = np.unique(np.stack([np.concatenate(left), np.concatenate(right)], axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def name_agreement(keys: Sequence[str], names: Names, left: ArrayLike, right: ArrayLike) -> tuple[Array, Index, Index]:
    """How well names agree: score in [0, 1], level (see NAME_LEVELS) and length class (see LENGTH_CLASSES).

    left, right: n_pairs positions in `keys` and in `names.keys`. The score is the better of two: the mean of spelling
    (Jaro-Winkler, words sorted or without spaces) and of what is rare in common (cosine of trigrams, or share of words
    in common, rare ones weighing more); and one less the share of letters to change (optimal string alignment).
    Returns three arrays of n_pairs. Raises ValueError: shapes. Source: own rule; Jaro-Winkler after Winkler 1990,
    rarity after Cohen, Ravikumar & Fienberg 2003.
    """
    from rapidfuzz.distance import OSA, JaroWinkler
    from rapidfuzz.process import cpdist

    _checked(keys, names)
    i, j = whole(left, "left", 1, high=len(keys) - 1), whole(right, "right", 1, high=len(names.keys) - 1)
    if i.shape != j.shape:
        raise ValueError("« left » et « right » doivent compter autant de positions.")
    if not len(i):
        return np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64)
    split = [key.split() for key in keys]
    ordered, compact = [" ".join(sorted(w)) for w in split], ["".join(w) for w in split]

    def spelling(ours: Sequence[str], theirs: Sequence[str], scorer: Any) -> Array:
        pairs = [ours[a] for a in i], [theirs[b] for b in j]
        return np.asarray(cpdist(*pairs, scorer=scorer), dtype=np.float64)

    wanted = _unit(_counts(keys).multiply(names.rarity[None, :]))
    cosine = np.asarray(wanted[i].multiply(names.trigrams[j]).sum(axis=1)).ravel()
    jaro, edits = JaroWinkler.similarity, OSA.normalized_similarity
    written = np.maximum(spelling(ordered, names.ordered, jaro), spelling(compact, names.compact, jaro))
    slips = np.maximum(spelling(ordered, names.ordered, edits), spelling(compact, names.compact, edits))
    score = np.maximum((written + np.maximum(cosine, _shared_words(split, names, i, j))) / 2, slips)
    reached = score + ROUNDING
    level = np.where(reached < _CUTS[0], 0, 1 + np.searchsorted(_CUTS, reached, side="right"))
    ours_initials = np.asarray(["".join(w[0] for w in words) if len(words) >= 3 else "" for words in split])
    theirs = np.asarray(["".join(w[0] for w in key.split()) if len(key.split()) >= 3 else "" for key in names.keys])
    mine, yours = np.asarray(compact), np.asarray(names.compact)
    acronym = (mine[i] == theirs[j]) & (mine[i] != "") | (ours_initials[i] == yours[j]) & (yours[j] != "")
    level = np.where(acronym & (level < 4), INITIALS, level)
    same = (mine[i] == yours[j]) | (np.asarray(ordered)[i] == np.asarray(names.ordered)[j])
    level = np.where(same, IDENTICAL, level)
    # names of which nothing is left say nothing: they are like no other, not even like each other
    blank = (mine[i] == "") | (yours[j] == "")
    score, level = np.where(blank, 0.0, score), np.where(blank, 0, level)
    shortest = np.minimum(np.char.str_len(mine[i]), np.char.str_len(yours[j]))
    return np.clip(score, 0, 1), level.astype(np.int64), np.searchsorted(LENGTHS, shortest, side="right")


@checked
def match_posterior(weights: ArrayLike, owner: ArrayLike, n_owners: int, prior: ArrayLike = 0.5) -> tuple[Array, Array]:
    """Probability of each candidate of a record, and that none is right: a record has one true match at most.

    P(c) = prior_c 2^Wc / (1 - p + sum_k prior_k 2^Wk) where the prior of a candidate is p / N folded into its weight.
    weights: n_pairs, bits, log2(p_c) + sum of log2(m / u), p_c the chance of each candidate before looking;
    owner: n_pairs positions in 0..n_owners-1; prior: chance that the record is in the register at all, in (0, 1).
    Returns n_pairs and n_owners probabilities. Raises ValueError: ranges, NaN.
    Source: Fellegi & Sunter 1969 for the weights; one match at most after
    Sadinle 2017, doi:10.1080/01621459.2016.1148612.
    """
    w, o = numbers(weights, "weights", 1, negative=True, infinite=True), whole(owner, "owner", 1, high=n_owners - 1)
    if w.shape != o.shape:
        raise ValueError("« weights » et « owner » doivent compter autant de paires.")
    if (w == np.inf).any():
        raise ValueError("« weights » contient un poids infini : aucune preuve n'est certaine.")
    chance = numbers(prior, "prior", low=0, high=1, strict=True)
    if chance.shape not in ((), (n_owners,)):
        raise ValueError(f"« prior » doit être un nombre, ou {n_owners} nombres, un par enregistrement.")
    p = np.broadcast_to(chance, (n_owners,))
    nothing = np.log2(1 - p)
    top = nothing.copy()
    np.maximum.at(top, o, w + np.log2(p)[o])
    each = np.exp2(w + np.log2(p)[o] - top[o])
    none = np.exp2(nothing - top)
    total = none + np.bincount(o, each, minlength=n_owners)
    return each / total[o], none / total


def _checked(keys: Sequence[str], names: Names) -> None:
    """ValueError unless `keys` are texts and `names` an index of them."""
    if isinstance(keys, str) or not isinstance(keys, Sequence) or not all(isinstance(key, str) for key in keys):
        raise ValueError("« keys » doit être une suite de noms comparables (voir « name_key »).")
    if not isinstance(names, Names):
        raise ValueError("« names » doit être un index de noms (« Names.of »).")


def _counts(keys: Sequence[str]) -> Any:
    """Trigrams of each key, its edges included: csr of n x 37³."""
    from scipy.sparse import csr_array

    padded = [f" {key} ".encode("ascii", "ignore") for key in keys]
    lengths = np.asarray([len(p) for p in padded], dtype=np.int64)
    text = _LETTER[np.frombuffer(b"".join(padded), np.uint8)] if len(keys) else np.zeros(0, np.int64)
    owner = np.repeat(np.arange(len(keys)), lengths)
    if len(text) < 3:
        return csr_array((len(keys), _BASE**3))
    codes = (text[:-2] * _BASE + text[1:-1]) * _BASE + text[2:]
    inside = (owner[:-2] == owner[2:]) & (text[:-2] >= 0) & (text[1:-1] >= 0) & (text[2:] >= 0)
    rows, columns = owner[:-2][inside], codes[inside]
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(keys), _BASE**3))


def _unit(matrix: Any) -> Any:
    """Rows of unit length."""
    from scipy.sparse import csr_array, diags_array

    rows = csr_array(matrix)
    norms = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return csr_array(diags_array(1 / np.where(norms > 0, norms, 1)) @ rows)


def _shared_words(split: list[list[str]], names: Names, i: Index, j: Index) -> Array:
    """Weight of the words in common over the weight of all the words of both names; a word cut short (« mago » for
    « magotteaux ») counts for most of the whole word."""
    rarest = names.rarest
    theirs = [set(key.split()) for key in names.keys]
    ours = [set(words) for words in split]
    weight = names.words.get
    found = np.empty(len(i))
    for pair, (a, b) in enumerate(zip(i.tolist(), j.tolist(), strict=True)):
        here, there = ours[a], theirs[b]
        common = here & there
        total = sum(weight(word, rarest) for word in here | there)
        shared = sum(weight(word, rarest) for word in common)
        for word in here - common:
            if len(word) >= _CUT_SHORT:
                whole = next((w for w in there - common if w.startswith(word)), None)
                if whole is not None:  # the two stand for one word
                    total -= weight(word, rarest)
                    shared += _CUT_WORTH * weight(whole, rarest)
        found[pair] = min(1.0, shared / total) if total else 0.0
    return found


CARDS = (
    Card(
        id="name_key",
        label="Nom d'entreprise à comparer",
        formula="nom sans accents, forme juridique ni petits mots ; lettres isolées réunies ; abréviations développées",
        unit="texte",
        range="texte",
        neutral="un nom déjà simple reste le même",
        reading="« Sté Méca. de l'Arve - S.A.S. » et « MECANIQUE DE L ARVE » deviennent « mecanique arve ».",
        conventions=(
            "Une quarantaine de familles de mots (industrie, indus. ; mécanique, méca.), liste écrite à la main.",
            "Un nom qui ne contiendrait plus rien garde sa forme normalisée.",
        ),
        references=("Règle propre à Ancrage.",),
    ),
    Card(
        id="name_candidates",
        label="Entreprises à comparer à un nom",
        formula="les n noms du registre de plus grand cosinus de trigrammes pondérés par leur rareté, et les sigles",
        unit="paires",
        range="20 par nom environ",
        neutral="aucune : rien ne ressemble",
        reading="Un nom n'est comparé qu'à ceux qui partagent avec lui des suites de trois lettres peu courantes.",
        conventions=(
            "Les trigrammes présents dans plus de 3 % des noms n'amènent pas de candidat : le temps suit le nombre "
            "de noms qui se ressemblent, pas la taille du registre.",
            "Un sigle (« TAU ») et ses mots (« Techniques Avancées Usinage ») se cherchent dans les deux sens.",
        ),
        references=(
            "Cohen W. W., Ravikumar P., Fienberg S. E., 2003, A comparison of string distance metrics for "
            "name-matching tasks, IJCAI workshop on information integration on the web.",
        ),
    ),
    Card(
        id="name_agreement",
        label="Accord de deux noms",
        formula="s = max((JW + max(cosinus des trigrammes, mots rares)) / 2, 1 - lettres à changer / longueur)",
        unit="sans unité",
        range="0 à 1, puis huit niveaux",
        neutral="0 : rien en commun",
        reading="Deux points de vue : l'orthographe, et ce que les deux noms ont de rare en commun.",
        conventions=(
            "« Dupont Industrie » et « Dupond Industrie » se ressemblent par leur mot rare, pas par « industrie ».",
            "Un nom court s'accorde plus souvent par hasard : le niveau va avec une classe de longueur.",
        ),
        references=(
            "Winkler W. E., 1990, String comparator metrics and enhanced decision rules, US Bureau of the Census.",
            "Cohen W. W., Ravikumar P., Fienberg S. E., 2003, A comparison of string distance metrics for "
            "name-matching tasks, IJCAI workshop on information integration on the web.",
        ),
    ),
    Card(
        id="match_posterior",
        label="Probabilité entre candidats",
        formula="P(c) = p 2^W(c) / ((1 - p) + Σ_k p 2^W(k))",
        unit="probabilité",
        range="0 à 1",
        neutral="p partagé également quand rien ne distingue les candidats",
        reading="Deux entreprises du même nom dans la même ville se partagent les chances : la paire est à revoir.",
        conventions=(
            "Une ligne n'a qu'une vraie entreprise, ou aucune : les candidats se disputent la même probabilité.",
            "p, la part des lignes que le registre contient, vaut une sur deux avant de regarder.",
        ),
        references=(
            "Fellegi I. P., Sunter A. B., 1969, A theory for record linkage, Journal of the American Statistical "
            "Association 64(328), doi:10.1080/01621459.1969.10501049",
            "Sadinle M., 2017, Bayesian estimation of bipartite matchings for record linkage, Journal of the American "
            "Statistical Association 112(518), doi:10.1080/01621459.2016.1148612",
        ),
    ),
)
