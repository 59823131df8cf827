"""What does it bring, here and elsewhere?"""

from collections.abc import Iterator

from ancrage.sections.blocks import SCREEN, Block, Item, Items, Section, Text, Title, items
from ancrage.sections.impact_figures import hundred_euros, jobs_brought, what_moves_jobs
from ancrage.sections.table import Col, View
from ancrage.study import Study
from ancrage.study.impact import TOGETHER

DETAILED, PRINTED = 5, 3  # targets told in a sentence
_WHO = ("cibles.activite", "cibles.libelle", "cibles.nature")
_SET = (Col("portefeuille.activite", "Activité (NAF)", value=lambda chain: TOGETHER),)
_CIRCLE = ("nom", "emplois.directs", "emplois.fournisseurs", "emplois.induits", "emplois.total",
           "valeur_ajoutee_meur.total", "co2_t.total")  # fmt: skip
_ASIDE = ("production_meur", "impots_production_meur", "terrain_ha", "co2_monde_t", "co2_ailleurs_t")
_CHANGES = ("hypothese", "bas", "central", "haut", "ici_bas", "ici_haut", "france_bas", "france_haut", "pourquoi")
_BOUND = ("borne", "perimetre", "unite_borne", "publie_bas", "publie_haut", "ici", "verdict", "source_borne", "date")
CIRCLES = View(
    "impact_cercles",
    "Impact d'un projet de taille courante de chaque cible, du territoire à la France",
    rows="impact.cibles.cercles",
    columns=(*_WHO, *_CIRCLE),
)
ASIDE = View(
    "impact_autres",
    "Production, impôts, terrain et CO2 du même projet",
    rows="impact.cibles",
    columns=("activite", "libelle", "nature", *_ASIDE),
)
SENSITIVITY = View(
    "impact_sensibilite",
    "Sensibilité : ce que change chaque hypothèse, seule, au nombre d'emplois",
    rows="impact.cibles.sensibilite",
    columns=(*_WHO[:2], *_CHANGES),
)
BOUNDS = View(
    "impact_bornes",
    "Ordres de grandeur publiés à côté des nôtres",
    rows="impact.cibles.bornes",
    columns=(_WHO[0], *_BOUND),
)
SHARES = View(
    "impact_partage", "Où va un euro produit", rows="impact.cibles.partage", columns=(*_WHO[:2], "ou", "part")
)
TOGETHER_CIRCLES = View(
    "impact_portefeuille",
    "Le portefeuille ensemble, du territoire à la France",
    rows="impact.portefeuille.cercles",
    columns=(*_SET, "portefeuille.objet", *_CIRCLE),
    empty="La stratégie ne pose ni limite ni secteur imposé : aucun ensemble n'a été choisi.",
)
TOGETHER_ASIDE = View(
    "impact_portefeuille_autres",
    "Production, impôts, terrain et CO2 du portefeuille",
    rows="impact.portefeuille",
    columns=("objet", *_ASIDE),
    empty=TOGETHER_CIRCLES.empty,
)


def blocks(study: Study) -> Iterator[Block]:
    impact = study.impact
    if not impact.targets:
        yield Text(impact.sentence, style="empty")
        return
    yield Text(
        "Un projet de taille courante de chaque cible : les emplois créés chez lui, chez ses fournisseurs, et par les "
        "salaires dépensés. Des emplois maintenus se comptent à part."
    )
    yield jobs_brought(impact, study.place.label)
    if impact.portfolio:
        yield Title("Le portefeuille ensemble")
        yield Text(impact.portfolio.sentence)
    yield Title("Cible par cible")
    yield Items(
        tuple(
            Item(target.sentence, on="" if at < PRINTED else SCREEN)
            for at, target in enumerate(impact.targets[:DETAILED])
        )
    )
    yield hundred_euros(impact)
    yield what_moves_jobs(impact)
    yield Title("À côté de ce qui est publié")
    yield items([bound.sentence for bound in impact.targets[0].bounds])
    yield Title("Ce que ces chiffres ne disent pas")
    yield items(impact.unknowns)
    yield Text(
        "Toutes les cibles, chaque cercle, la sensibilité, le CO2, le terrain et les impôts : feuille « Impact » de "
        f"tableaux.xlsx. Un autre projet : ancrage impact {study.place.level}:{study.place.code} --activite "
        f"{impact.targets[0].activity} --emplois 80.",
        style="more",
    )


IMPACT = Section(
    "impact",
    "Impact",
    "Qu'est-ce que cela apporte, ici et ailleurs ?",
    blocks,
    views=(CIRCLES, ASIDE, SENSITIVITY, BOUNDS, SHARES, TOGETHER_CIRCLES, TOGETHER_ASIDE),
    sheet="Impact",
    about="emplois, valeur ajoutée, impôts et CO2 d'un projet courant, du territoire à la France",
)
