"""What is this place good at, what is missing, what hangs on few?"""

from collections.abc import Iterator
from typing import Any

from ancrage.sections.blocks import Block, Columns, Item, Items, Rows, Section, Text, Title, items
from ancrage.sections.diagnosis_figures import dependence, over_and_under, specialities
from ancrage.sections.map import territory_map
from ancrage.sections.official import OFFICIAL_VIEWS, official_blocks
from ancrage.sections.table import Chain, Col, View, table
from ancrage.steps.diagnostic.missing_links import Firm
from ancrage.steps.swot import Point
from ancrage.study import Study

NO_NAME = "nom non diffusé"


def _labels(rows: tuple[Any, ...], code: str) -> str:
    return " ; ".join(f"{row.label} ({getattr(row, code)})" for row in rows) or "aucune"


def firms_named(firms: tuple[Firm, ...]) -> str:
    return " ; ".join(f"{firm.name or NO_NAME} ({firm.commune})" for firm in firms) or "aucune"


def _buyers(chain: Chain) -> str:
    return _labels(chain["maillons_manquants"].buyers, "sector")


def _absent(chain: Chain) -> str:
    return _labels(chain["maillons_manquants"].absent_classes, "activity")


SPECIALITIES = View(
    "specialisations",
    "Spécialités, par emplois au-delà de la part nationale",
    rows="diagnostic.specialisations",
    columns=(
        "activite", "libelle", "emplois", "etablissements", "part", "part_france", "emplois_excedentaires", "quotient",
        "quotient_lisse", "intervalle.bas", "intervalle.haut", "qualite",
    ),
    empty="Trop peu d'établissements pour dire une spécialité.",
)  # fmt: skip
SUB_ACTIVITIES = View(
    "sous-activites",
    "Détail des spécialités par sous-classe NAF",
    rows="diagnostic.specialisations.sous_activites",
    columns=("code", "libelle", "emplois"),
)
SECTORS = View(
    "tous-secteurs",
    "Secteurs (divisions NAF), du plus au moins représenté",
    rows="diagnostic.secteurs",
    columns=("code", "libelle", "emplois", "part", "part_france", "quotient", "ecart_emplois"),
)
PEERS = View(
    "comparables",
    "Territoires qui ressemblent le plus à celui-ci",
    rows="diagnostic.comparables",
    columns=("nom", "code", "similarite", "emplois", "points_communs"),
    empty="Trop peu d'établissements pour chercher des territoires comparables.",
)
EMPLOYERS = View(
    "principaux-employeurs",
    "Principaux employeurs du registre",
    rows="diagnostic.dependance_employeurs.principaux",
    columns=(
        Col("nom", value=lambda chain: chain["principaux"].name or NO_NAME),
        "siren", "activite", "libelle", "emplois", "part", "etablissements", "etat",
    ),
    empty="Aucun employeur connu.",
)  # fmt: skip
_LINK = ("besoin_meur", "offre_ici_meur", "part_importee_france", "part_hors_ue_france")
MISSING_LINKS = View(
    "maillons",
    "Ce que leur branche achète en moyenne et que le registre ne voit presque pas fabriquer ici",
    rows="diagnostic.maillons_manquants",
    columns=("branche", "libelle", *_LINK, Col("acheteurs", value=_buyers), Col("classes_absentes", value=_absent)),
    empty="Aucun maillon manquant repéré.",
)
MISSING_LINKS_BRIEF = View(
    "maillons",
    MISSING_LINKS.title,
    rows=MISSING_LINKS.rows,
    columns=(
        "libelle", *_LINK,
        Col("classes_absentes", value=lambda c: _labels(c["maillons_manquants"].absent_classes[:3], "activity")),
    ),
    empty=MISSING_LINKS.empty,
)  # fmt: skip
NEIGHBOURS = View(
    "voisins",
    "Maillons manquants : voisins qui en fabriquent",
    rows="diagnostic.maillons_manquants.voisins",
    columns=(
        "maillons_manquants.branche", Col("maillons_manquants.libelle", "Libellé de la branche"), "libelle",
        "distance_km", "emplois", Col("entreprises", value=lambda chain: firms_named(chain["voisins"].firms)),
    ),
    empty="Aucun voisin repéré.",
)  # fmt: skip
LOOPS = View(
    "boucles",
    "Boucles : chaque branche fournit la suivante, la dernière la première (déduit des achats moyens de branche)",
    rows="diagnostic.boucles.branches",
    columns=("boucles.boucle", "libelle", "part", "emplois"),
    empty="Aucune boucle repérée.",
)  # fmt: skip
KNOW_HOW = View(
    "savoir-faire",
    "Savoir-faire à surveiller : activités que peu d'établissements tiennent encore",
    rows="diagnostic.savoir_faire_a_risque",
    columns=(
        "activite", "libelle", "veille", "etablissements_ici", "etablissements_france", "entreprises_ici",
        "entreprises_france", "emplois", "part_france", "rang_du_premier", "concentration_ici", "concentration_france",
        "part_premier_employeur", "tension_metiers", "recul_production", "annee_sommet", "detenteurs", "signaux",
        "phrase",
    ),
    empty="Aucun savoir-faire à risque repéré.",
)  # fmt: skip
KNOW_HOW_BRIEF = View(
    "savoir-faire",
    KNOW_HOW.title,
    rows=KNOW_HOW.rows,
    columns=("libelle", "veille", "emplois", "detenteurs", "phrase"),
    empty=KNOW_HOW.empty,
)


def blocks(study: Study) -> Iterator[Block]:
    diagnosis = study.diagnostic
    for sentence in diagnosis.summary:
        yield Text(sentence)
    yield from official_blocks(study)
    yield territory_map(study)
    yield specialities(diagnosis.specialisations)
    yield over_and_under(diagnosis.sectors)
    yield dependence(diagnosis.employers)
    yield Rows(table(study, EMPLOYERS), paper=5)
    yield Title("Territoires comparables")
    yield Rows(table(study, PEERS), paper=3, named=False)
    yield Title("Maillons manquants")
    if diagnosis.missing_links:
        yield items([f"{link.sentence} {link.neighbours_sentence}" for link in diagnosis.missing_links[:4]])
    yield Rows(table(study, MISSING_LINKS_BRIEF), limit=6, paper=4)
    if diagnosis.loops:
        yield Title("Boucles locales")
        yield items([loop.sentence for loop in diagnosis.loops[:3]])
    yield Title("Atouts, faiblesses, opportunités, menaces")
    yield Columns(
        (
            _points("Atouts", diagnosis.strengths),
            _points("Faiblesses", diagnosis.weaknesses),
            _points("Opportunités", diagnosis.opportunities),
            _points("Menaces", diagnosis.threats),
        ),
        style="swot",
    )
    yield Title("Savoir-faire à risque")
    yield Text(
        "Une liste à surveiller, jamais un verdict sur une entreprise. L'âge des salariés et les comptes ne sont pas "
        "dans les données."
    )
    yield Rows(table(study, KNOW_HOW_BRIEF), limit=8, paper=4)


def _points(title: str, points: tuple[Point, ...]) -> tuple[Block, ...]:
    if not points:
        return Title(title, level=4), Text("Rien à dire avec ces données.", style="empty")
    return Title(title, level=4), Items(tuple(Item(point.sentence, lead=f"{point.title}.") for point in points))


DIAGNOSIS = Section(
    "diagnostic",
    "Diagnostic",
    "À quoi ce territoire est-il bon, que lui manque-t-il, qu'est-ce qui est menacé ?",
    blocks,
    views=(
        *OFFICIAL_VIEWS, SPECIALITIES, SUB_ACTIVITIES, SECTORS, PEERS, EMPLOYERS, MISSING_LINKS, KNOW_HOW, NEIGHBOURS,
        LOOPS,
    ),
    sheet="Diagnostic",
    about="ce que le territoire sait faire, ce qui lui manque, ce qui est menacé",
)  # fmt: skip
