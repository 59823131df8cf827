"""The official jobs of the place, the register beside them, and how they moved."""

from collections.abc import Iterator

from ancrage.domain.wording import NBSP, integer, listing, lower_first
from ancrage.sections import charts, theme
from ancrage.sections.blocks import Block, Figure, Rows, Text, Title
from ancrage.sections.charts import key
from ancrage.sections.diagnosis_figures import signed
from ancrage.sections.table import Cell, Chain, View, data, table
from ancrage.steps.diagnostic.official import MANUFACTURING, SMALL, OfficialJobs, Trend, signed_percent
from ancrage.study import Study

SHOWN = 12  # branches of the figure
PATH = "diagnostic.emplois_officiels."


def _published(chain: Chain) -> bool:
    return bool(chain["par_branche"].jobs or chain["par_branche"].register_jobs)


BY_BRANCH = View(
    "emplois-officiels",
    "Emplois salariés officiels par branche, ceux du registre à côté",
    rows="diagnostic.emplois_officiels.par_branche",
    columns=("code", "libelle", "emplois", "emplois_registre", "facteur", "facteur_france", "remarque"),
    empty="L'emploi officiel par branche n'est pas publié pour ce territoire.",
)
INDUSTRY = View(
    "emplois-officiels",
    "Industrie manufacturière : emplois officiels, ceux du registre à côté",
    rows=BY_BRANCH.rows,
    columns=("libelle", "emplois", "emplois_registre", "facteur", "facteur_france"),
    empty=BY_BRANCH.empty,
    keep=lambda chain: chain["par_branche"].is_manufacturing and _published(chain),
)
TRENDS = View(
    "emplois-prives-evolution",
    "Évolution de l'emploi salarié privé par branche, ici et en France",
    rows="diagnostic.emplois_officiels.evolution",
    columns=("code", "libelle", "premiers", "derniers", "changement", "changement_france", "remarque"),
    empty=BY_BRANCH.empty,
)
YEARS = View(
    "emplois-prives-annees",
    "Emploi salarié privé, toutes activités, année par année",
    rows="diagnostic.emplois_officiels.prives.annees",
    columns=("annee", "emplois", "emplois_france"),
    empty="L'emploi privé officiel n'est pas publié pour ce territoire.",
)
OFFICIAL_VIEWS = (BY_BRANCH, TRENDS, YEARS)


def official_blocks(study: Study) -> Iterator[Block]:
    """After the summary of the diagnosis, which begins with the official figure."""
    official = study.diagnostic.official
    yield Title("Les emplois officiels, et comment ils évoluent")
    if official.trend_sentence:
        yield Text(official.trend_sentence)
    if official.branches:  # else the summary has said why there is none
        yield Rows(table(study, INDUSTRY), limit=13)
        yield Text(_silences(official), style="more")
        yield trends(official)
    yield private_jobs(official)


def _silences(official: OfficialJobs) -> str:
    """What the table does not hold: ratios of small numbers, branches that publish nothing here."""
    hidden = [lower_first(row.label) for row in official.branches if row.is_manufacturing and row.jobs is None]
    small = f"Le rapport n'est pas calculé sous {SMALL} emplois officiels."
    return f"{small} Sans emploi publié ici (nul, ou secret){NBSP}: {listing(hidden)}." if hidden else small


def trends(official: OfficialJobs) -> Figure:
    """Private jobs won and lost by branch, the largest moves."""
    title = f"Emplois privés gagnés et perdus de {official.first_year} à {official.last_year}, par branche"
    known = [
        (row, row.last - row.first)
        for row in official.trends
        if row.code != MANUFACTURING and row.first is not None and row.last is not None
    ]
    moved = sorted((pair for pair in known if pair[1]), key=lambda pair: (-abs(pair[1]), pair[0].code))[:SHOWN]
    if not moved:
        return Figure("emplois-evolution", title, "Aucune évolution publiée par branche pour ce territoire.")
    moved.sort(key=lambda pair: (-pair[1], pair[0].code))
    order = [key(row.code, row.label) for row, _ in moved]
    values = [{"key": k, "value": gap, "text": signed(gap)} for k, (_, gap) in zip(order, moved, strict=True)]
    cells: list[tuple[Cell, ...]] = [
        (row.code, row.label, row.first, row.last, gap, row.change, row.national_change) for row, gap in moved
    ]
    heads = (
        ("Branche", "code"), ("Libellé", "text"), (f"Emplois privés {official.first_year}", "integer"),
        (f"Emplois privés {official.last_year}", "integer"), ("Écart", "signed"), ("Évolution ici", "share"),
        ("Évolution en France", "share"),
    )  # fmt: skip
    ends = [f"{row.label} {signed(gap)}" for row, gap in moved]
    return Figure(
        "emplois-evolution",
        title,
        _extremes(moved),
        data("emplois-evolution", title, heads, cells),
        charts.diverging(values, order, "Emplois salariés privés gagnés ou perdus", (theme.DEEP, theme.WARM)),
        alt=f"{title}. {' ; '.join(ends)}",
        paths=(f"{PATH}evolution.premiers", f"{PATH}evolution.derniers"),
    )


def _extremes(moved: list[tuple[Trend, int]]) -> str:
    """The largest gain and the largest loss, when there are any."""
    (best, gain), (worst, loss) = moved[0], moved[-1]
    said = [f"la plus forte hausse{NBSP}: {lower_first(best.label)}, {signed(gain)}"] if gain > 0 else []
    said += [f"la plus forte baisse{NBSP}: {lower_first(worst.label)}, {signed(loss)}"] if loss < 0 else []
    text = f"{NBSP}; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def private_jobs(official: OfficialJobs) -> Figure:
    """Private jobs year by year, as an index, here and in France."""
    title = "L'emploi salarié privé, toutes activités, ici et en France"
    years = official.private.years if official.private else ()
    if not years or not years[0].jobs:
        return Figure("emplois-prives", title, "L'emploi privé officiel n'est pas publié pour ce territoire.")
    base = years[0]
    index = [(row.year, 100 * row.jobs / base.jobs, 100 * row.national_jobs / base.national_jobs) for row in years]
    values = [
        {"year": year, "value": value, "series": name}
        for year, here, france in index
        for name, value in (("ici", here), ("France", france))
    ]
    last = index[-1]
    change, national_change = last[1] / 100 - 1, last[2] / 100 - 1
    rows: list[tuple[Cell, ...]] = [
        (row.year, row.jobs, row.national_jobs, *point[1:]) for row, point in zip(years, index, strict=True)
    ]
    heads = (
        ("Année", "year"), ("Emplois privés ici", "integer"), ("Emplois privés en France", "integer"),
        (f"Ici, {base.year} = 100", "decimal1"), (f"France, {base.year} = 100", "decimal1"),
    )  # fmt: skip
    sentence = (
        f"De {base.year} à {last[0]}, l'emploi salarié privé passe ici de {integer(base.jobs)} à "
        f"{integer(years[-1].jobs)} : {signed_percent(change)}, quand la France fait {signed_percent(national_change)}."
    )
    return Figure(
        "emplois-prives",
        title,
        sentence,
        data("emplois-prives", title, heads, rows),
        charts.lines(values, ["ici", "France"], f"Emplois, {base.year} = 100", ".0f"),
        alt=f"{title}. {sentence}",
        paths=(f"{PATH}prives.annees.emplois",),
    )
