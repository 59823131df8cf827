"""`cout.json`: a computed business case as records that describe themselves."""

from typing import Annotated

from ancrage.business_case.waterfall import Step, waterfall_steps
from ancrage.domain.described import Column, Range, Record, field, number, numbers, text
from ancrage.domain.units import COUNT, DRAWS, EUR, EUR_A_UNIT, OF_LEVER, OUTCOME, SHARE, YEAR, YEARLY_RATE, YEARS
from ancrage.steps.costs.compare import Comparison, Line, Result, Swing, driver_label
from ancrage.steps.costs.components import GROUPS
from ancrage.steps.costs.estimates import AGREED, READ, TO_CHECK, TOLD, Estimate, factors
from ancrage.steps.costs.payback import Payback
from ancrage.steps.costs.targets import Hypothesis
from ancrage.study.credits import Measured
from ancrage.study.measures import measured
from ancrage.warehouse.edition import Edition

VERSION = "2"
CONFIDENCE = {
    TOLD: "donné par le dossier",
    TO_CHECK: "par défaut, à vérifier",
    READ: "par défaut, lu dans sa source",
    AGREED: "convention",
}
GIVEN = "dossier"  # vintage of what the case itself says
HERE, EVERYWHERE = "ici", "partout"
IN_TEN = "(médiane et huit cas sur dix)"


class Product(Record):
    """The goods of the case."""

    code: Annotated[str | None, text("Code douanier", kind="code")]
    label: Annotated[str, text("Produit")] = field(name="libelle")
    activity: Annotated[str | None, text("Activité (NAF)", kind="code")] = field(name="activite")
    activity_label: Annotated[str | None, text("Activité")] = field(name="activite_libelle")
    unit: Annotated[str, text("Unité du produit")] = field(name="unite")
    family: Annotated[str, text("Famille de coûts")] = field(name="famille")
    border: Annotated[str | None, text("Secteur du mécanisme carbone aux frontières")] = field(name="macf")


class CostLine(Record):
    """A line of the cost of a unit, at the means of the ranges; the steps of all the lines sum to the gap."""

    key: Annotated[str, text("Clé", kind="code")] = field(name="cle")
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    group: Annotated[str, text("Groupe")] = field(name="groupe")
    there: Annotated[float, number("Coût ailleurs", EUR_A_UNIT, head="Ailleurs (€)", kind="decimal")] = field(
        name="ailleurs"
    )
    here: Annotated[float | None, number("Coût ici", EUR_A_UNIT, head="Ici (€)", kind="decimal")] = field(name="ici")
    step: Annotated[float | None, number("Ce que la ligne ajoute à l'écart", SHARE, head="Effet sur l'écart")] = field(
        name="pas"
    )


class CurvePoint(Record):
    """The gap once the costs of a group are counted, from the surest to the most debatable."""

    group: Annotated[str, text("Groupe", kind="code")] = field(name="groupe")
    label: Annotated[str, text("Une fois compté")] = field(name="libelle")
    gap: Annotated[Range, number(f"Écart une fois ce groupe compté {IN_TEN}", SHARE, head="Écart")] = field(
        name="ecart"
    )


class SwingStudied(Record):
    """A hypothesis alone at its low then its high bound, the others at their means."""

    hypothesis: Annotated[Hypothesis, text("Hypothèse")] = field(name="hypothese")
    outcome: Annotated[str, text("Résultat suivi", head="Résultat")] = field(name="resultat")
    at_low: Annotated[
        float, number("Résultat, l'hypothèse à sa borne basse", OUTCOME, head="Résultat à la borne basse")
    ] = field(name="au_bas")
    at_high: Annotated[
        float, number("Résultat, l'hypothèse à sa borne haute", OUTCOME, head="Résultat à la borne haute")
    ] = field(name="au_haut")


class YearStudied(Record):
    """A year to come."""

    year: Annotated[int, number("Année", YEAR, head="Échéance")] = field(name="annee")
    outcome: Annotated[
        Range, number(f"Écart en coût total, ou coût de revient maximal {IN_TEN}", OUTCOME, head="Résultat")
    ] = field(name="resultat")
    home_cheaper: Annotated[
        float | None,
        number("Part des tirages où produire ici coûte moins", SHARE, head="Chances que produire ici coûte moins"),
    ] = field(name="probabilite_ici")


class LeverStudied(Record):
    """One thing that, alone, would make both options cost the same."""

    key: Annotated[str, text("Clé", kind="code")] = field(name="cle")
    label: Annotated[str, text("Levier")] = field(name="libelle")
    unit: Annotated[str, text("Unité")] = field(name="unite")
    today: Annotated[float, number("Valeur d'aujourd'hui", OF_LEVER, head="Aujourd'hui")] = field(name="aujourd_hui")
    value: Annotated[float | None, number("Valeur qui met les deux à égalité", OF_LEVER, head="Valeur d'égalité")] = (
        field(name="valeur")
    )
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")


class InvestmentStudied(Record):
    """What the project earns at the price that makes both options cost the same."""

    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    npv: Annotated[Range, number(f"Valeur actuelle nette avant impôt {IN_TEN}", EUR)] = field(name="van_eur")
    loss_probability: Annotated[float, number("Part des tirages où elle est négative", SHARE)] = field(
        name="probabilite_perte"
    )
    loss_error: Annotated[float, number("Trois erreurs-types de cette part", SHARE)] = field(name="probabilite_erreur")
    irr: Annotated[float | None, number("Taux de rendement interne des flux médians", YEARLY_RATE)] = field(
        name="taux_rendement"
    )
    years: Annotated[int | None, number("Années pour rembourser, flux médians", YEARS)] = field(
        name="annees_remboursement"
    )


class OriginStudied(Record):
    """Made here, or bought from one country. Without a price here, gaps and chances are absent, and the highest cost
    here is the answer."""

    country: Annotated[str, text("Pays (ISO 3)", kind="code")] = field(name="pays")
    label: Annotated[str, text("Pays")] = field(name="pays_nom")
    sentences: Annotated[tuple[str, ...], text("Réponse", kind="prose")] = field(name="phrases")
    price_gap: Annotated[
        Range | None, number(f"Écart de prix départ usine, positif : acheter coûte moins {IN_TEN}", SHARE)
    ] = field(name="ecart_prix")
    gap: Annotated[Range | None, number(f"Écart en coût total, positif : acheter coûte moins {IN_TEN}", SHARE)] = field(
        name="ecart_cout_total"
    )
    home_cheaper: Annotated[float | None, number("Part des tirages où produire ici coûte moins", SHARE)] = field(
        name="probabilite_ici"
    )
    home_cheaper_error: Annotated[float | None, number("Trois erreurs-types de cette part", SHARE)] = field(
        name="probabilite_erreur"
    )
    tolerated_gap: Annotated[Range, number(f"Écart de prix au-delà duquel acheter coûte moins {IN_TEN}", SHARE)] = (
        field(name="ecart_tolere")
    )
    break_even_far: Annotated[
        Range | None, number(f"Prix ailleurs qui met les deux à égalité {IN_TEN}", EUR_A_UNIT)
    ] = field(name="prix_ailleurs_egalite")
    break_even_home: Annotated[
        Range, number(f"Coût de revient ici qui met les deux à égalité {IN_TEN}", EUR_A_UNIT)
    ] = field(name="cout_ici_maximal")
    cost_far: Annotated[Range, number(f"Coût total ailleurs {IN_TEN}", EUR_A_UNIT)] = field(name="cout_total_ailleurs")
    cost_home: Annotated[Range | None, number(f"Coût total ici {IN_TEN}", EUR_A_UNIT)] = field(name="cout_total_ici")
    mean_outcome: Annotated[float, number("Résultat à la moyenne des fourchettes", OUTCOME)] = field(
        name="resultat_moyen"
    )
    border_exempt: Annotated[bool, text("Sous le seuil du mécanisme carbone aux frontières", kind="flag")] = field(
        name="macf_exempte"
    )
    lines: Annotated[tuple[CostLine, ...], text("Coût d'une unité, moyenne des fourchettes")] = field(name="lignes")
    waterfall: Annotated[tuple[Step, ...], text("Du prix ailleurs au coût total, aux hypothèses moyennes")] = field(
        name="cascade"
    )
    curve: Annotated[tuple[CurvePoint, ...], text("L'écart, du coût le plus sûr au plus discutable")] = field(
        name="courbe"
    )
    swings: Annotated[tuple[SwingStudied, ...], text("Chaque hypothèse seule, à ses deux bornes")] = field(
        name="sensibilite"
    )
    years: Annotated[tuple[YearStudied, ...], text("Années à venir")] = field(name="annees")
    levers: Annotated[tuple[LeverStudied, ...], text("Ce qu'il faudrait pour que ce soit vrai")] = field(name="leviers")
    investment: Annotated[InvestmentStudied | None, text("L'investissement")] = field(name="investissement")
    hypotheses: Annotated[tuple[Hypothesis, ...], text("Hypothèses")]


class CaseStudied(Record):
    """`cout.json`: a product made here, or bought elsewhere."""

    version: Annotated[str, text("Version de ce format")]
    title: Annotated[str, text("Titre")] = field(name="titre")
    edition: Annotated[str, text("Édition de données")]
    draws: Annotated[int, number("Tirages", DRAWS)] = field(name="tirages")
    seed: Annotated[int, number("Graine des tirages", COUNT)] = field(name="graine")
    first_year: Annotated[int, number("Première année du dossier", YEAR)] = field(name="annee")
    duration: Annotated[int, number("Durée du dossier", YEARS)] = field(name="duree_ans")
    product: Annotated[Product, text("Produit")] = field(name="produit")
    home_price_known: Annotated[bool, text("Le prix ici est connu", kind="flag")] = field(name="prix_ici_connu")
    measures: Annotated[dict[str, Measured], text("Ce qu'est chaque nombre, par son chemin")] = field(name="mesures")
    origins: Annotated[tuple[OriginStudied, ...], text("Face à chaque pays")] = field(name="comparaisons")


def case_document(result: Result, edition: Edition) -> CaseStudied:
    case = result.case
    return CaseStudied(
        version=VERSION,
        title=case.title,
        edition=edition.id,
        draws=result.draws,
        seed=result.seed,
        first_year=case.first_year,
        duration=case.years,
        product=Product(
            case.goods.code or None,
            case.goods.label,
            case.goods.activity or None,
            case.goods.activity_label or None,
            case.unit,
            case.goods.family.label,
            case.goods.border.sector if case.goods.border else None,
        ),
        home_price_known=case.home_price_known,
        measures={path: measured(edition, column) for path, column in _described()},
        origins=tuple(_origin(compared, case.home_price_known) for compared in result.comparisons),
    )


def _described() -> tuple[tuple[str, Column], ...]:
    return tuple(sorted(numbers(CaseStudied, ends=True), key=lambda pair: pair[0]))


def _origin(compared: Comparison, known: bool) -> OriginStudied:
    where, paid = compared.origin.place, compared.payback
    ordered = sorted(compared.hypotheses.items(), key=lambda item: _place(item[0]))
    return OriginStudied(
        country=where.iso3,
        label=where.label,
        sentences=compared.sentences,
        price_gap=compared.price_gap,
        gap=compared.gap,
        home_cheaper=compared.home_cheaper,
        home_cheaper_error=compared.home_cheaper_error,
        tolerated_gap=compared.tolerated_gap,
        break_even_far=compared.break_even_far,
        break_even_home=compared.break_even_home,
        cost_far=compared.cost_far,
        cost_home=compared.cost_home,
        mean_outcome=compared.mean_outcome,
        border_exempt=compared.border_exempt,
        lines=tuple(_line(line, known=known) for line in compared.lines),
        waterfall=waterfall_steps(compared.lines) if known else (),
        curve=tuple(CurvePoint(group, GROUPS[group], gap) for group, gap in compared.group_gaps),
        swings=tuple(_swing(swing, where.label, known=known) for swing in compared.swings),
        years=tuple(YearStudied(y.year, y.outcome, y.home_cheaper) for y in compared.years),
        levers=tuple(LeverStudied(v.key, v.label, v.unit, v.today, v.value, v.sentence) for v in compared.levers),
        investment=_investment(paid) if paid else None,
        hypotheses=tuple(_hypothesis(key, value, where.label) for key, value in ordered),
    )


def _investment(paid: Payback) -> InvestmentStudied:
    return InvestmentStudied(
        paid.sentence, paid.npv, paid.loss_probability, paid.loss_error, paid.irr, paid.years
    )  # fmt: skip


def _place(key: str) -> tuple[int, str]:
    """Order of the factors of the reference base; what is no factor comes first."""
    known = list(factors())
    name = key.partition(".")[2] or key
    return (known.index(name) if name in known else -1), key


def _line(line: Line, *, known: bool) -> CostLine:
    return CostLine(
        line.key, line.label, GROUPS[line.group], line.there, line.here if known else None, line.step
    )  # fmt: skip


def _swing(swing: Swing, country: str, *, known: bool) -> SwingStudied:
    outcome = "écart en coût total" if known else "coût de revient maximal ici"
    return SwingStudied(_hypothesis(swing.key, swing.estimate, country), outcome, swing.at_low, swing.at_high)


def _hypothesis(key: str, value: Estimate, country: str) -> Hypothesis:
    where = {HERE: HERE, "ailleurs": country}.get(key.partition(".")[0], EVERYWHERE)
    return Hypothesis(
        key, driver_label(key), where, value.low, value.central, value.high, value.unit, value.date or GIVEN,
        value.source, CONFIDENCE[value.confidence], value.note,
    )  # fmt: skip
