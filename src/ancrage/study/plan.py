"""The plan as a study tells it: its actions, those in reserve, what is left to decide."""

from typing import Annotated, Any

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.plan import FIELDS, Value
from ancrage.domain.units import EUR, INDEX, SHARE, YEAR, Unit
from ancrage.steps.plan import Plan
from ancrage.steps.plan.action import Action, Purpose
from ancrage.steps.plan.supports import Support
from ancrage.study.credits import credit_codes
from ancrage.warehouse.edition import Edition

EST, PUB = Status.ESTIMATED, Status.PUBLISHED
INDICATOR, GOAL = Unit("unité de l'indicateur", "number"), Unit("unité de l'objectif", "number")
MONTH, MONTHS = Unit("mois du plan, depuis 1", "rank"), Unit("mois", "integer")
POINTS = Unit("points sur 100", "integer")


class Subject(Record):
    """What an action bears on."""

    kind: Annotated[str, text("Nature")] = field(name="type")
    code: Annotated[str, text("Code", kind="code")]
    label: Annotated[str, text("Libellé")] = field(name="libelle")


class SignalSeen(Record):
    """What calls for an action. It describes its own number, whose unit and source depend on the rule; None for an
    action of the territory's own, or when the signal is no longer seen."""

    name: Annotated[str, text("Signal attendu")] = field(name="nom")
    seen: Annotated[bool | None, text("Observé", kind="flag")] = field(name="observe")
    sentence: Annotated[str, text("Signal observé", kind="prose")] = field(name="phrase")
    code: Annotated[str | None, text("Code", kind="code")] = None
    value: Annotated[float | None, text("Valeur", kind="number")] = field(name="valeur", default=None)
    threshold: Annotated[float | None, text("Seuil", kind="number")] = field(name="seuil", default=None)
    threshold_label: Annotated[str | None, text("Ce que mesure le seuil")] = field(name="seuil_libelle", default=None)
    why: Annotated[str | None, text("Pourquoi ce seuil")] = field(name="pourquoi", default=None)
    unit: Annotated[str | None, text("Unité")] = field(name="unite", default=None)
    vintage: Annotated[str | None, text("Millésime")] = field(name="millesime", default=None)
    source: Annotated[str | None, text("Source")] = None
    status: Annotated[str | None, text("Statut")] = field(name="statut", default=None)


class StakeServed(Record):
    """A stake that the action serves."""

    code: Annotated[str, text("Code", kind="code")]
    hashtag: Annotated[str, text("Étiquette")]
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    weight: Annotated[float, number("Force du lien entre l'action et l'enjeu", INDEX)] = field(name="poids")
    share: Annotated[float, number("Part de l'enjeu dans la stratégie", SHARE, status=PUB)] = field(name="part")


class PurposeServed(Record):
    """The goal of the strategy that the action answers, or a public indicator with nothing set."""

    indicator: Annotated[str, text("Indicateur")] = field(name="indicateur")
    unit: Annotated[str, text("Unité")] = field(name="unite")
    start: Annotated[float | None, number("Valeur de départ de l'objectif servi", GOAL, status=PUB)] = field(
        name="depart"
    )
    target: Annotated[float | None, number("Cible de l'objectif servi", GOAL, status=PUB)] = field(name="cible")
    year: Annotated[int | None, number("Échéance de l'objectif servi", YEAR, status=PUB)] = field(name="annee")
    sentence: Annotated[str, text("Objectif ou enjeu visé", kind="prose")] = field(name="phrase")


class SupportSeen(Record):
    """A support not ruled out; dates and ceilings as published."""

    code: Annotated[str, text("Code", kind="code")]
    name: Annotated[str, text("Aide")] = field(name="nom")
    body: Annotated[str, text("Organisme")] = field(name="organisme")
    kind: Annotated[str, text("Nature")] = field(name="nature")
    rule: Annotated[str, text("Règle", kind="prose")] = field(name="regle")
    ceiling: Annotated[str, text("Plafond")] = field(name="plafond")
    rate: Annotated[str, text("Taux")] = field(name="taux")
    state: Annotated[str, text("État")] = field(name="etat")
    opens: Annotated[str, text("Ouverture")] = field(name="date_debut")
    closes: Annotated[str, text("Fin")] = field(name="date_fin")
    verdict: Annotated[str, text("Verdict")]
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    source: Annotated[str, text("Source")]
    confidence: Annotated[str, text("Confiance")] = field(name="confiance")


class PriorityTold(Record):
    """Half strength of the signal, half service to the stakes as they are weighted."""

    score: Annotated[float, number("Priorité", POINTS)]
    strength: Annotated[float, number("Force du signal", INDEX)] = field(name="force")
    service: Annotated[float, number("Service rendu aux enjeux, rapporté au plus grand", INDEX)]
    sentence: Annotated[str, text("Priorité", kind="prose")] = field(name="phrase")


class OutlinedAction(Record):
    """An action in short, as it is kept in reserve. The fields of `domain.plan.FIELDS` are what people may change;
    `proposed`: what this program gives them, a reserve keeps only what differs; `extra`: columns they added."""

    id: Annotated[str, text("Identifiant", kind="code")]
    title: Annotated[str, text("Action", kind="prose")] = field(name="titre")
    stage: Annotated[str, text("Étape")] = field(name="etape")
    progress: Annotated[str, text("Avancement")] = field(name="avancement")
    lead: Annotated[str, text("Pilote", kind="prose")] = field(name="pilote")
    partners: Annotated[str, text("Partenaires", kind="prose")] = field(name="partenaires")
    means: Annotated[str, text("Moyens", kind="prose")] = field(name="moyens")
    start: Annotated[str, text("Début")] = field(name="debut")
    end: Annotated[str, text("Fin")] = field(name="fin")
    cost_low: Annotated[
        float | None, number("Coût de l'action, borne basse", EUR, kind="number", head="Coût, de (€)")
    ] = field(name="cout_bas_eur")
    cost_high: Annotated[
        float | None, number("Coût de l'action, borne haute", EUR, kind="number", head="Coût, à (€)")
    ] = field(name="cout_haut_eur")
    indicator: Annotated[str, text("Indicateur de l'action", kind="prose")] = field(name="indicateur")
    indicator_unit: Annotated[str, text("Unité de l'indicateur")] = field(name="unite_indicateur")
    base: Annotated[float | None, number("Valeur de départ de l'indicateur", INDICATOR, head="Valeur de départ")] = (
        field(name="depart")
    )
    aim_low: Annotated[float | None, number("Cible proposée, de", INDICATOR, head="Cible, de")] = field(
        name="cible_bas"
    )
    aim_high: Annotated[float | None, number("Cible proposée, à", INDICATOR, head="Cible, à")] = field(
        name="cible_haut"
    )
    value: Annotated[
        float | None, number("Valeur mesurée par le territoire", INDICATOR, status=PUB, head="Valeur mesurée")
    ] = field(name="valeur")
    value_date: Annotated[str, text("Mesurée le")] = field(name="date_valeur")
    comment: Annotated[str, text("Commentaire", kind="prose")] = field(name="commentaire")
    priority: Annotated[PriorityTold | None, text("Priorité")] = field(name="priorite")
    is_own: Annotated[bool, text("Ajoutée par le territoire", kind="flag")] = field(name="du_territoire")
    proposed: Annotated[dict[str, Value], text("Ce que le programme propose, avant vos changements")] = field(
        name="propose"
    )
    extra: Annotated[dict[str, str], text("Colonnes ajoutées par le territoire")] = field(name="autres")

    def cell(self, name: str) -> Value:
        """Its value for one of `domain.plan.FIELDS`."""
        value: Value = getattr(self, ATTRIBUTES[name])
        return value

    @property
    def program(self) -> dict[str, Value]:
        """What this program gives for each field, before any change; nothing for an action of the territory's own."""
        return {} if self.is_own else {name: self.proposed.get(name, self.cell(name)) for name in FIELDS}


class Reserved(OutlinedAction):
    """An action that waits, and why."""

    signal_sentence: Annotated[str, text("Signal observé", kind="prose")] = field(name="signal")
    why: Annotated[str, text("Pourquoi en réserve", kind="prose")] = field(name="pourquoi")


class PlannedAction(OutlinedAction):
    """An action of the plan, whole; `edited`: names of the fields that people changed."""

    template: Annotated[str, text("Modèle", kind="code")] = field(name="modele")
    first_month: Annotated[int, number("Premier mois", MONTH)] = field(name="mois_debut")
    last_month: Annotated[int, number("Dernier mois", MONTH)] = field(name="mois_fin")
    purpose_text: Annotated[str, text("À quoi elle sert", kind="prose")] = field(name="objectif")
    subject: Annotated[Subject, text("Sur quoi elle porte")] = field(name="sujet")
    signal: Annotated[SignalSeen, text("Signal")]
    stakes: Annotated[tuple[StakeServed, ...], text("Enjeux servis", in_columns=True)] = field(name="enjeux")
    purpose: Annotated[PurposeServed | None, text("Objectif servi")] = field(name="but")
    cost_sentence: Annotated[str, text("Hypothèse de coût", kind="prose")] = field(name="cout_phrase")
    indicator_sentence: Annotated[str, text("Hypothèse de l'indicateur", kind="prose")] = field(
        name="indicateur_phrase"
    )
    supports: Annotated[tuple[SupportSeen, ...], text("Aides")] = field(name="aides")
    risk: Annotated[str, text("Risque", kind="prose")] = field(name="risque")
    failures: Annotated[tuple[str, ...], text("Vu ailleurs", kind="prose")] = field(name="echecs")
    steps: Annotated[tuple[str, ...], text("Premiers gestes", kind="prose")] = field(name="gestes")
    edited: Annotated[tuple[str, ...], text("Modifié")] = field(name="modifie")


# attribute of each field that people may change
ATTRIBUTES = dict(
    zip(
        FIELDS,
        (
            "title", "stage", "progress", "lead", "partners", "means", "start", "end", "cost_low", "cost_high",
            "indicator", "indicator_unit", "base", "aim_low", "aim_high", "value", "value_date", "comment",
        ),
        strict=True,
    )
)  # fmt: skip


class FirstStep(Record):
    """An action of the first ninety days, and how to begin."""

    id: Annotated[str, text("Identifiant", kind="code")]
    title: Annotated[str, text("Action")] = field(name="titre")
    lead: Annotated[str, text("Pilote")] = field(name="pilote")
    steps: Annotated[tuple[str, ...], text("Premiers gestes")] = field(name="gestes")


class Undecided(Record):
    """An action that no data of the edition can call for: the territory knows."""

    template: Annotated[str, text("Modèle", kind="code")] = field(name="modele")
    stage: Annotated[str, text("Étape")] = field(name="etape")
    title: Annotated[str, text("Action")] = field(name="titre")
    question: Annotated[str, text("Question", kind="prose")]


class PlanStudied(Record):
    """Who does what by when, and how it will be known to have worked."""

    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    origin: Annotated[str, text("D'où vient le plan")] = field(name="origine")
    start: Annotated[str, text("Début du plan")] = field(name="debut")
    horizon: Annotated[int, number("Durée du plan", MONTHS, status=PUB)] = field(name="horizon_mois")
    warnings: Annotated[tuple[str, ...], text("Avertissements", kind="prose")] = field(name="avertissements")
    first_steps: Annotated[tuple[FirstStep, ...], text("Dans les quatre-vingt-dix jours")] = field(
        name="premiers_gestes"
    )
    actions: Annotated[tuple[PlannedAction, ...], text("Actions")]
    reserve: Annotated[tuple[Reserved, ...], text("En réserve")]
    undecided: Annotated[tuple[Undecided, ...], text("À décider vous-mêmes")] = field(name="a_decider")
    removed: Annotated[tuple[str, ...], text("Actions retirées", kind="code")] = field(name="retirees")
    hypotheses: Annotated[tuple[str, ...], text("Hypothèses", kind="prose")]


def plan_studied(edition: Edition, plan: Plan) -> PlanStudied:
    return PlanStudied(
        sentence=plan.sentence,
        origin=plan.origin,
        start=plan.start,
        horizon=plan.horizon,
        warnings=plan.warnings,
        first_steps=tuple(
            FirstStep(a.id, str(a.values["titre"]), str(a.values["pilote"] or ""), a.steps) for a in plan.first_steps
        ),
        actions=tuple(_action(edition, action) for action in plan.actions),
        reserve=tuple(_reserved(r.action, r.why) for r in plan.reserve),
        undecided=tuple(Undecided(u.code, u.stage, u.title, u.question) for u in plan.undecided),
        removed=plan.removed,
        hypotheses=plan.hypotheses,
    )


def _outline(a: Action) -> dict[str, Any]:
    """What every action tells, by attribute of `OutlinedAction`."""
    cells = {name: _cell(name, a.values.get(name)) for name in FIELDS}
    given = {name: _cell(name, value) for name, value in a.proposed.items() if name in FIELDS}
    return {
        "id": a.id,
        **{ATTRIBUTES[name]: value for name, value in cells.items()},
        "priority": a.priority
        and PriorityTold(a.priority.score, a.priority.strength, a.priority.service, a.priority.sentence),
        "is_own": not a.proposed,
        "proposed": given,
        "extra": dict(sorted(a.extra.items())),
    }


def _reserved(a: Action, why: str) -> Reserved:
    outline = _outline(a)
    otherwise = {name: value for name, value in outline["proposed"].items() if value != _cell(name, a.values.get(name))}
    return Reserved(**outline | {"proposed": otherwise}, signal_sentence=_sentence(a), why=why)


def _action(edition: Edition, a: Action) -> PlannedAction:
    return PlannedAction(
        **_outline(a),
        template=a.template,
        first_month=a.first_month,
        last_month=a.last_month,
        purpose_text=a.purpose_text,
        subject=Subject(a.subject.kind, a.subject.code, a.subject.label),
        signal=_signal(edition, a),
        stakes=tuple(StakeServed(s.code, s.hashtag, s.label, s.weight, s.share) for s in a.stakes),
        purpose=_purpose(a.purpose) if a.purpose else None,
        cost_sentence=a.cost_sentence,
        indicator_sentence=a.indicator_sentence,
        supports=tuple(_support(s) for s in a.supports),
        risk=a.risk,
        failures=a.failures,
        steps=a.steps,
        edited=a.edited,
    )


def _purpose(p: Purpose) -> PurposeServed:
    return PurposeServed(p.indicator, p.unit, p.start, p.target, p.year, p.sentence)


def _cell(name: str, value: Value) -> Value:
    """Numbers may be missing; an empty text is a text."""
    if FIELDS[name] == "number":
        return value
    return "" if value is None else value


def _sentence(a: Action) -> str:
    """What calls for it, in one sentence."""
    if a.observation and a.threshold:
        return a.observation.sentence
    return "Action ajoutée par le territoire." if a.signal_seen is None else "Le signal n'est plus observé."


def _signal(edition: Edition, a: Action) -> SignalSeen:
    """What calls for it, described by itself."""
    seen, threshold = a.observation, a.threshold
    if seen is None or threshold is None:
        return SignalSeen(a.trigger, a.signal_seen, _sentence(a))
    vintage, source = credit_codes(edition, seen.tables)
    return SignalSeen(
        a.trigger, a.signal_seen, _sentence(a), threshold.code, seen.number, threshold.value, threshold.label,
        threshold.why, threshold.unit, vintage, source, EST.value,
    )  # fmt: skip


def _support(s: Support) -> SupportSeen:
    return SupportSeen(
        s.code, s.name, s.body, s.kind, s.rule, s.ceiling, s.rate, s.status, s.opens, s.closes, s.verdict, s.sentence,
        s.source, s.confidence,
    )  # fmt: skip
