"""Which activities and products to bring back: every target ranked, the first ones told in full."""

from collections.abc import Iterable, Iterator

from ancrage.domain.wording import count
from ancrage.sections.blocks import Block, Rows, Section, Terms, Text, Title
from ancrage.sections.shortlist import MEANINGS, kept, set_apart, to_do
from ancrage.sections.table import Cell, Chain, Col, View, table
from ancrage.sections.target_card import card
from ancrage.sections.targets_figures import first_targets, trade, trade_off
from ancrage.sections.targets_tables import CRITERIA, PRODUCTS
from ancrage.steps.limits_check import UNKNOWN
from ancrage.study import Study
from ancrage.study.targets import StudiedTarget

DETAILED = 10  # targets told in full; the others are in one table
FULL_ON_PAPER = 5  # a printed dossier stays under about 25 pages
NEXT = 12  # of the following ones on the page; the workbook has them all

_POSTURE = Col("posture", value=lambda chain: to_do(chain["cibles"]))
_REASON = Col("motif", head="Pourquoi à part", value=lambda chain: chain["cibles"].why_apart or None)


def _untold(chain: Chain) -> Cell:
    """Limits that the study cannot judge for this target."""
    return " ".join(verdict.sentence for verdict in chain["cibles"].limits if verdict.answer == UNKNOWN) or None


def _first_reason(chain: Chain) -> Cell:
    return next(iter(chain["cibles"].reasons), None)


RANKING = View(
    "classement",
    "Cibles classées",
    rows="cibles",
    columns=(
        "rang", "activite", "libelle", "type", _POSTURE, "ecartee", "score", "groupes.besoin", "groupes.ancrage",
        "groupes.gain", "groupes.enjeux", "acceptabilite.top5", "acceptabilite.top10", "part_criteres_connus",
        "vulnerabilite.accord.oui", "vulnerabilite.accord.etablies", "vulnerabilite.accord.oui_approchees",
        "vulnerabilite.accord.approchees", "position", "gain_perspectives", "emplois_ici", "etablissements_ici",
        "besoins.phrase", "raisons", "reserves", _REASON,
    ),
    empty="Aucune cible n'a pu être classée.",
)  # fmt: skip
NEEDS = View(
    "besoins",
    "Ce que demande un projet courant, et les limites à vérifier",
    rows="cibles",
    columns=(
        "rang", "activite", "libelle", "besoins.etablissements", "besoins.emplois", "besoins.foncier_ha",
        "besoins.puissance_mw", "besoins.eau_m3_par_jour", "besoins.seveso",
        Col("limites_a_verifier", head="Limites à vérifier", value=_untold),
    ),
    empty="Aucun besoin connu.",
    keep=lambda chain: chain["cibles"].need is not None,
)  # fmt: skip
FOLLOWING = View(
    "suivantes",
    "Les cibles suivantes, par rang",
    rows="cibles",
    columns=(
        "rang", "activite", "libelle", "score", _POSTURE,
        Col("raisons", head="Première raison", kind="text", value=_first_reason),
    ),
)  # fmt: skip
APART = View(
    "mises-a-part",
    "Cibles mises à part par vos limites",
    rows="cibles",
    columns=("rang", "activite", "libelle", "score", _POSTURE, _REASON),
    empty="Aucune cible n'est mise à part par une limite.",
)


def _chains(targets: Iterable[StudiedTarget]) -> list[Chain]:
    return [{"cibles": target} for target in targets]


def blocks(study: Study) -> Iterator[Block]:
    first, apart = kept(study), set_apart(study)
    yield Terms(tuple((words.capitalize(), meaning) for words, meaning in MEANINGS.items()), style="postures")
    yield first_targets(study)
    yield trade_off(study)
    yield trade(study)
    for at, target in enumerate(first[:DETAILED]):
        yield card(study, target, full=at < FULL_ON_PAPER, credited=at == 0)
    if following := first[DETAILED:]:
        yield Title("Les cibles suivantes")
        yield Rows(table(study, FOLLOWING, _chains(following)), NEXT)
    if apart:
        number = count(len(apart), "activité classée dépasse", "activités classées dépassent")
        yield Title("Mises à part par vos limites")
        yield Text(
            f"{number} une limite de votre stratégie : même le plus petit projet courant, ou le secteur lui-même. Leur "
            "rang est celui qu'elles auraient sans cette limite."
        )
        yield Rows(table(study, APART, _chains(apart)), DETAILED)


def _nothing(_: Study) -> Iterator[Block]:
    """Told with each target: a sheet only."""
    return iter(())


TARGETS = Section(
    "cibles",
    "Toutes les activités classées",
    "Où se place chaque activité, et de quoi son rang est-il fait ?",
    blocks,
    views=(RANKING, NEEDS, CRITERIA),
    sheet="Cibles",
    about="toutes les activités classées, leurs besoins, la valeur de chaque critère",
)
PRODUCTS_SHEET = Section(
    "produits",
    "Produits",
    "Que s'échange-t-il ?",
    _nothing,
    views=(PRODUCTS,),
    sheet="Produits",
    about="les produits de chaque cible et leur commerce extérieur",
)
