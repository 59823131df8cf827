"""One business case: against each country, the answer and what carries it; then every hypothesis."""

from collections.abc import Iterator
from functools import partial

from ancrage.business_case.document import CaseStudied, OriginStudied
from ancrage.sections.blocks import Block, Rows, Section, Text, Title, items
from ancrage.sections.case_figures import ORIGINS, figures
from ancrage.sections.table import Chain, Col, Table, View, data, table, walk

LINES = View(
    "lignes",
    "Coût d'une unité, moyenne des fourchettes",
    rows="comparaisons.lignes",
    columns=("libelle", "groupe", "ailleurs", "ici", "pas"),
)
YEARS = View(
    "annees", "Années à venir", rows="comparaisons.annees", columns=("annee", "resultat", "probabilite_ici")
)  # fmt: skip
LEVERS = View(
    "leviers",
    "Ce qu'il faudrait pour que ce soit vrai",
    rows="comparaisons.leviers",
    columns=("libelle", "unite", "aujourd_hui", "valeur", "phrase"),
)
SWINGS = View(
    "sensibilite",
    "Sensibilité : chaque hypothèse seule, à ses deux bornes",
    rows="comparaisons.sensibilite",
    columns=(
        "hypothese.libelle", "hypothese.bas", "hypothese.haut", "hypothese.unite", "resultat", "au_bas", "au_haut",
        "hypothese.confiance",
    ),
)  # fmt: skip
HYPOTHESES = View(
    "hypotheses",
    "Hypothèses",
    rows="comparaisons.hypotheses",
    columns=("libelle", "ou", "bas", "central", "haut", "unite", "confiance", "millesime", "source", "remarque"),
)


def _whole_source(chain: Chain) -> str:
    said = chain["hypotheses"]
    return " ; ".join(words for words in (said.source, said.vintage, said.remark) if words)


# a page has less room: date and remark follow the source
SHORT_HYPOTHESES = View(
    "hypotheses",
    "Hypothèses",
    rows="comparaisons.hypotheses",
    columns=("libelle", "ou", "bas", "central", "haut", "unite", "confiance", Col("source", value=_whole_source)),
)


def case_sections(case: CaseStudied) -> tuple[Section, ...]:
    """A section an origin, then the hypotheses of the first one."""
    against = [
        Section(origin.country, f"Ici ou {origin.label}", "", partial(_against, origin=origin))
        for origin in case.origins
    ]
    return (*against, Section("hypotheses", "Hypothèses", "", _hypotheses))


def _against(case: CaseStudied, origin: OriginStudied) -> Iterator[Block]:
    yield items(origin.sentences)
    yield from figures(case, origin)
    if origin.levers:
        yield Title("Ce qu'il faudrait pour que ce soit vrai")
        yield Text("Chaque levier seul, le reste inchangé.")
        yield items([lever.sentence for lever in origin.levers])
    if origin.investment:
        yield Title("L'investissement")
        yield Text(origin.investment.sentence)


def _hypotheses(case: CaseStudied) -> Iterator[Block]:
    yield Text(
        "Celles de la première origine ; les autres sont dans cout.xlsx. « À vérifier » : connaissance générale, à "
        "remplacer dans le dossier dès que vous avez mieux."
    )
    yield Rows(_of(case, SHORT_HYPOTHESES, case.origins[0]), limit=len(case.origins[0].hypotheses), credited=False)


def case_tables(case: CaseStudied, origin: OriginStudied) -> list[Table]:
    """The sheet of one origin."""
    answers = [("Réponse", sentence) for sentence in origin.sentences]
    if origin.investment:
        answers.append(("Investissement", origin.investment.sentence))
    heads = (("Rubrique", "text"), ("Chiffre", "prose"))
    views = (LINES, YEARS, *((LEVERS,) if origin.levers else ()), SWINGS, HYPOTHESES)
    return [
        data("reponse", f"Réponse, {origin.label}", heads, list(answers)),
        *(_of(case, view, origin) for view in views),
    ]


def _of(case: CaseStudied, view: View, origin: OriginStudied) -> Table:
    """The rows of a view that one origin holds."""
    return table(case, view, [chain for chain in walk(case, view.rows) if chain[ORIGINS] is origin])
