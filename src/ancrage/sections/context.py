"""What manufacturing weighs in France and beside it, and what the published counts of returns say."""

from collections.abc import Iterator

from ancrage.domain.wording import NBSP, decimal, listing, percent
from ancrage.sections import charts
from ancrage.sections.blocks import Block, Figure, Rows, Section, Text, Title, items
from ancrage.sections.table import Cell, Col, View, data, table
from ancrage.steps.context import FRANCE, Context, PublishedCount
from ancrage.study import Study

BESIDE = (FRANCE, "DEU", "ITA")  # three lines are as many as one reads
MARKS = View(
    "poids-industrie",
    "Poids de l'industrie dans l'économie, aux années citées et à la dernière",
    rows="contexte.reperes",
    columns=("libelle", "annee", "part_valeur_ajoutee", "part_pib", "part_industrie_energie"),
)
COUNTS = View(
    "comptes-relocalisations",
    "Comptes publiés de relocalisations",
    rows="contexte.comptes",
    columns=("libelle", "millesime", "bas", "haut", "unite", "source"),
)
COUNTS_BRIEF = View(
    "comptes-relocalisations",
    COUNTS.title,
    rows=COUNTS.rows,
    columns=("libelle", "millesime", Col("nombre", "Nombre", value=lambda chain: _amount(chain["comptes"])), "source"),
)


def _amount(row: PublishedCount) -> str:
    """« 51 cas/an », « 87 à 90 cas/an »."""
    ends = listing([decimal(end, 0) for end in dict.fromkeys((row.low, row.high))], "à")
    return f"{ends}{NBSP}{row.unit}"


def _blocks(study: Study) -> Iterator[Block]:
    context = study.context
    for sentence in context.sentences[:-1]:
        yield Text(sentence)
    yield weight(context)
    yield Title("Combien de relocalisations ?")
    yield items(context.reading)
    yield Rows(table(study, COUNTS_BRIEF), paper=6)


def weight(context: Context) -> Figure:
    """Manufacturing in the value added of France and two neighbours, year by year."""
    title = "L'industrie manufacturière dans la valeur ajoutée : France, Allemagne, Italie"
    rows = [row for row in context.series if row.country in BESIDE]
    names = {row.country: row.label for row in rows}
    values = [{"year": row.year, "value": row.manufacturing_share, "series": row.label} for row in rows]
    by_year: dict[int, dict[str, float]] = {}
    for row in rows:
        by_year.setdefault(row.year, {})[row.country] = row.manufacturing_share
    cells: list[tuple[Cell, ...]] = [(year, *(shares.get(c) for c in BESIDE)) for year, shares in by_year.items()]
    first, last = min(by_year), max(by_year)
    moves = [
        f"{names[c]} : {percent(by_year[first][c], 1)} en {first}, {percent(by_year[last][c], 1)} en {last}"
        for c in BESIDE
    ]
    return Figure(
        "poids-industrie",
        title,
        context.sentences[-1],
        data("poids-industrie", title, (("Année", "year"), *((names[c], "share") for c in BESIDE)), cells),
        charts.lines(values, [names[c] for c in BESIDE], "Part de la valeur ajoutée", ".0%"),
        alt=f"{title}. {' ; '.join(moves)}",
        paths=("contexte.series.part_valeur_ajoutee",),
    )


CONTEXT = Section(
    "contexte",
    "Contexte",
    "D'où part-on, en France, et que sait-on des retours ?",
    _blocks,
    views=(MARKS, COUNTS),
    sheet="Contexte",
    about="le poids de l'industrie en France et ailleurs, les comptes publiés de relocalisations",
)
