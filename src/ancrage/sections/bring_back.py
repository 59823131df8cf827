"""Which imported products a plant here could make, on whom it could stand, by family of the founding text."""

from collections.abc import Iterator
from textwrap import shorten

from ancrage.domain.wording import NBSP, listing
from ancrage.sections import wording
from ancrage.sections.blocks import Block, Figure, Item, Items, Rows, Section, Terms, Text, Title, items
from ancrage.sections.table import Cell, Chain, Col, View, data, table
from ancrage.sections.theme import DEEP, Spec
from ancrage.steps.advice.bring_back import BringBack
from ancrage.steps.advice.wording import CEILING_WORDS
from ancrage.study import Study

TOLD, SIDE = 8, 360
TICKS = (10, 20, 50, 100, 200, 500, 1_000, 5_000)  # M€
NO_LIST = "Aucune liste de produits n'est proposée ici : les données sont trop minces, elle serait inventée."
MEASURES = ("a_faire_revenir.solde_eur", "a_faire_revenir.chance_fois")


def chance_words(row: BringBack) -> str:
    return CEILING_WORDS if row.capped else f"{wording.number(row.chance, 1)}{NBSP}fois"


def _chance(chain: Chain) -> Cell:
    return chance_words(chain["a_faire_revenir"])


def _names(chain: Chain) -> Cell:
    return " ; ".join(f"{firm.name} ({firm.reason})" for firm in chain["a_faire_revenir"].footholds)


def _stakes(chain: Chain) -> Cell:
    return " ".join(stake.hashtag for stake in chain["a_faire_revenir"].stakes)


PRODUCTS = View(
    "a_faire_revenir",
    "À faire revenir",
    rows="a_faire_revenir",
    columns=(
        "rang", "rang_meilleur", "rang_pire", "produit", "libelle", "codes", "activite", "libelle_activite",
        "rubrique", "importations_eur", "solde_eur", "code_plus_large", "part_hors_ue", "premier_fournisseur",
        "part_premier_fournisseur", Col("chance", head="Chance d'une usine ici", value=_chance), "chance_plafonnee",
        "fait_ici", "score.chance", "score.besoin", "score.enjeux", "score.total",
        Col("enjeux", head="Enjeux servis", value=_stakes), Col("appuis", head="Sur qui s'appuyer", value=_names),
        "raison",
    ),
    empty="Aucun produit importé n'a ici à la fois un déficit suffisant, une chance d'au moins 1 et une "
    "entreprise sur qui s'appuyer.",
)  # fmt: skip
SHORT = View(
    "a_faire_revenir",
    "Besoin, chance, enjeux : chacun à part",
    rows="a_faire_revenir",
    columns=(
        "rang", "libelle", "solde_eur", Col("chance", head="Chance d'une usine ici", value=_chance),
        Col("enjeux", head="Enjeux servis", value=_stakes),
        Col("rangs", head="Rang si les poids changent", value=lambda chain: span_words(chain["a_faire_revenir"])),
    ),
)  # fmt: skip


def span_words(row: BringBack) -> str:
    """« de 1 à 5 », « 2 toujours »."""
    if row.best_rank == row.worst_rank:
        return f"{row.rank}, quels que soient les poids essayés"
    return f"de {row.best_rank} à {row.worst_rank}"


def need_and_chance(study: Study) -> Figure:
    """What France lacks against the chance of a plant here, each product by its rank."""
    title = "Ce qui manque à la France, et la chance d'une usine ici"
    rows = study.bring_back
    shown = " ; ".join(
        f"{row.rank}. {row.label} : {wording.euros(-row.balance_eur)}, {chance_words(row)}" for row in rows
    )
    cells: list[tuple[Cell, ...]] = [(row.rank, row.label, -row.balance_eur, row.chance, row.capped) for row in rows]
    heads = (
        ("Rang", "rank"), ("Produit", "text"), ("Déficit français (€)", "euro"), ("Chance (fois)", "decimal1"),
        ("Plus de 5 fois", "flag"),
    )  # fmt: skip
    capped = [row.label for row in rows if row.capped]
    said = f"La chance dépasse 5 fois pour : {listing(capped[:3])}." if capped else "Aucune chance ne dépasse 5 fois."
    return Figure(
        "besoin-chance", title, said, data("besoin-chance", title, heads, cells), _scatter(rows),
        alt=f"{title}. {shown}", paths=MEASURES,
    )  # fmt: skip


def _scatter(rows: tuple[BringBack, ...]) -> Spec:
    values = [{"x": row.chance, "y": -row.balance_eur / 1e6, "rank": str(row.rank)} for row in reversed(rows)]
    place: Spec = {
        "x": {"field": "x", "type": "quantitative", "scale": {"domain": [0.9, 5.3], "zero": False},
              "axis": {"values": [1, 2, 3, 4, 5], "labelExpr": "datum.value == 5 ? 'plus de 5' : datum.label"},
              "title": "Chance d'une usine ici (fois un territoire de même taille)"},
        "y": {"field": "y", "type": "quantitative", "scale": {"type": "log"},
              "axis": {"values": list(TICKS), "format": "d"}, "title": "Déficit français (M€)"},
    }  # fmt: skip
    lines = [
        {"at": 24 * at, "text": shorten(f"{row.rank}. {row.label}", 44, placeholder="…")} for at, row in enumerate(rows)
    ]
    return {
        "spacing": 24,
        "hconcat": [
            {
                "width": SIDE,
                "height": SIDE,
                "data": {"values": values},
                "layer": [
                    {"mark": {"type": "point", "filled": True, "size": 110, "color": DEEP, "opacity": 1},
                     "encoding": place},
                    {"mark": {"type": "text", "fontWeight": "bold", "dy": -12},
                     "encoding": {**place, "text": {"field": "rank"}}},
                ],
            },
            {
                "data": {"values": lines},
                "width": 280,
                "height": SIDE,
                "mark": {"type": "text", "align": "left", "baseline": "top"},
                "encoding": {
                    "x": {"value": 0},
                    "y": {"field": "at", "type": "quantitative", "axis": None, "scale": {"domain": [SIDE, 0]}},
                    "text": {"field": "text"},
                },
            },
        ],
    }  # fmt: skip


def _item(row: BringBack) -> Item:
    stakes = f"Enjeux : {' '.join(stake.hashtag for stake in row.stakes)}. " if row.stakes else ""
    return Item(row.reason, lead=f"{row.label}.", note=f"{stakes}Rang : {span_words(row)}.", id=f"produit-{row.rank}")


def blocks(study: Study) -> Iterator[Block]:
    advice = study.advice
    if not study.bring_back:
        yield Text(NO_LIST if advice else PRODUCTS.empty, style="empty")
    if advice and advice.wider:
        yield Text(f"À étudier plutôt : {advice.wider.label}, « ancrage etude {advice.wider.key} ».", style="more")
    if study.bring_back:
        yield Items(tuple(_item(row) for row in study.bring_back[:TOLD]), ordered=True)
        yield need_and_chance(study)
        yield Rows(table(study, SHORT), 15)
        yield Text(
            "L'ordre vient d'abord de la chance et du besoin de l'activité, puis des enjeux au poids que fixe votre "
            "stratégie ; dans une activité, du déficit du produit. La chance dit où une usine nouvelle irait, non si "
            "un projet se fera ni s'il réussira. « Rang si les poids changent » : besoin compté moitié moins ou moitié "
            "plus, enjeux ôtés ou doublés."
        )
        yield Title("Par famille du texte fondateur")
        yield Terms(tuple((f"{one.label} ({one.hashtag})", one.sentence) for one in study.families))
    if advice and advice.questions:
        yield Title("À demander sur place")
        yield items(advice.questions)


BRING_BACK = Section(
    "faire-revenir",
    "À faire revenir",
    "Quels produits importés une usine d'ici pourrait-elle faire ?",
    blocks,
    views=(PRODUCTS,),
    sheet="À faire revenir",
    about="les produits importés qu'une usine d'ici pourrait faire, et sur qui s'appuyer",
)
