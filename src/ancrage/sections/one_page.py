"""The first page: what the place is good at, its targets, how sure that is, what to do next."""

from collections.abc import Iterator

from ancrage.domain.wording import ABSENT, count, listing, lower_first
from ancrage.sections import wording
from ancrage.sections.blocks import Block, Columns, Item, Items, Section, Terms, Text, Title, items
from ancrage.sections.first_answers import answers
from ancrage.sections.shortlist import kept, set_apart, to_do
from ancrage.sections.strategy import limits
from ancrage.sections.table import Cell, Table, data
from ancrage.steps.actors import Actor
from ancrage.steps.targets.what_if import nth
from ancrage.study import Study
from ancrage.study.targets import StudiedTarget

FIRST = 5
DEFENDED, BACK = 3, 4  # rows of the two lists
NAMED = 2
FIRST_STEPS = 3
MAKER = "producteur possible"  # whom to call first


def strengths(study: Study) -> list[str]:
    """Surest specialisations, with how far to trust each, then what the place depends on."""
    diagnosis = study.diagnostic
    every = diagnosis.specialisations
    # those whose whole interval is above the national share, when there are any
    rows = ([row for row in every if row.interval.low > 1] or list(every))[:4]
    sentences = [
        f"{row.label} : {count(row.jobs, 'emploi')}{wording.ESTIMATED} dans "
        f"{count(row.establishments, 'établissement')}, fiabilité {row.quality}"
        for row in rows
    ]
    if rows and diagnosis.employers.sentence:
        sentences.append(diagnosis.employers.sentence)
    return sentences


def _reason(target: StudiedTarget, reasons: int) -> str:
    """The two strongest for the first target, the strongest for the others."""
    return " ".join(target.reasons[:reasons]) or "Aucune raison mesurée."


def _place(target: StudiedTarget) -> str:
    chance = target.chances.top10
    if chance is None:
        return "Solidité de la place non mesurée"
    return f"Place {wording.confidence(chance)} : dans les dix premières {wording.number(chance * 100)} fois sur 100"


def bounds(study: Study) -> list[str]:
    """What the limits of the territory take away from the first targets, and what holds within them."""
    sentences = []
    shown = kept(study)[:FIRST]
    last = shown[-1].rank if shown else 0
    before = [target for target in set_apart(study) if target.rank < last]
    if before:
        named = listing([f"{row.label} ({nth(row.rank)})" for row in before[:NAMED]])
        more = f", et {count(len(before) - NAMED, 'autre')} mieux classées" if len(before) > NAMED else ""
        why = f" {before[0].why_apart}" if len(before) == 1 else ""
        sentences.append(f"Mise à part par vos limites : {named}{more}.{why}")
    if study.portfolio.status != ABSENT:
        sentences.append(f"Portefeuille : {lower_first(study.portfolio.sentence)}")
    return sentences


def warnings(study: Study) -> list[str]:
    every = study.strategy.warnings
    rest = len(every) - NAMED
    more = f"{count(rest, 'autre avertissement', 'autres avertissements')} : voir « Enjeux »."
    return [*every[:NAMED], more] if rest > 0 else list(every)


def certainty(study: Study) -> list[str]:
    first = kept(study)[:FIRST]
    sentences = [study.diagnostic.quality.sentence]
    known = [t.chances.top10 for t in first if t.chances.top10 is not None]
    if known:
        firm = sum(p >= 0.8 for p in known)
        sentences.append(
            f"Quand on fait varier les poids et les données, {count(firm, 'cible')} sur {len(known)} "
            f"{'restent' if firm > 1 else 'reste'} parmi les dix premières au moins 80 fois sur 100 (voir « Et si ? »)."
        )
    elif first:
        sentences.append("La solidité du classement n'a pas pu être mesurée ici.")
    partial = [target.label for target in first if target.known_share < 0.75]
    if partial:
        sentences.append(f"Critères connus pour moins des trois quarts du poids : {listing(partial)}.")
    limits = study.limits
    sentences.extend(f"{limit.title} : {lower_first(limit.sentence)}" for limit in limits[:1])
    if limits[1:]:
        others = listing([lower_first(limit.title) for limit in limits[1:4]])
        sentences.append(f"À garder en tête aussi : {others} (voir « Limites »).")
    return sentences


def state(actor: Actor) -> str:
    """What is known of the plant, in two words."""
    known = actor.standing or ""
    if known.startswith("ouvert"):
        return "ouvert"
    return "site non confirmé" if "site non confirmé" in known else known.partition(" ;")[0]


def next_steps(study: Study) -> list[str]:
    """Actions this study allows today, most useful first."""
    first = kept(study)[:FIRST]
    wanted = {row.activity for row in study.bring_back[:BACK]} or {target.activity for target in first}
    calls = sorted((a for a in study.actors if a.name and a.target in wanted and a.role == MAKER), key=lambda a: a.rank)
    best: dict[str, str] = {}  # a firm once, at its best place
    for actor in calls:
        best.setdefault(actor.name or "", f"{actor.name} ({actor.commune_label}, {state(actor)})")
    names = list(best.values())
    steps = []
    if names:
        steps.append(f"Appeler d'abord {listing(names[:3])} ; leur demander ce qu'ils font déjà et ce qui leur manque.")
    elif first:
        steps.append("Chercher des entreprises au-delà du registre : il n'en montre aucune à appeler près d'ici.")
    steps += [f"{action.title}. {action.steps[0]}" for action in study.plan.first_steps[:FIRST_STEPS]]
    return steps


def blocks(study: Study) -> Iterator[Block]:
    first = kept(study)[:FIRST]
    listed = study.defend or study.bring_back
    yield Columns((tuple(_left(study)), tuple(_lists(study) if listed else _right(first))))
    pairs = answers(study)
    if pairs:
        yield Title(f"La première activité classée, en trois questions : {first[0].label}")
        yield Terms(pairs, style="answers")
    yield Title("Que faire maintenant ?")
    yield items(next_steps(study), ordered=True)
    told = "Sources des trois réponses : sections « Dossier économique », « Impact » et « Sites ». " if pairs else ""
    yield Text(
        f"{told}« (est.) » : nombre estimé. « {wording.ABSENT} » : la donnée manque, ce n'est pas zéro.",
        style="source",
        paths=(
            f"diagnostic.emplois_officiels.{'prives.derniers' if study.diagnostic.official.total is None else 'total'}",
            "territoire.emplois_registre",
            "cibles.score",
            "diagnostic.specialisations.emplois",
            *(("a_defendre.emplois", "a_defendre.exportations_eur") if study.defend else ()),
            *(("a_faire_revenir.solde_eur", "a_faire_revenir.chance_fois") if study.bring_back else ()),
        ),
    )
    yield Text(f"Dates des faits : {dates(study)}.", style="source")


def dates(study: Study) -> str:
    """Of when is each kind of fact, in one line."""
    return " ; ".join(f"{row.fact} ({row.vintage})" for row in study.edition.dates)


def _left(study: Study) -> Iterator[Block]:
    yield Title("Ce que le territoire sait faire")
    rows = strengths(study)
    if rows:
        if study.diagnostic.official.short:
            yield Text(study.diagnostic.official.short)
        yield items(rows)
    else:
        for sentence in study.diagnostic.summary:
            yield Text(sentence)
    yield Title("À quel point en sommes-nous sûrs ?")
    grade = study.diagnostic.quality.grade
    yield Text(f"{grade} : qualité du diagnostic, de A (solide) à D (à prendre avec prudence)")
    yield items(certainty(study))
    for warning in warnings(study):
        yield Text(warning, style="warning")
    if sentences := bounds(study):
        yield Title("Dans les limites du territoire")
        yield items(sentences)


def _lists(study: Study) -> Iterator[Block]:
    """The heads of the two lists; each has its section, with every reason."""
    if study.defend:
        yield Title("À défendre et faire grandir")
        yield Items(
            tuple(Item(row.reason, lead=f"{row.label} ({row.activity})") for row in study.defend[:DEFENDED]),
            ordered=True,
        )
    yield Title("À faire revenir")
    if study.bring_back:
        yield Items(tuple(Item(row.reason, lead=row.label) for row in study.bring_back[:BACK]), ordered=True)
    else:
        yield Text("Rien que les données d'ici permettent de proposer.", style="empty")


def _right(first: list[StudiedTarget]) -> Iterator[Block]:
    yield Title("Que faire venir ou grandir ? Les cinq cibles" if len(first) == FIRST else "Les cibles")
    if not first:
        yield Text("Aucune cible n'a pu être classée.", style="empty")
        return
    yield Items(
        tuple(
            Item(
                _reason(target, 1 if at else 2),
                lead=f"{target.label} ({target.activity})",
                note=f"{to_do(target)} · {_place(target)}",
            )
            for at, target in enumerate(first)
        ),
        ordered=True,
    )


def read_first(study: Study) -> Table:
    """The first page as rows, for the workbook."""
    place = study.place
    population = wording.quantity(place.population, "habitants")
    first = kept(study)[:FIRST]
    label = first[0].label if first else ""
    rows: list[tuple[Cell, ...]] = [
        (
            "Territoire",
            f"{place.label}, {place.level_label} {place.code}, {population}, {count(len(place.communes), 'commune')}",
        ),
        ("Dates des faits", dates(study)),
        *(("Résumé", sentence) for sentence in study.diagnostic.summary),
        *(("Spécialité", sentence) for sentence in strengths(study)),
        *(
            (f"À défendre {row.rank}", f"{row.label} ({row.activity}) : {row.reason}")
            for row in study.defend[:DEFENDED]
        ),
        *((f"À faire revenir {row.rank}", f"{row.label} : {row.reason}") for row in study.bring_back[:BACK]),
        *(
            (f"Cible {t.rank}", f"{t.label} ({t.activity}), {to_do(t)} : {_reason(t, 1 if at else 2)} {_place(t)}.")
            for at, t in enumerate(first)
        ),
        *(("Limites du territoire", sentence) for sentence in (*limits(study), *bounds(study))),
        *(("Avertissement", sentence) for sentence in study.strategy.warnings),
        *(("Notes du territoire", line) for line in study.strategy.notes.splitlines() if line.strip()),
        *(("Certitude", sentence) for sentence in certainty(study)),
        *((f"{label} : {lower_first(question)}", sentence) for question, sentence in answers(study)),
        *(("À faire", sentence) for sentence in next_steps(study)),
        (
            "Lecture",
            "« absent » : la donnée manque, ce n'est pas zéro. « (est.) » : nombre estimé. Les SIRET et les codes sont "
            "du texte.",
        ),
        ("Édition", study.edition.id),
    ]
    return data("lire", "En une page", (("Rubrique", "text"), ("Chiffre", "prose")), rows)


ONE_PAGE = Section(
    "en-une-page", "En une page", "", blocks, tables=(read_first,), sheet="Lire d'abord", about="l'étude en une page",
    style="onepage",
)  # fmt: skip
