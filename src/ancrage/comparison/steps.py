"""What moved in the steps after the ranking: know-how, sites, costs, impact; only what changes a decision."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import isclose
from typing import Any

from ancrage.comparison.reading import well_formed
from ancrage.domain.wording import NBSP, count, decimal, integer, listing

HUGE = 1e15
OTHERWISE = "Une des études est mal formée : savoir-faire, sites, coûts ou impact n'ont pas la forme attendue."
JOBS_MOVED = 0.1  # of the jobs around a project: less is within its range
POINTS_MOVED = 0.01  # of a price gap
LAND_MOVED = 0.05  # hectares
# parts that studies of older versions do not have, as people call them
PARTS = {
    "plan": "plan d'action", "couts": "coûts", "impact": "impact", "sites": "sites", "cas": "cas documentés",
    "acteurs": "acteurs",
}  # fmt: skip
ABSENT = "rubriques"
BOOK = "Carnet du territoire"  # title of the limit that says the study used it


@dataclass(frozen=True, slots=True)
class StepChange:
    """`subject`: rubriques, carnet, savoir-faire, sites, coûts or impact."""

    subject: str
    sentence: str


def step_changes(study_a: Mapping[str, Any], study_b: Mapping[str, Any]) -> tuple[StepChange, ...]:
    """What the steps of b say otherwise than those of a; a part that one study lacks is told once and not compared.

    Raises AncrageError: a malformed part."""
    with well_formed(OTHERWISE):
        found = [*_parts(study_a, study_b), *_book(study_a, study_b), *_know_how(study_a, study_b)]
        for part, told in COMPARED.items():
            if _has(study_a, part) and _has(study_b, part):
                found += [StepChange(SUBJECTS[part], said) for said in told(study_a[part], study_b[part])]
    return tuple(found)


def steps_summary(changes: tuple[StepChange, ...]) -> str:
    """« Changent aussi : sites et impact. », empty when nothing did."""
    named = list(dict.fromkeys(c.subject for c in changes if c.subject != ABSENT))
    absent = any(c.subject == ABSENT for c in changes)
    said = [f"Changent aussi : {listing(named)}."] if named else []
    said += ["Une des études n'a pas toutes les rubriques de l'autre."] if absent else []
    return " ".join(said)


def _has(study: Mapping[str, Any], part: str) -> bool:
    """Older studies lack the part, or say that it does not belong to their version."""
    found = study.get(part)
    if isinstance(found, Mapping):
        return any(isinstance(found.get(key), list) for key in ("actions", "cibles", "par_cible", "liste"))
    return isinstance(found, list)


def _parts(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[StepChange]:
    for first, second, word in ((a, b, "première"), (b, a, "seconde")):
        lacking = [name for part, name in PARTS.items() if _has(second, part) and not _has(first, part)]
        if lacking:
            said = f"La {word} étude n'a pas ces rubriques, qui ne sont donc pas comparées : {', '.join(lacking)}."
            yield StepChange(ABSENT, said)


def _book(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[StepChange]:
    before, after = (any(row["titre"] == BOOK for row in s.get("limites") or []) for s in (a, b))
    if before != after:
        which = "seconde" if after else "première"
        yield StepChange("carnet", f"Seule la {which} étude tient compte du carnet du territoire.")


def _know_how(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[StepChange]:
    before, after = (
        {str(r["activite"]): (str(r["libelle"]), str(r["veille"])) for r in rows}
        if all("veille" in r for r in rows)
        else None
        for rows in (s["diagnostic"].get("savoir_faire_a_risque") or [] for s in (a, b))
    )
    if before is None or after is None:
        return
    for code in sorted(before.keys() | after.keys()):
        label = (after.get(code) or before[code])[0]
        if code not in before:
            said = f"{label} ({code}) entre parmi les savoir-faire à surveiller (surveillance {after[code][1]})."
        elif code not in after:
            said = f"{label} ({code}) n'est plus parmi les savoir-faire à surveiller."
        elif before[code][1] != after[code][1]:
            said = f"{label} ({code}) : surveillance {before[code][1]}, puis {after[code][1]}."
        else:
            continue
        yield StepChange("savoir-faire", said)


def _sites(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[str]:
    listed = [int(_number(s["votre_liste"])) for s in (a, b)]
    if listed[0] != listed[1]:
        yield f"Votre liste compte {integer(listed[0])} puis {count(listed[1], 'site')}."
    left = [s["foncier"]["reste_ha"] for s in (a, b)]
    if None not in left and abs(_number(left[1]) - _number(left[0])) >= LAND_MOVED:
        yield f"Sous le plafond ZAN, il restait {decimal(left[0])}{NBSP}ha ; il en reste {decimal(left[1])}{NBSP}ha."
    before, after = (_by(s["par_cible"], "cible") for s in (a, b))
    for code in _both(before, after):
        had, have = (
            sum(int(_number(row[f"conviennent_{k}"])) for k in ("liste", "ici", "abords"))
            for row in (before[code], after[code])
        )
        label = f"{after[code]['libelle']} ({code})"
        if not had and have:
            found = count(have, "terrain connu assez grand", "terrains connus assez grands")
            yield f"{label} trouve désormais {found}."
        elif had and not have:
            yield f"{label} ne trouve plus de terrain connu assez grand."


def _costs(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[str]:
    before, after = (_by(s["cibles"], "activite") for s in (a, b))
    for code in _both(before, after):
        was, now = (_hardest(row) for row in (before[code], after[code]))
        if was and now and (was[1] != now[1] or abs(now[0] - was[0]) >= POINTS_MOVED):
            first, last = (f"{decimal(100 * gap)}{NBSP}% ({country})" for gap, country in (was, now))
            yield f"{after[code]['libelle']} ({code}) : l'écart de prix supportable passe de {first} à {last}."


def _hardest(row: Mapping[str, Any]) -> tuple[float, str] | None:
    """Median gap and country of the hardest origin."""
    origins = [(_number(o["ecart_supportable"]["central"]), str(o["pays_nom"])) for o in row["origines"]]
    return min(origins, default=None)


def _impact(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[str]:
    before, after = (_by(s["cibles"], "activite") for s in (a, b))
    pairs = [(f"{after[c]['libelle']} ({c})", before[c], after[c]) for c in _both(before, after)]
    if a.get("portefeuille") and b.get("portefeuille"):
        pairs.append(("Le portefeuille", a["portefeuille"], b["portefeuille"]))
    for label, first, last in pairs:
        was, now = (row["cercles"][0]["emplois"]["total"] for row in (first, last))
        if (was is None) != (now is None):
            how = "on peut désormais dire" if was is None else "on ne peut plus dire"
            yield f"{label} : {how} ce qu'un projet apporterait ici."
        elif was and not isclose(_number(was["central"]), _number(now["central"]), rel_tol=JOBS_MOVED):
            yield (
                f"{label} : un projet apporterait ici environ {integer(was['central'])} puis "
                f"{count(now['central'], 'emploi')}, fournisseurs et salaires dépensés compris."
            )


def _by(rows: list[Mapping[str, Any]], key: str) -> dict[str, Mapping[str, Any]]:
    return {str(row[key]): row for row in rows}


def _both(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Codes that both tell, in the order of the second study."""
    return [code for code in after if code in before]


def _number(x: Any) -> float:
    if isinstance(x, bool) or not isinstance(x, int | float) or not abs(x) < HUGE:
        raise ValueError(f"{x} n'est pas un nombre d'étude.")
    return float(x)


COMPARED: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Iterator[str]]] = {
    "sites": _sites,
    "couts": _costs,
    "impact": _impact,
}
SUBJECTS = {"sites": "sites", "couts": "coûts", "impact": "impact"}
