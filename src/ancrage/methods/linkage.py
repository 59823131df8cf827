"""Is it the same firm, and would it move: record linkage and propensity."""

import re

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.domain.wording import unaccented
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import broadcastable, number, numbers
from ancrage.methods.decision import Array

_LA_POSTE = "356000000"
# letters that hold no accent to remove: registers in capitals spell them so
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "ng"}
)
LEGAL_FORMS = {
    *("sa", "sas", "sasu", "sarl", "eurl", "sci", "snc", "scs", "sca", "scop", "scic", "selarl", "gie"),
    *("ste", "societe", "ets", "etablissements", "cie", "compagnie"),
}


@checked
def jaro_winkler(a: str, b: str, prefix_weight: float = 0.1) -> float:
    """Similarity of two strings in [0, 1]: Jaro, raised by 0.1 a common first letter (4 at most) when above 0.7.

    Case and accents count: see `normalise_name`. Two empty strings are alike (1), one empty gives 0.
    Raises ValueError: prefix_weight out of [0, 0.25]. Source: Jaro 1989, doi:10.1080/01621459.1989.10478785;
    Winkler 1990.
    """
    from rapidfuzz.distance import JaroWinkler

    number(prefix_weight, "prefix_weight", low=0, high=0.25)
    return float(JaroWinkler.similarity(a, b, prefix_weight=prefix_weight))


@checked
def normalise_name(name: str) -> str:
    """A firm's name without accents, case, punctuation or legal form: "Société Dupont & Fils, S.A.S." -> "dupont fils".

    Letters that are two in one (œ, æ, ß) or barred (ø, ł) are spelt out, as registers do: « Cœur » -> « coeur ». A name
    made only of legal forms is kept, and so is one in another alphabet. Source: own rule.
    """
    plain = unaccented(name.lower().translate(_LETTERS)).lower()
    plain = re.sub(r"\b((?:[a-z]\.){2,})", lambda found: found.group().replace(".", ""), plain)
    words = re.sub(r"[^a-z0-9]+", " ", plain).split() or re.sub(r"[\W_]+", " ", plain).split()
    return " ".join([w for w in words if w not in LEGAL_FORMS] or words)


@checked
def match_weight(m: ArrayLike, u: ArrayLike, prior: float | None = None) -> Array:
    """Fellegi-Sunter weight of a pair of records, in bits: log2(prior / (1 - prior)) + sum_k log2(m_k / u_k).

    m, u: (..., k) probabilities of what is observed on each field among true matches, and among other pairs, in
    (0, 1]; prior: share of true matches among pairs (left out: only the fields count). Raises ValueError: ranges.
    Source: Fellegi & Sunter 1969, doi:10.1080/01621459.1969.10501049.
    """
    same, other = numbers(m, "m", low=0, high=1), numbers(u, "u", low=0, high=1)
    broadcastable(m=same, u=other)
    if not (same > 0).all() or not (other > 0).all():
        raise ValueError("« m » et « u » doivent être des probabilités strictement positives.")
    if prior is not None:
        prior = number(prior, "prior", low=0, high=1, strict=True)
    start = 0.0 if prior is None else np.log2(prior / (1 - prior))
    return np.asarray(start + np.atleast_1d(np.log2(same / other)).sum(axis=-1))


def match_probability(weight: ArrayLike) -> Array:
    """Probability that a pair is a match, from its weight W in bits: 2^W / (1 + 2^W).

    weight: any shape, infinities allowed (certain). Returns [0, 1]. Raises ValueError: NaN.
    Source: Fellegi & Sunter 1969, doi:10.1080/01621459.1969.10501049.
    """
    return _logistic(numbers(weight, "weight", negative=True, infinite=True) * np.log(2))


@checked
def propensity(features: ArrayLike, coefficients: ArrayLike, intercept: float = 0.0) -> Array:
    """Probability given by a logistic score: 1 / (1 + exp(-(b0 + sum_k b_k x_k))).

    features: (n_firms x) k; coefficients: k; intercept b0. Expert priors until known cases calibrate them.
    Returns n_firms probabilities. Raises ValueError: shapes, NaN.
    Source: own definition, signs after Dachs, Kinkel & Jäger 2019, doi:10.1016/j.jwb.2019.101017.
    """
    x, b = numbers(features, "features", negative=True), numbers(coefficients, "coefficients", 1, negative=True)
    if x.ndim not in (1, 2) or x.shape[-1] != len(b):
        raise ValueError("« features » doit compter une valeur par coefficient.")
    return _logistic(number(intercept, "intercept") + x @ b)


def _logistic(x: Array) -> Array:
    return np.asarray(0.5 * (1 + np.tanh(x / 2)))  # never overflows


@checked
def siren_is_valid(siren: str) -> bool:
    """Whether a SIREN (9 digits, spaces of any kind ignored) has the right check digit (Luhn).

    Raises ValueError on a number: its first zeros would be lost. Source: INSEE, répertoire Sirene.
    """
    digits = _without_spaces(siren)
    return bool(re.fullmatch(r"[0-9]{9}", digits)) and _luhn(digits)


@checked
def siret_is_valid(siret: str) -> bool:
    """Whether a SIRET (14 digits, spaces of any kind ignored) has the right check digit.

    Luhn on the whole and on its SIREN, except the establishments of La Poste, the sum of whose digits is a multiple of
    5. Raises ValueError on a number. Source: INSEE, répertoire Sirene.
    """
    digits = _without_spaces(siret)
    if not re.fullmatch(r"[0-9]{14}", digits):
        return False
    if digits.startswith(_LA_POSTE) and sum(map(int, digits)) % 5 == 0:
        return True
    return _luhn(digits) and _luhn(digits[:9])


def _without_spaces(typed: str) -> str:
    """Digits as typed or printed in French: spaces of any width, no-break ones included, are between groups only."""
    return re.sub(r"\s+", "", typed)


def _luhn(digits: str) -> bool:
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


CARDS = (
    Card(
        id="jaro_winkler",
        label="Ressemblance de deux noms (Jaro-Winkler)",
        formula="JW = J + l × 0,1 × (1 - J) si J > 0,7, l lettres communes au début (4 au plus)",
        unit="sans unité",
        range="0 à 1",
        neutral="0 : aucune lettre en commun",
        reading="Au-dessus de 0,92, deux raisons sociales désignent souvent la même entreprise ; à confirmer par "
        "l'adresse.",
        conventions=(
            "Bonus de préfixe : 4 lettres, poids 0,1, seulement au-dessus de 0,7.",
            "Accents, casse et formes juridiques se retirent avant (normalise_name).",
        ),
        references=(
            "Jaro M. A., 1989, Advances in record-linkage methodology, Journal of the American Statistical Association "
            "84(406), doi:10.1080/01621459.1989.10478785",
            "Winkler W. E., 1990, String comparator metrics and enhanced decision rules, US Bureau of the Census",
        ),
    ),
    Card(
        id="normalise_name",
        label="Nom d'entreprise comparable",
        formula="minuscules, sans accents, sans ponctuation, sans forme juridique",
        unit="texte",
        range="texte",
        neutral="un nom déjà simple reste le même",
        reading="« Société Dupont & Fils, S.A.S. » et « DUPONT FILS » deviennent le même nom.",
        conventions=("Un nom fait seulement de formes juridiques est gardé.",),
        references=("Règle propre à Ancrage.",),
    ),
    Card(
        id="match_weight",
        label="Poids d'appariement (Fellegi-Sunter)",
        formula="W = log2(λ / (1 - λ)) + Σ_k log2(m(k) / u(k))",
        unit="bits",
        range="toute valeur",
        neutral="0 : une chance sur deux que ce soit la même entreprise",
        reading="+3 bits : huit fois plus de chances d'être la même entreprise que de ne pas l'être.",
        conventions=("Les champs sont supposés indépendants.", "Sans λ, seul l'apport des champs est compté."),
        references=(
            "Fellegi I. P., Sunter A. B., 1969, A theory for record linkage, Journal of the American Statistical "
            "Association 64(328), doi:10.1080/01621459.1969.10501049",
        ),
    ),
    Card(
        id="match_probability",
        label="Probabilité d'appariement",
        formula="p = 2^W / (1 + 2^W)",
        unit="probabilité",
        range="0 à 1",
        neutral="0,5 pour un poids nul",
        reading="0,99 : une paire sur cent serait jointe à tort.",
        conventions=("Le poids W doit comprendre la part λ de vraies paires.",),
        references=(
            "Fellegi I. P., Sunter A. B., 1969, A theory for record linkage, Journal of the American Statistical "
            "Association 64(328), doi:10.1080/01621459.1969.10501049",
        ),
    ),
    Card(
        id="propensity",
        label="Propension à relocaliser",
        formula="p = 1 / (1 + exp(-(b0 + Σ b(k) x(k))))",
        unit="probabilité",
        range="0 à 1",
        neutral="0,5 quand les raisons pour et contre se valent",
        reading="Sert à ordonner les entreprises à appeler ; la valeur n'est une probabilité qu'une fois calée sur "
        "des cas.",
        conventions=(
            "Coefficients : avis d'experts tant que des cas connus ne les ont pas calés ; jamais de donnée sur des "
            "personnes.",
        ),
        references=(
            "Dachs B., Kinkel S., Jäger A., 2019, Bringing it all back home? Backshoring of manufacturing activities, "
            "Journal of World Business 54(6), doi:10.1016/j.jwb.2019.101017",
        ),
    ),
    Card(
        id="siren_is_valid",
        label="Clé de contrôle du SIREN",
        formula="somme de Luhn des 9 chiffres multiple de 10",
        unit="vrai ou faux",
        range="vrai ou faux",
        neutral="un numéro tiré au hasard est valide une fois sur dix",
        reading="Faux : le numéro contient une faute de frappe.",
        conventions=("Les espaces sont ignorés. Un numéro valide peut ne pas exister.",),
        references=("INSEE, répertoire Sirene",),
    ),
    Card(
        id="siret_is_valid",
        label="Clé de contrôle du SIRET",
        formula="somme de Luhn des 14 chiffres et de son SIREN multiple de 10",
        unit="vrai ou faux",
        range="vrai ou faux",
        neutral="un numéro tiré au hasard est rarement valide",
        reading="Faux : le numéro contient une faute de frappe.",
        conventions=(
            "Exception de La Poste (356 000 000) : la somme des chiffres est un multiple de 5.",
            "Les espaces sont ignorés. Un numéro valide peut ne pas exister.",
        ),
        references=("INSEE, répertoire Sirene",),
    ),
)
