"""One project told in a terminal, and the same figures as rows. From the document of the project, no calculation."""

from collections.abc import Iterator
from typing import Any

from ancrage.domain.described import Range
from ancrage.domain.wording import NBSP
from ancrage.sections import wording
from ancrage.steps.impact.wording import CANNOT_TELL, million_span, span

Band = dict[str, float] | None
# changes smaller than this are not worth a line
LEAST = 0.5


def text(impact: dict[str, Any]) -> str:
    """The page read by people: sentence, circles, one euro, what goes with it, what makes it vary, what is not said."""
    parts = [
        impact["phrase"],
        _table(
            (f"Emplois {impact['nature']}", "directs", "fournisseurs", "induits", "en tout"),
            [
                (
                    ring["nom"],
                    *(_jobs(ring["emplois"][name]) for name in ("directs", "fournisseurs", "induits", "total")),
                )
                for ring in impact["cercles"]
            ],
        ),
        "Chaque ligne contient celles du dessus. Entre parenthèses : la fourchette quand les hypothèses varient.",
        _table(("Sur 100 € produits", ""), [(s["ou"], f"{round(100 * s['part'])}{NBSP}€") for s in impact["partage"]]),
        _table(("Avec cela", ""), list(_beside(impact))),
        _sensitivity(impact),
        "Ordres de grandeur publiés\n" + "\n".join(f"- {b['phrase']}" for b in impact["bornes"])
        if impact["bornes"]
        else "",
        impact["substitution"]["phrase"] if impact["substitution"] else "",
        "Ce que ce calcul ne dit pas\n" + "\n".join(f"- {said}" for said in impact["limites"]),
    ]
    return "\n\n".join(part for part in parts if part)


def _jobs(band: Band) -> str:
    return CANNOT_TELL if band is None else span(_range(band))


def _range(band: dict[str, float]) -> Range:
    return Range(band["bas"], band["central"], band["haut"])


def _beside(impact: dict[str, Any]) -> Iterator[tuple[str, str]]:
    here, france = impact["cercles"][0], impact["cercles"][-1]
    yield "Production du projet", million_span(_range(impact["production_meur"])) + " par an"
    yield "Valeur ajoutée du projet", million_span(_range(here["valeur_ajoutee_meur"]["projet"])) + " par an"
    if here["connu"]:
        yield "… avec ses fournisseurs d'ici", million_span(_range(here["valeur_ajoutee_meur"]["total"])) + " par an"
    yield "… avec ceux de toute la France", million_span(_range(france["valeur_ajoutee_meur"]["total"])) + " par an"
    yield "Impôts de production (ordre de grandeur)", million_span(_range(impact["impots_production_meur"])) + " par an"
    if impact["terrain_ha"]:
        yield "Terrain", f"{hectares(impact['terrain_ha'])}{NBSP}ha"
    yield "CO2 émis en France", f"{tonnes(france['co2_t']['total'])} par an"
    if impact["co2_monde_t"]:
        said = f"{tonnes(impact['co2_monde_t'])} par an, si le projet remplace des importations"
        yield "CO2 mondial", said
    else:
        yield "CO2 évité ailleurs", "aucune valeur publiée pour cette activité"


def tonnes(band: dict[str, float]) -> str:
    """« 4 200 t (3 900 à 5 100) », two significant figures."""
    low, central, high = (wording.short(float(f"{band[end]:.2g}")) for end in ("bas", "central", "haut"))
    return f"{central}{NBSP}t" if low == high else f"{central}{NBSP}t ({low} à {high})"


def hectares(band: dict[str, float]) -> str:
    low, high = (wording.short(band[end]) for end in ("bas", "haut"))
    return low if low == high else f"{low} à {high}"


def _sensitivity(impact: dict[str, Any]) -> str:
    rows: list[tuple[str, ...]] = [
        (h["hypothese"], f"{h['bas']} / {h['central']} / {h['haut']}", change(h["ici_bas"], h["ici_haut"]),
         change(h["france_bas"], h["france_haut"]))
        for h in impact["sensibilite"]
        if max(abs(h[name]) for name in ("ici_bas", "ici_haut", "france_bas", "france_haut")) >= LEAST
    ]  # fmt: skip
    head = ("Ce qui fait varier les emplois", "bas / central / haut", "ici", "en France")
    return _table(head, rows) if rows else ""


def change(low: float, high: float) -> str:
    """« −14 à +40 »; « 0 » when nothing moves."""
    first, last = (f"+{t}" if v >= LEAST else t for v, t in ((low, wording.number(low)), (high, wording.number(high))))
    return first if first == last else f"{first} à {last}"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    lines = [head, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def rows(document: dict[str, Any]) -> list[dict[str, Any]]:
    """One row a circle and quantity, with its unit, nature and status."""
    impact, described = document["impact"], document["mesures"]
    found = []

    def add(circle: str, path: str, band: Band) -> None:
        measure = described[f"{path}.central"]
        label = measure["libelle"].removesuffix(", valeur centrale")
        status = measure["statut"] if band else "absent"
        ends: dict[str, Any] = dict(band) if band else {"bas": None, "central": None, "haut": None}
        found.append(
            {"cercle": circle, "grandeur": label, "unite": measure["unite"], **ends, "nature": impact["nature"],
             "statut": status}
        )  # fmt: skip

    for ring in impact["cercles"]:
        for group in ("emplois", "valeur_ajoutee_meur", "co2_t"):
            for name, band in ring[group].items():
                add(ring["nom"], f"cercles.{group}.{name}", band)
    for name in ("production_meur", "impots_production_meur", "terrain_ha", "co2_monde_t", "co2_ailleurs_t"):
        add(impact["cercles"][-1]["nom"], name, impact[name])
    return found
