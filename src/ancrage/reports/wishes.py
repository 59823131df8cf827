"""What the territory asked for, in sentences: how weights were given, by when, within which limits."""

from ancrage.domain.wording import count
from ancrage.present.credits import Study
from ancrage.sections import wording

CONSISTENT = 0.1  # Saaty's threshold
GIVEN = {
    "direct": "Poids des enjeux donnés directement.",
    "classement": "Poids des enjeux tirés d'un classement, du plus au moins important.",
    "comparaisons": "Poids des enjeux tirés de comparaisons deux à deux",
}
QUANTITIES = (("hectares", "Foncier", "ha"), ("megawatts", "Puissance", "MW"),
              ("eau_m3_par_jour", "Eau", "m³ par jour"))  # fmt: skip


def weighting(study: Study) -> str:
    """How the weights of the stakes were given, and how well comparisons agree."""
    strategy = study["strategie"]
    said = GIVEN[strategy["ponderation"]]
    if strategy["ponderation"] != "comparaisons":
        return said
    ratio = strategy["coherence"]
    if ratio is None:
        return f"{said}, trop peu nombreuses pour se contredire."
    verdict = "elles s'accordent" if ratio <= CONSISTENT else "elles se contredisent"
    return f"{said} : {verdict} (rapport de cohérence {wording.number(ratio, 2)}, à garder sous 0,10)."


def horizon(study: Study) -> str:
    """Years the strategy looks at; empty when the file gives none."""
    found = study["strategie"]["horizon"]
    if found["annees"] is None:
        return ""
    start = f", à partir de {found['annee_debut']}" if found["annee_debut"] else ""
    return f"Horizon : {count(found['annees'], 'an')}{start}."


def limits(study: Study) -> list[str]:
    """One line a limit set; empty when the strategy sets none."""
    found = study["strategie"]["limites"]
    said = [
        f"{label} : au plus {wording.quantity(found[key], unit)}"
        for key, label, unit in QUANTITIES
        if found[key] is not None
    ]
    if not found["seveso"]:
        said.append("Aucun site Seveso")
    if found["secteurs_exclus"]:
        said.append(f"Secteurs refusés : {', '.join(found['secteurs_exclus'])}")
    if found["secteurs_minimum"]:
        said.append(f"Secteurs à garder parmi les cibles : {', '.join(found['secteurs_minimum'])}")
    return said
