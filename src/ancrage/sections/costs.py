"""Does it pay? The price gap that each target bears, and the hypotheses behind it."""

from collections.abc import Iterator

from ancrage.sections.blocks import Block, Section, Text, items
from ancrage.sections.costs_figures import bearable_gap, parts_of_gap
from ancrage.sections.table import View
from ancrage.study import Study

GAPS = View(
    "couts",
    "Écart de prix que chaque cible supporte, par pays fournisseur (médiane et huit cas sur dix)",
    rows="couts.cibles.origines",
    columns=(
        "cibles.activite",
        "cibles.libelle",
        "pays_nom",
        "part_importations",
        "ecart_supportable",
        "part_sure",
        "parts.certain",
        "parts.autre",
        "parts.risque",
        "parts.strategique",
        "parts.environnement",
        "droit_pct",
        "droit_note",
        "macf",
        "facteurs",
    ),
)
HYPOTHESES = View(
    "hypotheses_couts",
    "Hypothèses du coût total : à corriger dans un dossier (ancrage cout)",
    rows="couts.hypotheses",
    columns=(
        "libelle",
        "ou",
        "bas",
        "central",
        "haut",
        "unite",
        "confiance",
        "millesime",
        "source",
        "remarque",
    ),
)


def blocks(study: Study) -> Iterator[Block]:
    costs = study.costs
    yield Text(costs.sentence)
    known = [target for target in costs.targets if target.origins]
    if not known:
        return
    yield bearable_gap(costs)
    yield parts_of_gap(costs)
    if silent := [target for target in costs.targets if not target.origins]:
        yield items([f"{target.label}. {target.sentence}" for target in silent])
    yield Text(
        "Ce sont des ordres de grandeur : la plupart des hypothèses de risque et de stratégie sont des valeurs par "
        "défaut, à vérifier (feuille « Coûts » du classeur). Le pays et sa part sont ceux d'un poste plus large que "
        "l'activité. Avec un vrai prix, un dossier de quelques lignes donne une réponse bien plus précise : "
        f"« ancrage cout --modele --activite {known[0].activity} > dossier.toml », puis « ancrage cout dossier.toml ».",
        style="warning",
    )


COSTS = Section(
    "couts",
    "Dossier économique",
    "Est-ce que cela paie ?",
    blocks,
    views=(GAPS, HYPOTHESES),
    sheet="Coûts",
    about="l'écart de prix supportable et les hypothèses, à vérifier",
)
