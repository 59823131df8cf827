"""Who does what, by when, and how will it be known to have worked?"""

from collections.abc import Iterator

from ancrage.domain.plan import FIELDS, PROPOSED, START_LABEL
from ancrage.domain.wording import listing
from ancrage.sections.blocks import SCREEN, Block, Card, Columns, Item, Items, Rows, Section, Text, Title, items
from ancrage.sections.plan_figures import timeline
from ancrage.sections.plan_words import amounts, cost, indicator, purpose, risk, span
from ancrage.sections.table import Cell, Chain, Col, Column, Table, View, data, table
from ancrage.study import Study
from ancrage.study.plan import OutlinedAction, PlannedAction, PlanStudied, SupportSeen

# columns of the reserve that may be edited: what brings an action back, and why not
RESERVED = ("titre", "etape", "avancement", "commentaire")
OPENED, RESERVE_SHOWN, RESERVE_PRINTED = 3, 8, 4
NO_ACTION = "Aucune action."


def _action(chain: Chain) -> PlannedAction:
    action: PlannedAction = chain["actions"]
    return action


def _priority(action: OutlinedAction) -> str:
    return action.priority.sentence if action.priority else ""


# what people may edit first, then what explains it; the columns that they added follow (see `actions_table`)
ACTIONS = View(
    "actions",
    "Les actions du plan",
    rows="plan.actions",
    columns=(
        "id", *("avancement" if name == "statut" else name for name in FIELDS),
        Col("signal.phrase", "Signal observé"),
        Col("enjeux", value=lambda c: ", ".join(s.label for s in _action(c).stakes if s.share > 0)),
        Col("but", "Objectif ou enjeu visé", "prose", value=lambda c: ((p := _action(c).purpose) and p.sentence) or ""),
        Col("priorite", value=lambda c: _priority(_action(c))),
        Col("cout_phrase", kind="text"),
        Col("aides", value=lambda c: " ".join(f"{s.name} ({s.body}) : {s.sentence}" for s in _action(c).supports)),
        Col("risque", kind="text", value=lambda c: risk(_action(c))),
        Col("gestes", kind="text", value=lambda c: " ".join(f"{n}. {g}" for n, g in enumerate(_action(c).steps, 1))),
        Col("modifie", value=lambda c: ", ".join(_action(c).edited)),
    ),
    empty=NO_ACTION,
)  # fmt: skip
PRINTED = 1 + len(FIELDS)  # columns of the sheet « Plan » that go on paper: the ones people edit
RESERVE = View(
    "reserve",
    "En réserve : écrivez « retenue » pour faire entrer une action au plan",
    rows="plan.reserve",
    columns=(
        "id", *RESERVED, "signal",
        Col("priorite", value=lambda c: _priority(c["reserve"])), "pourquoi",
    ),
    empty=NO_ACTION,
)  # fmt: skip
UNDECIDED = View(
    "a_decider",
    "À décider vous-mêmes : aucune donnée ne le dit",
    rows="plan.a_decider",
    columns=("titre", "question"),
    empty=NO_ACTION,
)


def settings(study: Study) -> Table:
    plan = study.plan
    rows: list[tuple[Cell, ...]] = [
        (START_LABEL, plan.start),
        ("Horizon", f"{plan.horizon} mois"),
        (
            "Mode d'emploi",
            "Modifiez les cellules des actions, ajoutez des lignes (identifiant vide) et des colonnes, effacez des "
            "lignes ; puis : ancrage etude TERRITOIRE --plan CE_FICHIER. Vos changements sont gardés, le reste suit "
            "les nouvelles données.",
        ),
        ("Début et fin", "Un mois du plan (M1, M2…), ou une date (AAAA-MM, MM/AAAA) quand son début est donné."),
    ]
    return data("reglages", "Réglages du plan", (("Réglage", "text"), ("Valeur", "text")), rows)


def actions_table(study: Study) -> Table:
    """The actions, with the columns that people added."""
    whole = table(study, ACTIONS)
    theirs = sorted({name for action in study.plan.actions for name in action.extra})
    rows = tuple(
        (*row, *(action.extra.get(name, "") for name in theirs))
        for row, action in zip(whole.rows, study.plan.actions, strict=True)
    )
    columns = (*whole.columns, *(Column(name, name, "text") for name in theirs))
    return Table(whole.id, whole.title, columns, rows, whole.paths, whole.empty)


def reserve_table(study: Study) -> Table:
    return table(study, RESERVE)


def undecided_table(study: Study) -> Table:
    return table(study, UNDECIDED)


def hypotheses(study: Study) -> Table:
    rows: list[tuple[Cell, ...]] = [("Plan", words) for words in (*study.plan.warnings, *study.plan.hypotheses)]
    return data("hypotheses_plan", "Hypothèses", (("Rubrique", "text"), ("Hypothèse", "prose")), rows)


def timetable(plan: PlanStudied) -> Table:
    """The plan in one look: for the page."""
    # a new plan has nothing under way yet: its column would say so at every line
    moved = any(action.progress != PROPOSED for action in plan.actions)
    status = (("Avancement", "text"),) if moved else ()
    heads = (
        ("Quand", "text"), ("Étape", "text"), ("Action", "text"), ("Pilote", "text"), *status,
        ("Indicateur : départ → cible", "text"), ("Coût, ordre de grandeur", "text"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            span(plan, a), a.stage, a.title, a.lead, *([a.progress] if moved else []), indicator(a), cost(a),
        )
        for a in plan.actions
    ]  # fmt: skip
    return data("calendrier", "Le plan en un tableau", heads, rows)


def blocks(study: Study) -> Iterator[Block]:
    plan = study.plan
    yield Text(plan.sentence)
    for warning in plan.warnings:
        yield Text(warning, style="warning")
    if plan.first_steps:
        yield Title("Dans les quatre-vingt-dix jours")
        yield Columns(
            tuple(
                (Title(step.title, 4), Text(step.lead, style="source"), items(step.steps, ordered=True))
                for step in plan.first_steps
            ),
            style="ninety",
        )
    if plan.actions:
        yield timeline(plan)
        yield Rows(timetable(plan), limit=40, credited=False)
        yield Title("Action par action", on=SCREEN)
        yield Text(
            "Le détail de chaque action (signal, moyens, risques, aides à regarder) : feuille « Plan » de "
            "tableaux.xlsx.",
            on="paper",
        )
        for at, action in enumerate(plan.actions):
            yield _card(plan, action, folded=at >= OPENED)
    if plan.reserve:
        yield Title("En réserve")
        yield Items(
            tuple(
                Item(f"{action.title} : {action.why}.", on=SCREEN if at >= RESERVE_PRINTED else "")
                for at, action in enumerate(plan.reserve[:RESERVE_SHOWN])
            )
        )
    if plan.undecided:
        yield Title("À décider vous-mêmes")
        titles = listing([row.title for row in plan.undecided])
        yield Text(f"Aucune donnée de cette étude ne dit si ces actions sont utiles ici ; vous, si : {titles}.")
    yield Card("hypotheses-plan", "Hypothèses du plan", (items(plan.hypotheses),), folded=True)
    yield Text(
        "Pour le modifier : feuille « Plan » de tableaux.xlsx, puis « ancrage etude … --plan tableaux.xlsx ».",
        style="more",
    )


def _card(plan: PlanStudied, action: PlannedAction, *, folded: bool) -> Card:
    return Card(
        f"action-{action.id}",
        action.title,
        tuple(_told(action)),
        reference=f"{span(plan, action)} · {action.lead or 'pilote à désigner'}",
        badge=action.stage,
        folded=folded,
    )


def _told(action: PlannedAction) -> Iterator[Block]:
    yield Items((Item(action.signal.sentence, lead="Signal."),))
    why = f" Priorité : {action.priority.sentence}" if action.priority else ""
    yield Text(f"{purpose(action)}{why}")
    lines = [f"Avec : {action.partners}. Moyens : {action.means or 'à préciser'}."] if action.partners else []
    own_cost = {"cout_bas_eur", "cout_haut_eur"} & set(action.edited)
    why_cost = f" {action.cost_sentence}" if action.cost_sentence and not own_cost else ""
    lines += [f"{indicator(action)}.", f"Coût : {cost(action)}.{why_cost}"]
    lines += [f"Risque : {risk(action)}"] if risk(action) else []
    lines += [f"Commentaire : {action.comment}"] if action.comment else []
    yield items(lines)
    if action.steps:
        yield Text("Pour commencer :")
        yield items(action.steps, ordered=True)
    if action.supports:
        yield Text("Aides à regarder :")
        yield Items(tuple(_support(support) for support in action.supports))


def _support(support: SupportSeen) -> Item:
    nature = f", {support.kind}" if support.kind else ""
    ceiling = f" Plafond : {amounts(support.ceiling)} €." if support.ceiling else ""
    closes = f" Fin : {support.closes}." if support.closes else ""
    check = ", à vérifier" if support.confidence != "S" else ""
    return Item(
        f"({support.body}{nature}) : {support.sentence}{ceiling}{closes}",
        lead=support.name,
        note=f"{support.source}{check}",
    )


PLAN = Section(
    "plan",
    "Plan d'action",
    "Qui fait quoi, pour quand, et comment le saura-t-on ?",
    blocks,
    tables=(settings, actions_table, reserve_table, undecided_table, hypotheses),
    sheet="Plan",
    about="le plan d'action, à modifier : la prochaine étude le relit",
    printed=PRINTED,
)
