"""What the study cannot say, how it was computed, whom to credit."""

from collections.abc import Iterator

from ancrage.sections.blocks import SCREEN, Block, Card, Item, Items, Section, Terms, Text, Title, items
from ancrage.sections.method_cards import used_cards
from ancrage.sections.strategy import STRATEGY
from ancrage.sections.table import Cell, Table, View, data
from ancrage.sections.targets_tables import source_names
from ancrage.study import Study
from ancrage.study.credits import Credits

LIMITS_VIEW = View(
    "limites", "Limites : ce que cette étude ne peut pas dire", rows="limites", columns=("titre", "phrase")
)
TABLES_VIEW = View(
    "sources-tables",
    "Tables de l'édition utilisées par cette étude",
    rows="edition.tables",
    columns=("titre", "sources", "lignes", "methode"),
)
SOURCES_VIEW = View(
    "sources",
    "Sources utilisées par cette étude, à citer",
    rows="edition.sources",
    columns=("code", "producteur", "titre", "millesime", "licence", "attribution"),
)
_CARD = (
    ("Méthode", "text"), ("Formule", "prose"), ("Unité", "text"), ("Étendue", "text"), ("Valeur neutre", "text"),
    ("Comment lire", "prose"), ("Conventions choisies", "prose"), ("Références", "prose"),
)  # fmt: skip
_MEASURE = (
    ("Chemin", "text"), ("Libellé", "text"), ("Unité", "text"), ("Millésime", "text"), ("Source", "text"),
    ("Statut", "text"),
)  # fmt: skip


def _limits(study: Study) -> Iterator[Block]:
    yield Terms(tuple((limit.title, limit.sentence) for limit in study.limits), style="limits")


def _method(study: Study) -> Iterator[Block]:
    yield Text(
        "Les calculs de cette étude, un par un. Les formules sont celles du programme ; les conventions disent les "
        "choix faits. Sur papier : le nom et un exemple qui se lit ; le reste est à l'écran, et feuille « Méthode » de "
        "tableaux.xlsx."
    )
    for card in used_cards():
        yield Card(
            f"methode-{card.id}",
            card.label,
            (
                Text(card.reading),
                Text(card.formula, style="formula", on=SCREEN),
                Text(f"Unité : {card.unit}. Étendue : {card.range}. Valeur neutre : {card.neutral}.", on=SCREEN),
                Title("Conventions choisies", 4, SCREEN),
                items(card.conventions, on=SCREEN),
                Text(" ".join(card.references), style="source", on=SCREEN),
            ),
        )


def method_cards(study: Study) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (c.label, c.formula, c.unit, c.range, c.neutral, c.reading, " ".join(c.conventions), " ".join(c.references))
        for c in used_cards()
    ]
    return data("fiches", "Fiches des méthodes", _CARD, rows)


def measures(study: Study) -> Table:
    """What every number of the study is: label, unit, vintage, source, status, by its place in etude.json."""
    named = source_names(study)
    rows: list[tuple[Cell, ...]] = [
        (path, m.label, m.unit, m.vintage, named(m.source), m.status) for path, m in study.measures.items()
    ]
    return data("mesures", "Ce qu'est chaque nombre de l'étude (chemin dans etude.json)", _MEASURE, rows)


def _sources(study: Study) -> Iterator[Block]:
    yield Text(
        f"Édition de données : {study.edition.id}. Toute reprise d'un chiffre cite le producteur, le titre, le "
        "millésime et la licence."
    )
    yield Items(
        tuple(Item(c.attribution, id=f"source-{c.number}") for c in Credits(study.measures, study.edition.sources).all),
        ordered=True,
    )
    yield Text(
        "Seules des personnes morales et des données publiques sont traitées ; les noms qui pourraient désigner une "
        "personne sont tus. Ce qui est traité, pourquoi, et comment s'y opposer : page « Les données personnelles » de "
        "la documentation d'Ancrage."
    )
    yield Text("Les tables de l'édition et leur méthode : feuille « Sources » de tableaux.xlsx.", style="more")


LIMITS = Section("limites", "Limites", "Ce que cette étude ne peut pas dire.", _limits, views=(LIMITS_VIEW,))
METHOD = Section(
    "methode", "Méthode", "", _method, views=STRATEGY.views, tables=(method_cards,), sheet="Méthode",
    about="les poids et les fiches de calcul",
)  # fmt: skip
SOURCES = Section(
    "sources", "Sources", "", _sources, views=(SOURCES_VIEW, TABLES_VIEW), tables=(measures,), sheet="Sources",
    about="producteurs, millésimes, licences, et ce qu'est chaque nombre",
)  # fmt: skip
