"""Units as people write them, in cells and in headings: each is one of a kind, with what it is worth."""

import re
from dataclasses import dataclass
from functools import cache

from ancrage.domain.wording import unaccented

# kind -> its base unit first, then the others: as people write them, without accents nor spaces -> worth in the base
UNITS: dict[str, dict[str, float]] = {
    "ha": {"ha|hectare|hectares|hect": 1, "m2|metrecarre|metrescarres|mcarre|mq": 1e-4, "km2|kilometrescarres": 100,
           "a|are|ares": 1e-2, "ca|centiare|centiares": 1e-4},
    "MW": {"mw|megawatt|megawatts|mwe": 1, "kw|kilowatt|kilowatts|kwe": 1e-3, "gw|gigawatt|gigawatts": 1e3,
           "w|watt|watts": 1e-6},
    "m³/j": {"m3/j|m3/jour|m3parjour|m3jour|m3j|metrescubesparjour|m3/d": 1, "m3/h|m3/heure|m3parheure|m3h": 24,
             "m3/an|m3paran|m3an": 1 / 365, "m3/mois|m3parmois": 12 / 365, "l/s|litresparseconde|ls": 86.4,
             "l/j|l/jour|litresparjour": 1e-3},
    "€": {"€|eur|euro|euros|e|€ht|€ttc|euroht|eurosht|eurosttc": 1,
          "k€|ke|keur|kilo€|milliersd'euros|milliersdeuros|k€ht": 1e3,
          "m€|meur|million|millions|millionsd'euros|millionsdeuros|m€ht": 1e6,
          "md€|mds€|milliards|milliardsd'euros": 1e9},
    "%": {"%|pct|pourcent|pour100|pourcentage": 1},
    "°": {"°|degre|degres|deg": 1},
    "emplois": {"emploi|emplois|salarie|salaries|personne|personnes|etp|poste|postes": 1},
}  # fmt: skip
ESTIMATED = " (est.)"  # that our own workbooks write after a heading
# words that stand in brackets after a heading without being a unit
REMARKS = {"si connu", "si connue", "estimation", "estime", "estimee", "approx", "approximatif", "approximative",
           "environ", "disponible", "totale", "total", "brute", "nette", "utile", "facultatif", "obligatoire",
           "oui non", "optionnel", "wgs84", "gps", "nombre", "decimal", "numerique"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """`name`: normalised words without the unit; `unit`: as written, empty when none is; `remark`: what else stood in
    brackets."""

    name: str
    unit: str = ""
    remark: str = ""


@cache
def _worth() -> dict[str, tuple[str, float]]:
    return {word: (kind, worth) for kind, all_ in UNITS.items() for words, worth in all_.items()
            for word in words.split("|")}  # fmt: skip


def unit_key(text: str) -> str:
    plain = unaccented(text.replace("²", "2").replace("³", "3")).casefold()
    return re.sub(r"[\s.’_]", "", plain.replace("’", "'")).removeprefix("en")


def unit_of(text: str) -> tuple[str, float] | None:
    """The kind of a unit and what one is worth in its base unit (« m² » -> ("ha", 0.0001)); None: not a unit."""
    return _worth().get(unit_key(text))


def words(text: str) -> str:
    """Lower case words without accents: « denominationUniteLegale » and « Dénomination (unité légale) » alike."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unaccented(text.replace("°", " ").replace("œ", "oe")))
    return " ".join(re.findall(r"[a-z0-9]+", apart.casefold()))


@cache
def read_heading(text: str) -> Heading:
    """A heading and its unit: « Surface (m²) », « surface_m2 », « Superficie en hectares », « Coût [k€] ».

    The unit is what stands in the last brackets, after « en », or in the last words when they are one.
    """
    plain = " ".join(text.split()).removesuffix(ESTIMATED)
    if found := re.fullmatch(r"(.*?)\s*[\(\[]([^()\[\]]{1,40})[\)\]]\s*(.*)", plain):
        inside, name = found[2].strip(), words(f"{found[1]} {found[3]}")
        if unit_of(inside):
            return Heading(name, re.sub(r"^en\s", "", inside))
        return Heading(name, _bare(f"{found[1]} {found[3]}").unit, inside)
    return _bare(plain)


def _bare(text: str) -> Heading:
    """A heading without brackets: its last words may be a unit."""
    parts = [part for part in re.split(r"[\s_\-,:;]+", text) if part]
    if len(parts) == 1 and unit_of(text):
        return Heading(words(text), text)
    for length in (3, 2, 1):
        if len(parts) > length:
            unit = " ".join(parts[-length:])
            # a lone letter is a unit only after « en »: « zone A » is not in ares
            if unit_of(unit) and (len(unit_key(unit)) > 1 or not unit.isalpha() or parts[-length - 1] == "en"):
                kept = parts[:-length]
                name = words(" ".join(kept[:-1] if kept[-1].casefold() == "en" else kept))
                return Heading(name, re.sub(r"^en\s", "", unit))
    return Heading(words(text))
