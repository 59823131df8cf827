"""What the first page answers of the first target: does it pay, what does it bring, where would it go."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ancrage.domain.wording import NBSP, count, listing
from ancrage.present import wording
from ancrage.present.credits import Study
from ancrage.present.shortlist import kept
from ancrage.steps.impact.wording import span
from ancrage.steps.resources import Range

NOT_SAID = "On ne peut pas dire."


@dataclass(frozen=True, slots=True)
class Answer:
    question: str
    sentence: str


def answers(study: Study) -> Iterator[Answer]:
    """Each number with its range and its status; what is not known is said so. Nothing without a target."""
    first = next(iter(kept(study)), None)
    if first is None:
        return
    code = first["activite"]
    yield Answer("Est-ce que cela paie ?", _pays(_of(study["couts"]["cibles"], "activite", code)))
    yield Answer("Qu'est-ce que cela apporte ?", _brings(_of(study["impact"]["cibles"], "activite", code)))
    yield Answer("Où ?", _where(_of(study["sites"]["par_cible"], "cible", code), study["sites"]["rayon_km"]))


def _of(rows: list[dict[str, Any]], key: str, code: str) -> dict[str, Any] | None:
    return next((row for row in rows if row[key] == code), None)


def _pays(row: dict[str, Any] | None) -> str:
    """The price gap borne against the hardest supplier and the easiest one."""
    if row is None:
        return NOT_SAID
    if not row["origines"]:
        return str(row["phrase"])
    ranked = sorted(row["origines"], key=lambda found: (found["ecart_supportable"]["median"], found["pays"]))
    ends = [f"{_gap(ranked[0])} pour le plus dur à battre ({ranked[0]['pays_nom']})"]
    if ranked[1:]:
        ends.append(f"de {_gap(ranked[-1])} pour le plus facile ({ranked[-1]['pays_nom']})")
    return (
        f"Oui si un concurrent n'est pas moins cher, départ usine, de plus de {', '.join(ends)}. "
        "Ordre de grandeur, à vérifier avec un vrai prix."
    )


def _gap(found: dict[str, Any]) -> str:
    low, middle, high = (wording.number(100 * found["ecart_supportable"][end]) for end in ("bas", "median", "haut"))
    return f"{middle}{NBSP}% ({low} à {high})"


def _brings(row: dict[str, Any] | None) -> str:
    """Jobs here and in the whole country, suppliers and wages spent included."""
    if row is None:
        return NOT_SAID
    here, country = row["cercles"][0], row["cercles"][-1]
    size = _jobs(here["emplois"]["directs"])
    local = f"{_jobs(here['emplois']['total'])} ici" if here["connu"] else "ici, on ne peut pas dire"
    return (
        f"Un projet courant : {size} emplois {row['nature']}. Avec les fournisseurs et les salaires dépensés : "
        f"{local} ; {_jobs(country['emplois']['total'])} dans toute la France. Estimé."
    )


def _jobs(band: dict[str, float] | None) -> str:
    return wording.ABSENT if band is None else span(Range(band["bas"], band["central"], band["haut"]))


def _where(row: dict[str, Any] | None, radius: float) -> str:
    """Known sites that are large enough, and the first to see."""
    if row is None or not row["besoin"]["foncier_ha"]:
        return NOT_SAID
    need = row["besoin"]["foncier_ha"]
    low, high = wording.short(need["bas"]), wording.short(need["haut"])
    asked = f"Il faut {low if low == high else f'{low} à {high}'} ha (estimé)."
    listed, here, near = row["conviennent_liste"], row["conviennent_ici"], row["conviennent_abords"]
    around = f"à moins de {radius:g}{NBSP}km"
    found = [count(listed, "terrain de votre liste", "terrains de votre liste")] if listed else []
    found += [count(here, "friche d'ici", "friches d'ici")] if here else []
    found += [f"{near} {around}" if here else f"{count(near, 'friche')} {around}"] if near else []
    if not found:
        return f"{asked} Aucun terrain connu n'est assez grand, ce qui ne veut pas dire aucun : donnez votre liste."
    one = listed + here + near == 1
    return (
        f"{asked} {listing(found)} {'a' if one else 'ont'} la place{_first_seen(row['sites'])}. À vérifier sur place."
    )


def _first_seen(sites: list[dict[str, Any]]) -> str:
    if not sites:
        return ""
    site = sites[0]
    area = f", {wording.area_of(site)} ha" if site["surface_ha"] else ""
    return f" ; à voir d'abord : {site['nom'] or site['commune_nom']}{area}"
