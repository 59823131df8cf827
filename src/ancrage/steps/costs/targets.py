"""What price gap each target can bear against its main real suppliers: no price is known, so that is the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import polars as pl

from ancrage.domain import units
from ancrage.domain.described import Range, Record, columns, field, number, replace, text
from ancrage.domain.measure import Status
from ancrage.domain.units import RANK, SHARE
from ancrage.domain.wording import NBSP, decimal, lower_first, percent
from ancrage.methods.cost import Number
from ancrage.methods.decision import Array
from ancrage.steps.costs.batch import bounds, draw_all, ends, keys_of, means
from ancrage.steps.costs.case import Case, common_values, home_side, origin_side
from ancrage.steps.costs.compare import driver_label
from ancrage.steps.costs.components import GROUPS, by_group
from ancrage.steps.costs.estimates import AGREED, READ, TO_CHECK, Estimate, border_years, factors, parameter
from ancrage.steps.costs.goods import Goods, goods
from ancrage.steps.costs.model import FAR, HOME, Frame, drivers, frame, total
from ancrage.steps.costs.places import HOME as FRANCE
from ancrage.steps.costs.places import Place, place
from ancrage.steps.costs.wording import share_range
from ancrage.steps.national import national
from ancrage.steps.targets import SERVICE, Target
from ancrage.warehouse.edition import Edition, derived

TARGETS, ORIGINS, DRAWS, DRIVERS = 10, 4, 1_000, 3
UNIT = 100.0  # euros: the goods of a target are counted by hundred euros made here
PLACEHOLDER = 75.0  # any price abroad: the answer does not depend on it
CONTRACT = {"volume": "Taille du contrat d'achat"}  # here the volume is that of a usual contract
IDLE = ("structure", "avenir")  # groups that play no part today
GAP = "Écart de prix départ usine que la cible supporte"
FROM = ("trade_product:customs_duties", "branch_coefficients:base_carbone")
DUTY = units.Unit("% de la valeur en douane", "decimal1")
CONFIDENCE = {READ: "lu dans sa source", TO_CHECK: "à vérifier", AGREED: "convention"}


class Parts(Record):
    """What each group of cost factors brings to a price gap; they sum to it."""

    certain: Annotated[float, number(f"{GAP}, dont coûts certains", SHARE, of=FROM, head="Coûts certains")]
    other: Annotated[
        float, number(f"{GAP}, dont autres coûts certains", SHARE, of=FROM, head="Autres coûts certains")
    ] = field(name="autre")
    risk: Annotated[float, number(f"{GAP}, dont risques", SHARE, of=FROM, head="Risques")] = field(name="risque")
    strategic: Annotated[
        float, number(f"{GAP}, dont facteurs stratégiques", SHARE, of=FROM, head="Facteurs stratégiques")
    ] = field(name="strategique")
    environment: Annotated[float, number(f"{GAP}, dont environnement", SHARE, of=FROM, head="Environnement")] = field(
        name="environnement"
    )


class Bearable(Record):
    """A supplier country, and the price gap under which home costs no more than it."""

    country: Annotated[str, text("Pays fournisseur (ISO 3)", kind="code")] = field(name="pays")
    label: Annotated[str, text("Pays fournisseur")] = field(name="pays_nom")
    share: Annotated[
        float,
        number(
            "Part du pays dans les importations du poste", SHARE, of=("supplier_shares",), head="Part des importations"
        ),
    ] = field(name="part_importations")
    gap: Annotated[
        Range, number(f"{GAP} (huit cas sur dix, médiane)", SHARE, of=FROM, head="Écart de prix supportable")
    ] = field(name="ecart_supportable")
    mean: Annotated[float, number(f"{GAP}, hypothèses moyennes", SHARE, of=FROM, head="Écart moyen")] = field(
        name="ecart_moyen"
    )
    firm: Annotated[float, number(f"{GAP}, dont coûts certains", SHARE, of=FROM, head="Dont coûts certains")] = field(
        name="part_certaine"
    )
    firm_share: Annotated[
        float | None,
        number("Part de l'écart qui vient de coûts certains", SHARE, of=FROM, head="Part sûre de l'écart"),
    ] = field(name="part_sure")
    parts: Annotated[Parts, text("Ce que chaque groupe de coûts y apporte, aux hypothèses moyennes")]
    duty_pct: Annotated[
        float,
        number(
            "Droit de douane de l'UE retenu",
            DUTY,
            of=("trade_product:customs_duties",),
            head="Droit de douane retenu (%)",
        ),
    ] = field(name="droit_pct")
    duty_note: Annotated[str, text("Remarque sur le droit")] = field(name="droit_note")
    border: Annotated[
        bool, text("Le mécanisme d'ajustement carbone aux frontières s'applique", head="MACF", kind="flag")
    ] = field(name="macf")
    drivers: Annotated[tuple[str, ...], text("Ce qui pèse le plus")] = field(name="facteurs")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")


class TargetCosts(Record):
    """A target against its main suppliers; none for a service, or when imports by country are not known."""

    rank: Annotated[int, number("Rang de la cible", RANK, head="Rang")] = field(name="rang")
    activity: Annotated[str, text("Cible (NAF)", kind="code")] = field(name="activite")
    label: Annotated[str, text("Libellé de la cible")] = field(name="libelle")
    applies: Annotated[bool, text("Le calcul s'applique", kind="flag")] = field(name="s_applique")
    family: Annotated[str | None, text("Famille de coûts")] = field(name="famille")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    origins: Annotated[tuple[Bearable, ...], text("Pays fournisseurs", in_columns=True)] = field(name="origines")


class Hypothesis(Record):
    """A default used for some target: where it holds, and its range. It describes its own numbers."""

    key: Annotated[str, text("Clé", kind="code", repeats=True)] = field(name="cle")
    label: Annotated[str, text("Hypothèse", repeats=True)] = field(name="libelle")
    where: Annotated[str, text("Où", repeats=True)] = field(name="ou")
    low: Annotated[float, text("Bas", kind="number")] = field(name="bas")
    central: Annotated[float, text("Probable", kind="number")]
    high: Annotated[float, text("Haut", kind="number")] = field(name="haut")
    unit: Annotated[str, text("Unité", repeats=True)] = field(name="unite")
    vintage: Annotated[str, text("Millésime", repeats=True)] = field(name="millesime")
    source: Annotated[str, text("Source", repeats=True)]
    confidence: Annotated[str, text("Confiance", repeats=True)] = field(name="confiance")
    remark: Annotated[str, text("Remarque", kind="prose", repeats=True)] = field(name="remarque")


class Costs(Record):
    """The price gaps that the first targets bear, and the hypotheses behind them."""

    status: Annotated[str, text("Statut")] = field(name="statut")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    draws: Annotated[int, number("Tirages des hypothèses", units.DRAWS)] = field(name="tirages")
    targets: Annotated[tuple[TargetCosts, ...], text("Cibles")] = field(name="cibles")
    hypotheses: Annotated[tuple[Hypothesis, ...], text("Hypothèses", in_columns=True)]


@dataclass(frozen=True, eq=False)
class _Comparison:
    """The goods of an activity against one origin: the same for every territory."""

    case: Case
    share: float
    hypotheses: dict[str, Estimate]


def target_costs(edition: Edition, targets: Sequence[Target]) -> Costs:
    """The first TARGETS of `targets`, each against the ORIGINS countries that France buys it most from."""
    kept = targets[:TARGETS]
    compared = {t.activity: _comparisons(edition, t.activity) for t in kept if t.kind != SERVICE}
    bearable = _bearable_by_activity(edition, {a: those for a, those in compared.items() if those})
    rows = tuple(
        _target(t, _goods(edition, t.activity) if t.activity in compared else None, bearable.get(t.activity, ()))
        for t in kept
    )
    return Costs(Status.ESTIMATED.value, _whole(edition, rows), DRAWS, rows, _hypotheses(edition, list(bearable)))


@derived
def _goods(edition: Edition, activity: str) -> Goods | None:
    known = edition.table("trade_class").filter(pl.col("class") == activity)
    return None if known.is_empty() else goods(edition, activity=activity)


@derived
def _comparisons(edition: Edition, activity: str) -> tuple[_Comparison, ...]:
    made = _goods(edition, activity)
    if made is None:
        return ()
    cases = [(_case(made, place(edition, country)), share) for country, share in _suppliers(edition, activity)]
    return tuple(_Comparison(case, share, _today(drivers(case, case.origins[0]))) for case, share in cases)


@derived
def _known_gaps(edition: Edition, keys: tuple[str, ...]) -> dict[str, tuple[Bearable, ...]]:
    """Price gaps already drawn, by activity: filled as they are asked for. `keys`: the hypotheses drawn together."""
    return {}


def _bearable_by_activity(
    edition: Edition, compared: dict[str, tuple[_Comparison, ...]]
) -> dict[str, tuple[Bearable, ...]]:
    """What no territory changes is drawn once an edition, with the hypotheses of all that is compared."""
    keys = keys_of([one.hypotheses for those in compared.values() for one in those])
    known = _known_gaps(edition, tuple(keys))
    left = {activity: those for activity, those in compared.items() if activity not in known}
    rows = iter(_bearable([one for those in left.values() for one in those], keys) if left else ())
    for activity, those in left.items():
        known[activity] = tuple(next(rows) for _ in those)
    return {activity: known[activity] for activity in compared}


@derived
def _suppliers(edition: Edition, activity: str) -> tuple[tuple[str, float], ...]:
    """(country, share of imports) of the main origins of the CPA item of a class, France left out."""
    country = national(edition)
    item = country.classes["cpa_item"][country.index[activity]]
    rows = edition.table("supplier_shares").filter((pl.col("item") == item) & (pl.col("country") != FRANCE))
    top = rows.sort(["share", "country"], descending=[True, False]).head(ORIGINS)
    return tuple((c, s) for c, s in top.select("country", "share").rows())


def _case(made: Goods, origin: Place) -> Case:
    price = Estimate(UNIT, UNIT, UNIT, "€", "", "convention", AGREED)
    home = home_side(made, {"prix": price})
    far = origin_side(made, origin, home, {"prix": price.times(PLACEHOLDER / UNIT)})
    volume = parameter("achats_an_eur").times(1 / UNIT)
    return Case(made.label, made, "centaine d'euros", volume, None, home, (far,), common_values(made, {}), _year())


def _year() -> int:
    return min(border_years())


def _bearable(compared: Sequence[_Comparison], keys: list[str]) -> list[Bearable]:
    cases = [one.case for one in compared]
    table = bounds([one.hypotheses for one in compared], keys)
    fixed = _frames([frame(case, case.origins[0]) for case in cases])
    gaps = _gap(draw_all(keys, table, DRAWS, seed=0), fixed)
    low, median, high = np.quantile(gaps, [0.1, 0.5, 0.9], axis=1)
    middle: dict[str, Number] = {key: row[:, None] for key, row in zip(keys, means(table), strict=True)}
    mean = _gap(middle, fixed)
    parity = total({**middle, f"{FAR}.prix": UNIT * (1 - mean)}, fixed)
    there, here = by_group(parity.offshore), by_group(parity.local)
    parts = {g: np.broadcast_to((there[g] - here[g]) / UNIT, mean.shape)[:, 0] for g in GROUPS if g != "prix"}
    swings = np.abs(np.diff(_gap(ends(keys, table), fixed).reshape(len(cases), -1, 2), axis=2))[:, :, 0]
    first = np.argsort(-swings, axis=1, kind="stable")[:, :DRIVERS]
    found = []
    for at, one in enumerate(compared):
        side = one.case.origins[0]
        duty = side.values["droit_pct"]
        row = Bearable(
            country=side.place.iso3,
            label=side.place.label,
            share=one.share,
            gap=Range(float(low[at]), float(median[at]), float(high[at])),
            mean=float(mean[at, 0]),
            firm=float(parts["certain"][at] + parts["autre"][at]),
            firm_share=_share(float(parts["certain"][at] + parts["autre"][at]), float(mean[at, 0])),
            parts=Parts(*(float(parts[column.key][at]) for column in columns(Parts).values())),
            duty_pct=duty.central,
            duty_note=duty.note,
            border=f"{FAR}.macf_emissions_t_t" in one.hypotheses,
            drivers=tuple(CONTRACT.get(keys[k]) or driver_label(keys[k]) for k in first[at] if swings[at, k] > 0),
            sentence="",
        )
        found.append(replace(row, sentence=_origin_sentence(row)))
    return found


def _share(part: float, whole: float) -> float | None:
    """None when nothing is to be shared: home never costs less."""
    return part / whole if whole > 0 else None


def _gap(values: dict[str, Number], fixed: Frame) -> Array:
    return np.asarray(total(values, fixed).break_even_gap)


def _today(hypotheses: dict[str, Estimate]) -> dict[str, Estimate]:
    """Those that play a part in today's cost."""
    known = factors()
    names = {key: key.partition(".")[2] or key for key in hypotheses}
    return {k: v for k, v in hypotheses.items() if names[k] not in known or known[names[k]].group not in IDLE}


def _frames(frames: list[Frame]) -> Frame:
    """One frame for all the cases: what differs between them stands in a column."""
    first = frames[0]
    return Frame(
        years=first.years,
        year=first.year,
        reference=first.reference,
        added=np.array([[float(f.added)] for f in frames]),
        co2_home_kg=first.co2_home_kg,
        co2_far_kg=np.array([[float(f.co2_far_kg)] for f in frames]),
        margin=None,
        salvage=None,
    )


def _origin_sentence(found: Bearable) -> str:
    border = ", MACF compris" if found.border else ""
    return (
        f"{found.label} ({percent(found.share, 0)} des importations) : tient tant que l'écart de prix ne "
        f"dépasse pas {share_range(found.gap)}, dont {decimal(100 * found.firm, 0)} points de coûts certains "
        f"(droit de douane {decimal(found.duty_pct)}{NBSP}%{border})."
    )


def _target(target: Target, made: Goods | None, found: tuple[Bearable, ...]) -> TargetCosts:
    family = made.family.label if made else None
    if target.kind == SERVICE:
        said = "Un service ne franchit pas de douane et ne se stocke pas : ce calcul ne s'applique pas."
    elif not found:
        said = "Les importations de cette activité ne sont pas connues par pays : on ne peut pas dire."
    else:
        hard, easy = min(found, key=lambda o: o.gap.central), max(found, key=lambda o: o.gap.central)
        said = (
            f"Produire ici tient tant que l'écart de prix départ usine ne dépasse pas {share_range(hard.gap)} face au "
            f"fournisseur le plus dur à battre ({hard.label})"
        )
        if easy is not hard:
            said += f", {share_range(easy.gap)} face au plus facile ({easy.label})"
        said += f". Ce qui pèse le plus : {' ; '.join(lower_first(d) for d in easy.drivers)}."
    return TargetCosts(target.rank, target.activity, target.label, bool(found), family, said, found)


def _whole(edition: Edition, rows: tuple[TargetCosts, ...]) -> str:
    known = [row for row in rows if row.applies]
    if not known:
        return "Aucune des premières cibles n'est un bien importé dont on connaît les fournisseurs : rien à comparer."
    far = [o for row in known for o in row.origins if place(edition, o.country).zone == "lointain"]
    near = [o for row in known for o in row.origins if place(edition, o.country).zone == "ue"]
    told = [
        f"{words}, {_between([o.gap.central for o in group])}"
        for words, group in (("face aux pays lointains", far), ("face aux voisins de l'Union", near))
        if group
    ]
    return (
        "Aucun prix n'est connu ici : pour chaque cible, le dossier dit de combien un concurrent peut être moins cher, "
        f"départ usine, sans coûter moins au total : {' ; '.join(told)}."
    )


def _between(gaps: list[float]) -> str:
    """« de 20 à 24 % », or « environ 21 % » when both ends are the same."""
    low, high = (decimal(100 * x, 0) for x in (min(gaps), max(gaps)))
    return f"environ {low}{NBSP}%" if low == high else f"de {low} à {high}{NBSP}%"


def _hypotheses(edition: Edition, activities: Sequence[str]) -> tuple[Hypothesis, ...]:
    """Each default once, with where it holds: a zone, a country or goods."""
    found: dict[tuple[object, ...], Hypothesis] = {}
    for activity in activities:
        for row in _hypotheses_of(edition, activity):
            found.setdefault((row.key, row.where, row.low, row.central, row.high), row)
    order = {key: i for i, key in enumerate(factors())}
    return tuple(sorted(found.values(), key=lambda h: (order[h.key], h.where, h.low, h.central, h.high)))


@derived
def _hypotheses_of(edition: Edition, activity: str) -> tuple[Hypothesis, ...]:
    found: dict[tuple[object, ...], Hypothesis] = {}
    for case in (one.case for one in _comparisons(edition, activity)):
        side = case.origins[0]
        for table, values, where in (
            (HOME, case.home.values, "ici"),
            (FAR, side.values, side.place.zone),
            ("", case.common, "partout"),
        ):
            for key, value in values.items():
                factor = factors().get(key)
                if key == "prix" or factor is None or factor.group in IDLE:
                    continue
                own = key in ("droit_pct", "fret_eur_kg", "transport_jours", "co2_kg_eur") or key.startswith("macf_e")
                place_label = side.place.label if table == FAR and own else where
                label = driver_label(f"{table}.{key}" if table else key)
                found.setdefault((key, place_label, value.points), _hypothesis(key, label, place_label, value))
    return tuple(found.values())


def _hypothesis(key: str, label: str, where: str, value: Estimate) -> Hypothesis:
    return Hypothesis(
        key, label, where, value.low, value.central, value.high,
        value.unit, value.date, value.source, CONFIDENCE[value.confidence], value.note,
    )  # fmt: skip
