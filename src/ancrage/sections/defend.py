"""What is strong here, what threatens it; and what kind of place changes what can be said."""

from collections.abc import Iterator

from ancrage.sections.blocks import SCREEN, Block, Item, Items, Rows, Section, Text, Title, items
from ancrage.sections.table import View, table
from ancrage.study import Study

PRINTED = 5

DEFENDED = View(
    "a_defendre",
    "À défendre et faire grandir",
    rows="a_defendre",
    columns=(
        "rang", "activite", "libelle", "emplois", "etablissements", "part", "part_france", "quotient",
        "exportations_eur", "solde_eur", "part_premier", "menaces", "raison",
    ),
    empty="Aucune activité industrielle d'ici ne dépasse nettement sa part nationale.",
)  # fmt: skip
SERVICES = View(
    "services",
    "Services nommés par le texte fondateur",
    rows="services",
    columns=("rang", "activite", "libelle", "services", "emplois", "quotient", "raison"),
    empty="Trop peu d'emplois de ces services ici pour en parler.",
)


def blocks(study: Study) -> Iterator[Block]:
    if study.advice:
        yield Text(study.advice.reason, style="warning")
        if study.advice.cautions:
            yield items(study.advice.cautions)
    if not study.defend:
        yield Text(DEFENDED.empty, style="empty")
    else:
        yield Items(
            tuple(
                Item(row.reason, lead=f"{row.label}.", on=SCREEN if row.rank > PRINTED else "") for row in study.defend
            ),
            ordered=True,
        )
        yield Text(
            "Une force tenue par un seul employeur est une force et une dépendance : l'appeler avant de chercher loin. "
            "Emplois estimés d'après des tranches d'effectif ; exportations de la France entière."
        )
    if study.services:
        yield Title("Services numériques et de sécurité")
        yield Rows(table(study, SERVICES), 5)


DEFEND = Section(
    "defendre",
    "À défendre et faire grandir",
    "Qu'est-ce qui est fort ici, et qu'est-ce qui le menace ?",
    blocks,
    views=(DEFENDED, SERVICES),
    sheet="À défendre",
    about="ce qui est fort ici et ce qui le menace ; les services nommés par le texte fondateur",
)
