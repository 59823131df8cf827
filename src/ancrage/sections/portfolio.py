"""The set of projects that holds within the limits of the territory."""

from collections.abc import Callable, Iterator

from ancrage.domain.measure import Status
from ancrage.domain.wording import listing
from ancrage.sections.blocks import Block, Rows, Section, Text, Title, items
from ancrage.sections.shortlist import kept, labels
from ancrage.sections.table import Cell, Chain, Col, View, table, walk
from ancrage.steps.portfolio import PER_DIVISION
from ancrage.steps.targets.what_if import nth
from ancrage.study import Study

PROJECTS_SHOWN, ALTERNATIVES_SHOWN = 10, 3
FIRST = 5  # targets whose absence must be explained
NO_PORTFOLIO = "Pas d'ensemble choisi."


def _codes(key: str) -> Col:
    """Activities by their labels."""

    def named(chain: Chain) -> Cell:
        row, names = chain[chain["rubrique"]], chain["libelles"]
        codes = {"inconnus": "unknown", "entrent": "entering", "sortent": "leaving"}[key]
        written = (f"{names.get(code, '')} ({code})".strip() for code in getattr(row, codes))
        return " ; ".join(written) or "aucune"

    return Col(key, kind="text", value=named)


def _part(rows: str) -> Callable[[Study], Iterator[Chain]]:
    key = rows.rpartition(".")[2]
    return lambda study: ({**chain, "libelles": labels(study), "rubrique": key} for chain in walk(study, rows))


def _projects(study: Study) -> Iterator[Chain]:
    targets = {target.activity: target for target in study.targets}
    return (
        {**chain, "cibles": targets.get(chain["projets"].activity)} for chain in walk(study, "portefeuille.projets")
    )


def left_out(study: Study) -> str:
    """The first targets that the chosen set does without: a reader looks for them."""
    chosen = {project.activity for project in study.portfolio.projects}
    missing = [target for target in kept(study)[:FIRST] if target.activity not in chosen]
    if not chosen or not missing:
        return ""
    named = listing([f"« {target.label} » ({nth(target.rank)})" for target in missing])
    return (
        f"{named} n'{'y est' if len(missing) == 1 else 'y sont'} pas : sous ces limites, et à {PER_DIVISION} projets "
        "au plus par division NAF, d'autres valent plus ensemble."
    )


def margins(study: Study) -> list[str]:
    """What more of each limit would buy, activities by their names."""
    names, sentences = labels(study), []
    for row in study.portfolio.marginals:
        sentence = row.sentence
        for code in {*row.entering, *row.leaving}:
            sentence = sentence.replace(code, f"« {names.get(code, code)} » ({code})")
        sentences.append(sentence)
    return sentences


def _sentences(study: Study) -> Iterator[Chain]:
    if study.portfolio.status == Status.ABSENT.value:
        return
    lines = (study.portfolio.sentence, left_out(study), *margins(study))
    yield from ({"portefeuille": study.portfolio, "ligne": line} for line in lines if line)


SENTENCES = View(
    "dit",
    "En quelques phrases",
    rows="portefeuille",
    columns=(
        Col("rubrique", head="Rubrique", value=lambda _: "Portefeuille"),
        Col("chiffre", head="Chiffre", value=lambda chain: chain["ligne"]),
    ),
    chains=_sentences,
)
PROJECTS = View(
    "projets",
    "Projets de l'ensemble choisi, et la taille courante de chacun",
    rows="portefeuille.projets",
    columns=(
        "cibles.rang", "activite", "libelle", "score", "cibles.besoins.emplois.central",
        "cibles.besoins.foncier_ha.central", "cibles.besoins.puissance_mw.central",
    ),
    empty=NO_PORTFOLIO,
    chains=_projects,
    beside=(("cibles", "cibles"),),
)  # fmt: skip
USED = View(
    "limites",
    "Limites employées par l'ensemble choisi",
    rows="portefeuille.limites",
    columns=("limite", "employe", "plafond", "unite_limite", _codes("inconnus")),
    empty=NO_PORTFOLIO,
    chains=_part("portefeuille.limites"),
)
ALTERNATIVES = View(
    "autres",
    "Autres ensembles presque aussi bons",
    rows="portefeuille.autres",
    columns=(_codes("entrent"), _codes("sortent"), "part_perdue"),
    empty="Aucun autre ensemble ne s'en approche.",
    chains=_part("portefeuille.autres"),
)
MARGINS = View(
    "marges",
    "Ce qu'apporterait un peu plus de chaque limite",
    rows="portefeuille.marges",
    columns=("limite", "de_plus", "unite_limite", "gain", "gain_emplois", _codes("entrent"), _codes("sortent")),
    empty=NO_PORTFOLIO,
    chains=_part("portefeuille.marges"),
)


def blocks(study: Study) -> Iterator[Block]:
    chosen = study.portfolio
    yield Text(chosen.sentence, style="warning" if chosen.infeasible else "")
    if not chosen.projects:
        return
    if missing := left_out(study):
        yield Text(missing)
    yield Rows(table(study, PROJECTS), PROJECTS_SHOWN)
    yield Title("Ce qu'il emploie de vos limites")
    yield items([limit.sentence for limit in chosen.used])
    yield Rows(table(study, ALTERNATIVES), ALTERNATIVES_SHOWN)
    yield Title("Un peu plus de chaque limite")
    yield items(margins(study))
    yield Text("Détail : feuille « Portefeuille » de tableaux.xlsx.", style="more")


PORTFOLIO = Section(
    "portefeuille",
    "Portefeuille",
    "Quel ensemble de projets tient dans les limites du territoire ?",
    blocks,
    views=(SENTENCES, PROJECTS, USED, ALTERNATIVES, MARGINS),
    sheet="Portefeuille",
    about="l'ensemble de projets qui tient dans vos limites",
)
