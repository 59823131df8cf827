"""Tables of the targets: the numbers behind each rank, and the products of each."""

from collections.abc import Callable, Iterator, Sequence

from ancrage.domain.measure import Status
from ancrage.sections import wording
from ancrage.sections.table import Cell, Chain, Col, View
from ancrage.study import Study
from ancrage.study.credits import JOINED, Origin
from ancrage.study.targets import StudiedTarget

TARGET = (Col("cibles.activite", head="Cible (NAF)"), Col("cibles.libelle", head="Libellé de la cible"))


def criterion_rows(study: Study, targets: Sequence[StudiedTarget] | None = None) -> Iterator[Chain]:
    """One row a target and criterion, for every target or for some; the table of criteria follows their ranks."""
    rows, named = {row.activity: row for row in study.criteria}, source_names(study)
    for target in study.targets if targets is None else targets:
        row = rows[target.activity]
        for criterion in study.strategy.criteria:
            value, origin = row.values.get(criterion.code), criterion.origin(target.kind)
            status = origin.status if value is not None else Status.ABSENT.value
            yield {
                "cibles": target,
                "criteres": row,
                "critere": criterion,
                "origine": Origin(origin.vintage, named(origin.source), status),
            }


def source_names(study: Study) -> Callable[[str], str]:
    """How people name the sources that a measure names by their codes."""
    names = {source.code: source.name for source in study.edition.sources}
    return lambda codes: JOINED.join(names.get(code, code) for code in codes.split(JOINED))


def _value(chain: Chain) -> Cell:
    return chain["criteres"].values.get(chain["critere"].code)  # type: ignore[no-any-return]


def _note(chain: Chain) -> Cell:
    return chain["criteres"].notes.get(chain["critere"].code)  # type: ignore[no-any-return]


def _quantity(chain: Chain) -> Cell:
    """The value with its unit."""
    value = chain["criteres"].values.get(chain["critere"].code)
    return None if value is None else wording.quantity(value, chain["critere"].unit)


_BESIDE = (("cibles", "cibles"), ("critere", "strategie.criteres"), ("origine", "strategie.criteres.biens"))
_CRITERION = Col("critere.libelle")
CRITERIA = View(
    "criteres",
    "Valeur de chaque critère pour chaque cible",
    rows="criteres",
    columns=(
        *TARGET, _CRITERION, Col("valeur", head="Valeur", kind="number", value=_value), "critere.unite",
        Col("note", head="Note (0 à 1)", kind="decimal", value=_note),
        Col("poids_critere", head="Poids", kind="number", value=lambda chain: chain["critere"].weight),
        "origine.millesime", "origine.source", "origine.statut",
    ),
    chains=criterion_rows,
    beside=_BESIDE,
)  # fmt: skip
CRITERIA_BRIEF = View(
    "criteres",
    "Les nombres derrière le rang",
    rows="criteres",
    columns=(
        _CRITERION,
        Col("valeur", head="Valeur", value=_quantity),
        Col("note", head="Note (0 à 1)", kind="note", value=_note),
        Col("source", head="Source et millésime", kind="origin", value=lambda chain: chain["origine"]),
        "origine.statut",
    ),
    beside=_BESIDE,
)
PRODUCTS = View(
    "produits",
    "Produits des cibles et leur commerce extérieur",
    rows="cibles.produits",
    columns=(
        *TARGET, "code", "libelle", "importations_eur", "exportations_eur", "solde_eur", "couverture", "droit_pct",
        "fenetre_covid", "fournisseurs.premier", "fournisseurs.part_premier", "fournisseurs.part_hors_ue",
        "fournisseurs.hhi_hors_ue", "fournisseurs.niveau", "fournisseurs.code",
    ),
    empty="Pas de commerce extérieur par produit pour cette cible.",
)  # fmt: skip
PRODUCTS_BRIEF = View(
    "produits",
    "Produits les plus importés",
    rows="cibles.produits",
    columns=(
        "code", "libelle", "importations_eur", "exportations_eur", "solde_eur", "droit_pct", "fournisseurs.premier",
        "fournisseurs.part_premier", "fournisseurs.part_hors_ue",
    ),
    empty=PRODUCTS.empty,
)  # fmt: skip
