"""« À faire revenir »: the imported products that a new plant would rather make here than elsewhere, and on whom it
could stand."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.strategy import Strategy
from ancrage.domain.units import EUR, INDEX, RANK, RELATIVE, SHARE, TIMES
from ancrage.domain.wording import lower_first
from ancrage.methods.location import CAP
from ancrage.steps.advice.chance import Chance
from ancrage.steps.advice.foothold import Stand, Support, supports
from ancrage.steps.advice.goods import goods, least_deficit
from ancrage.steps.advice.wording import NO_CEILING, bring_back_sentence
from ancrage.steps.class_links import OWN, links
from ancrage.steps.local import Local
from ancrage.steps.national import Floats
from ancrage.steps.stakes import ServedStake, profiles, served_stakes, stakes_scores
from ancrage.steps.targets.products import countries
from ancrage.warehouse.edition import Edition

SHOWN, A_CLASS, STAKES = 15, 2, 3
# « 1,1 fois » is no reason to come here rather than elsewhere
LEAST_CHANCE = 1.2
CLASS = 5  # characters of « 26.11 »
# of the stakes in the order, in log of part per standard deviation, at the weight of the default strategy
STAKES_WEIGHT = 0.25
# what the default strategy gives the stakes, among its groups of criteria
USUAL_SHARE = 0.2
# the extremes under which the range of ranks is told: what the need and the stakes weigh, against the order given
EXTREMES = ((0.5, 0.0), (0.5, 2.0), (1.5, 0.0), (1.5, 2.0))
TRADE = ("trade_product:customs_nc8",)


class Foothold(Record):
    """A firm here on which the product could stand."""

    siret: Annotated[str, text("SIRET", kind="code")]
    name: Annotated[str, text("Nom")] = field(name="nom")
    state: Annotated[str, text("Ce qu'on sait de lui depuis le registre")] = field(name="etat")
    reason: Annotated[str, text("Pourquoi")] = field(name="raison")


class Parts(Record):
    """What the place of a product in the list is made of; `total` is their sum, in log of part."""

    chance: Annotated[float, number("Chance : logarithme de la part attendue ici", RELATIVE, of=("establishments",))]
    need: Annotated[float, number("Besoin : importations de la classe", RELATIVE, of=("trade_class",))] = field(
        name="besoin"
    )
    stakes: Annotated[float, number("Enjeux, au poids que fixe la stratégie", RELATIVE)] = field(name="enjeux")
    total: Annotated[float, number("Somme des trois", RELATIVE)]


class BringBack(Record):
    """A product to bring back. Amounts are those of France over the customs window, the Covid equipment apart."""

    rank: Annotated[int, number("Rang", RANK)] = field(name="rang")
    best_rank: Annotated[int, number("Meilleur rang quand les poids varient", RANK, head="Rang au mieux")] = field(
        name="rang_meilleur"
    )
    worst_rank: Annotated[int, number("Moins bon rang quand les poids varient", RANK, head="Rang au pire")] = field(
        name="rang_pire"
    )
    product: Annotated[str, text("Produit", kind="code")] = field(name="produit")
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    codes: Annotated[tuple[str, ...], text("Codes douaniers", kind="code")]
    activity: Annotated[str, text("Activité (NAF)", kind="code")] = field(name="activite")
    activity_label: Annotated[str, text("Libellé de l'activité")] = field(name="libelle_activite")
    rubric: Annotated[str, text("Famille", kind="code")] = field(name="rubrique")
    origin: Annotated[str, text("D'où vient le produit")] = field(name="origine")
    imports_eur: Annotated[
        float, number("Importations françaises du produit", EUR, of=TRADE, head="Importations (€)")
    ] = field(name="importations_eur")
    balance_eur: Annotated[float, number("Solde français du produit", EUR, of=TRADE, head="Solde (€)")] = field(
        name="solde_eur"
    )
    code_is_wider: Annotated[bool, text("Le code douanier est plus large que le produit", kind="flag")] = field(
        name="code_plus_large"
    )
    extra_eu_share: Annotated[
        float | None,
        number("Part des importations venue de hors UE", SHARE, of=("supplier_exact",), head="Part hors UE"),
    ] = field(name="part_hors_ue")
    top_country: Annotated[str | None, text("Premier pays fournisseur")] = field(name="premier_fournisseur")
    top_share: Annotated[
        float | None,
        number("Part du premier pays fournisseur", SHARE, of=("supplier_exact",), head="Part du premier fournisseur"),
    ] = field(name="part_premier_fournisseur")
    chance: Annotated[
        float, number("Chance d'une usine ici, en fois un territoire de même taille", TIMES, of=("establishments",))
    ] = field(name="chance_fois")
    capped: Annotated[bool, text("Chance au-delà de ce que les données disent : plus de 5 fois", kind="flag")] = field(
        name="chance_plafonnee"
    )
    made_here: Annotated[bool, text("Sa sous-activité est déjà ici", kind="flag")] = field(name="fait_ici")
    parts: Annotated[Parts, text("De quoi son rang est fait")] = field(name="score")
    stakes_share: Annotated[float, number("Enjeux servis, au poids de la stratégie", INDEX)] = field(
        name="enjeux_servis"
    )
    stakes: Annotated[tuple[ServedStake, ...], text("Enjeux servis", in_columns=True)] = field(name="enjeux")
    footholds: Annotated[tuple[Foothold, ...], text("Sur qui s'appuyer ici")] = field(name="appuis")
    reason: Annotated[str, text("Pourquoi", kind="prose")] = field(name="raison")


@dataclass(frozen=True, eq=False)
class _Order:
    """The products that may be told here, best first, with the class that would make each and its parts."""

    products: NDArray[np.intp]
    classes: NDArray[np.intp]
    parts: tuple[Floats, Floats, Floats]  # chance, need, stakes
    served: Floats
    made_here: NDArray[np.bool_]
    within: Floats  # deficit, more when part of it is known to come from outside the EU, twice when made here


def bring_back(
    local: Local,
    strategy: Strategy,
    chance: Chance,
    here: Stand,
    *,
    set_apart: Collection[str] = (),
    own_only: bool = False,
) -> tuple[BringBack, ...]:
    """Best first: classes by `score` and the stakes, products of a class by deficit, A_CLASS at most.

    `set_apart`: classes that break a limit of the strategy; `own_only`: only what rests on a firm of the very trade
    (an island is not the country in small)."""
    order = _order(local, strategy, chance, here, set_apart)
    stands = _stands(local, here, order, own_only)
    held: list[int] = []
    told = dict.fromkeys(order.classes.tolist(), 0)
    for i in _ranking(order).tolist():
        c = int(order.classes[i])
        if stands[i] and told[c] < A_CLASS:
            told[c] += 1
            held.append(i)
    ranges = _ranges(order, held)
    return tuple(
        _row(
            local,
            strategy,
            order,
            chance,
            i=i,
            ranks=(rank, *ranges[i]),
            found=_footholds(local, here, order, i),
            island=own_only,
        )
        for rank, i in enumerate(held[:SHOWN], start=1)
    )


def _stands(local: Local, here: Stand, order: _Order, own_only: bool) -> NDArray[np.bool_]:
    """Which products a firm here could be called for."""
    if own_only:
        return np.array([bool(_footholds(local, here, order, i, OWN)) for i in range(len(order.products))], dtype=bool)
    reached = links(local.edition).strength[:, np.unique(here.at)] > 0
    return np.asarray(reached.any(axis=1))[order.classes]


def _footholds(local: Local, here: Stand, order: _Order, i: int, kind: str = "") -> tuple[Support, ...]:
    """The firms for a product, of one kind of link or of any."""
    activity = local.country.codes()[order.classes[i]]
    nafs = (naf for naf in goods(local.edition).nafs[order.products[i]] if naf.startswith(activity))
    lettered = frozenset(naf for naf in nafs if len(naf) > CLASS and not naf.endswith("Z"))
    return tuple(s for s in supports(here, activity, lettered) if kind in ("", s.kind))


def _order(local: Local, strategy: Strategy, chance: Chance, here: Stand, set_apart: Collection[str]) -> _Order:
    edition = local.edition
    known = goods(edition)
    # a product may be made by several classes: the one that this place suits best
    able = known.made_by & (np.nan_to_num(chance.times) >= LEAST_CHANCE) & np.isfinite(chance.score)
    able[:, [local.country.index[code] for code in set_apart]] = False
    classes = np.where(able, chance.score, -np.inf).argmax(axis=1)
    fed = -known.balance >= np.nan_to_num(least_deficit(edition), nan=np.inf)[classes]
    at = np.flatnonzero(known.kept & able.any(axis=1) & fed)
    classes = classes[at]
    served = _served(edition, strategy)[at]
    of_class = stakes_scores(local.country.codes(), profiles().shares(strategy))
    usual = of_class[local.country.is_manufacturing]
    stakes = STAKES_WEIGHT * stakes_weight(strategy) * (of_class[classes] - usual.mean()) / (usual.std() or 1.0)
    part = np.log(chance.part[classes])
    nafs = set(here.rows["naf"])
    made_here = np.array([not nafs.isdisjoint(known.nafs[i]) for i in at], dtype=bool)
    # what the class makes first, then what it also makes
    codes = local.country.codes()
    first = np.array([known.nafs[p][0].startswith(codes[c]) for p, c in zip(at, classes, strict=True)], dtype=bool)
    within = -known.balance[at] * (1 + np.nan_to_num(known.outside[at])) * (1 + made_here) * (1 + first)
    return _Order(at, classes, (part, chance.score[classes] - part, stakes), served, made_here, within)


def _ranking(order: _Order, need: float = 1.0, stakes: float = 1.0) -> NDArray[np.intp]:
    """Positions in the order, best first: by class, then by weighed deficit."""
    total = order.parts[0] + need * order.parts[1] + stakes * order.parts[2]
    return np.lexsort((order.products, -order.within, order.classes, -total))


def _ranges(order: _Order, held: list[int]) -> dict[int, tuple[int, int]]:
    """Best and worst place of each product held, under the order given and the extremes."""
    kept = set(held)
    places: dict[int, list[int]] = {i: [at] for at, i in enumerate(held, start=1)}
    for need, stakes in EXTREMES:
        for at, i in enumerate((i for i in _ranking(order, need, stakes).tolist() if i in kept), start=1):
            places[i].append(at)
    return {i: (min(found), max(found)) for i, found in places.items()}


def stakes_weight(strategy: Strategy) -> float:
    """How much the strategy weighs the stakes, against the default one."""
    return strategy.group_shares().get("enjeux", 0.0) / USUAL_SHARE


def _served(edition: Edition, strategy: Strategy) -> Floats:
    """How much each product serves the stakes of the strategy, 0-1: a reviewed product, as much as its class."""
    known, shares = goods(edition), profiles().shares(strategy)
    own = known.service @ shares
    bare = np.flatnonzero(~known.service.any(axis=1))
    own[bare] = stakes_scores([known.nafs[i][0][:CLASS] for i in bare], shares)
    return np.asarray(own)


def _stakes(local: Local, strategy: Strategy, product: int) -> tuple[ServedStake, ...]:
    """Those of the strategy that the product serves most, with the reason."""
    known = goods(local.edition)
    if not known.reasons[product]:
        return served_stakes(known.nafs[product][0][:CLASS], strategy)[:STAKES]
    given = strategy.shares()
    weight = dict(zip(profiles().stakes, known.service[product].tolist(), strict=True))
    served = [s for s in strategy.stakes if s.code in known.reasons[product] and given[s.code] > 0]
    served.sort(key=lambda s: (-given[s.code] * weight[s.code], s.code))
    return tuple(
        ServedStake(s.code, s.hashtag, weight[s.code], known.reasons[product][s.code]) for s in served[:STAKES]
    )


def _row(
    local: Local,
    strategy: Strategy,
    order: _Order,
    chance: Chance,
    *,
    i: int,
    ranks: tuple[int, int, int],
    found: tuple[Support, ...],
    island: bool,
) -> BringBack:
    known, p, c = goods(local.edition), int(order.products[i]), int(order.classes[i])
    code = local.country.codes()[c]
    outside = None if np.isnan(known.outside[p]) else float(known.outside[p])
    top = known.top_country[p]
    country = countries(local.edition).get(top, top)
    parts = [float(part[i]) for part in order.parts]
    return BringBack(
        rank=ranks[0],
        best_rank=ranks[1],
        worst_rank=ranks[2],
        product=known.ids[p],
        label=known.labels[p],
        codes=known.codes[p],
        activity=code,
        activity_label=local.country.labels[code],
        rubric=known.rubric[p],
        origin=known.origins[p],
        imports_eur=float(known.imports[p]),
        balance_eur=float(known.balance[p]),
        code_is_wider=bool(known.wider[p]),
        extra_eu_share=outside,
        top_country=country or None,
        top_share=float(known.top_share[p]) if country else None,
        chance=min(float(chance.times[c]), CAP),
        capped=bool(chance.capped[c]),
        made_here=bool(order.made_here[i]),
        parts=Parts(chance=parts[0], need=parts[1], stakes=parts[2], total=sum(parts)),
        stakes_share=float(order.served[i]),
        stakes=_stakes(local, strategy, p),
        footholds=tuple(Foothold(s.siret, s.name, s.state, s.reason) for s in found),
        reason=bring_back_sentence(
            deficit=-float(known.balance[p]),
            wider=bool(known.wider[p]),
            outside=outside,
            country=country,
            supports=found,
            island=island,
            trade=lower_first(local.country.labels[code]),
            times=NO_CEILING if chance.capped[c] else float(chance.times[c]),
        ),
    )
