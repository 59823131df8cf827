"""What bears on one interview: measures of the actor and of its target, as signals and as words for the questions."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from textwrap import shorten

import polars as pl

from ancrage.domain.wording import count, integer, listing, lower_first, percent
from ancrage.reference import read_reference
from ancrage.steps.actors import Actor
from ancrage.steps.cases import STOPPED, SURE, Case, TargetCases, target_cases
from ancrage.steps.diagnostic.know_how import RareActivity, know_how_at_risk
from ancrage.steps.input_output import input_output
from ancrage.steps.local import Local
from ancrage.steps.reference_base import products_by, products_of
from ancrage.steps.resources import NO, Need, area, resources, span
from ancrage.steps.targets.products import Product, products
from ancrage.steps.targets.reasons import tense_families
from ancrage.steps.targets.values import occupations
from ancrage.steps.vulnerability.exposure import input_exposure
from ancrage.steps.vulnerability.records import InputExposure
from ancrage.warehouse.edition import Edition

EXAMPLES, TRADES, INPUTS = 3, 2, 2
# an occupation counts from this share of the hirings of an activity
MAIN_OCCUPATION = 0.05
SMALL_JOBS = 50
# names of customs products run to a paragraph
NAME = 60


@dataclass(frozen=True, slots=True)
class Group:
    """Establishments of 20 employees and more under the same SIREN; `elsewhere`: some of their communes."""

    here: int
    in_france: int
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """What the country buys of products under one name; `top_country` known at `level`, None when unknown."""

    name: str
    import_eur: float
    top_country: str | None
    level: str | None


@dataclass(frozen=True, slots=True)
class Bearings:
    """`signals` choose the questions, `words` fill them; a word that is missing makes its questions ineligible.

    `families`: of the products of the target, most frequent first. `trades`: occupations in tension here.
    """

    product: str | None
    examples: tuple[str, ...]
    families: tuple[str, ...]
    imports: tuple[Import, ...]
    group: Group
    inputs: InputExposure | None
    bought: tuple[str, ...]
    cases: TargetCases
    need: Need
    rare: RareActivity | None
    trades: tuple[str, ...]
    signals: frozenset[str]
    words: dict[str, str]


def bearings(local: Local, actor: Actor, product: str | None) -> Bearings:
    assert actor.siret and actor.activity and actor.jobs is not None  # a support body has no kit
    edition, target = local.edition, actor.target
    named = _named_product(edition, product) if product else None
    traded = products(edition, target)
    asked = tuple(p for p in traded if product is None or p.code.startswith(product))
    families, examples = _families(edition, target, product), _examples(edition, target, named, traded)
    group, inputs = _group(local, actor), input_exposure(edition, actor.activity)
    bought = _bought(local, actor.activity)
    cases, need = target_cases(edition, local.territory, target), resources(edition, target)
    rare = _rare(local, actor.activity) if actor.here else None
    trades = _trades(local, target)
    signals = {f"famille:{code}" for code in families}
    signals |= {
        name
        for name, holds in {
            "meme_activite": actor.activity == target,
            "sans_commerce": not traded,
            "sur_place": bool(actor.here),
            "petit": actor.jobs < SMALL_JOBS,
            "groupe": group.in_france > 1,
            "tension": bool(trades),
            "rare": rare is not None,
            "seveso": need.regime is not None and need.regime.seveso != NO,
            "energie": need.regime is not None and need.regime.heavy_power,
        }.items()
        if holds
    }
    found = Bearings(
        product=named,
        examples=examples,
        families=families,
        imports=_imports(edition, asked or traded),
        group=group,
        inputs=inputs,
        bought=bought,
        cases=cases,
        need=need,
        rare=rare,
        trades=trades,
        signals=frozenset(signals),
        words={},
    )
    return replace(found, words=_words(local, target, found))


def _rare(local: Local, activity: str) -> RareActivity | None:
    return next((rare for rare in know_how_at_risk(local) if rare.activity == activity), None)


def _named_product(edition: Edition, code: str) -> str:
    """Short name of the reference base when the code has one, else the customs label, cut."""
    based = products_of(edition, code)
    if based:
        return based[0].label
    rows = edition.table("trade_product").filter(pl.col("nc8").str.starts_with(code)).sort("nc8")
    return cut(rows["label"][0])


def _families(edition: Edition, target: str, product: str | None) -> tuple[str, ...]:
    based = products_of(edition, product) if product else ()
    counted = Counter(p.subfamily or p.family for p in based or products_by(edition, target))
    return tuple(code for code, _ in counted.most_common())


def _examples(edition: Edition, target: str, named: str | None, traded: tuple[Product, ...]) -> tuple[str, ...]:
    """Names of products that people use: the one asked for, those of the base, else those customs count."""
    if named:
        return (lower_first(named),)
    based = [lower_first(p.label) for p in products_by(edition, target)]
    return tuple(based or [lower_first(cut(p.label)) for p in traded])[:EXAMPLES]


def _imports(edition: Edition, traded: tuple[Product, ...]) -> tuple[Import, ...]:
    """Products under the names of the base, those of one name added up; the country is that of the largest."""
    found: dict[str, Import] = {}
    for product in traded:
        based = products_of(edition, product.code)
        name = lower_first(based[0].label if based else cut(product.label))
        first = found.get(name)
        suppliers = product.suppliers
        found[name] = Import(
            name,
            product.import_eur + (first.import_eur if first else 0.0),
            first.top_country if first else suppliers.top_country if suppliers else None,
            first.level if first else suppliers.level if suppliers else None,
        )
    return tuple(sorted(found.values(), key=lambda row: (-row.import_eur, row.name)))


def cut(label: str) -> str:
    """A customs label stopped at a word, and before a parenthesis that it would leave open."""
    text = shorten(label, NAME, placeholder="…")
    head = text.rpartition("(")[0].rstrip(" ,;") if text.count("(") > text.count(")") else ""
    return f"{head}…" if head else text


def _bought(local: Local, activity: str) -> tuple[str, ...]:
    """Goods that its branch imports most, those of the branch itself aside: they say nothing."""
    table, country = input_output(local.edition), local.country
    buyer = int(table.of_class[country.index[activity]])
    if buyer < 0:
        return ()
    imported = table.eu[:, buyer] + table.non_eu[:, buyer]
    named = _plain_names()
    goods = [i for i, code in enumerate(table.sectors) if code in named and i != buyer and imported[i] > 0]
    goods.sort(key=lambda i: (-imported[i], table.sectors[i]))
    return tuple(named[table.sectors[i]] for i in goods[:INPUTS])


@cache
def _plain_names() -> dict[str, str]:
    """What a buyer calls the goods of each branch: « aciers et fontes », not « sidérurgie »."""
    return dict(read_reference("achats_branches.csv").iter_rows())


def _group(local: Local, actor: Actor) -> Group:
    rows = local.scan("establishments").filter(pl.col("siret").str.starts_with(actor.siren or "")).collect()
    rows = rows.sort(["jobs", "siret"], descending=[True, False])
    inside = rows["commune"].is_in(pl.Series(local.territory.communes).implode())
    names = dict(local.edition.table("communes").select("commune", "label").iter_rows())
    others = rows.filter(pl.col("siret") != actor.siret)["commune"].to_list()
    return Group(int(inside.sum()), rows.height, tuple(dict.fromkeys(names.get(code, code) for code in others)))


def _trades(local: Local, target: str) -> tuple[str, ...]:
    """Families of occupations in strong tension in the département, among those the target hires most."""
    codes, shares = occupations(local.edition)
    hard, own = tense_families(local.edition, local.departement), shares[local.country.index[target]]
    weight: dict[str, float] = {}
    for j, code in enumerate(codes):
        if own[j] >= MAIN_OCCUPATION:
            for family in hard.get(code, ()):
                weight[family] = weight.get(family, 0.0) + float(own[j])
    return tuple(sorted(weight, key=lambda family: (-weight[family], family))[:TRADES])


def _words(local: Local, target: str, found: Bearings) -> dict[str, str]:
    inputs, need = found.inputs, found.need
    words = {"cible": lower_first(found.product or local.country.labels[target]), "territoire": local.territory.label}
    if found.examples:
        words["exemples"] = listing(found.examples, "ou")
    if inputs and inputs.top_country and found.bought:
        words |= {
            "part_hors_ue": percent(inputs.non_eu_share),
            "pays_intrants": inputs.top_country,
            "intrant": " ; ".join(found.bought),
        }
    if need.jobs and need.land_ha:
        words["besoin"] = f"{span(need.jobs, integer)} emplois et {span(need.land_ha, area)} ha"
    if found.rare:
        words["rare"] = found.rare.sentence
    if found.trades:
        words["metiers"] = " ; ".join(lower_first(trade) for trade in found.trades)
    if found.group.in_france > 1:
        words["groupe"] = group_sentence(found.group)
    stopped = (near.case for near in found.cases.cases if near.case.outcome == STOPPED and _sure(near.case, target))
    if case := next(stopped, None):
        words["cas_arrete"] = f"{case.firm}, {case.product}, {case.place}, {case.outcome_words}"
    return words


def _sure(case: Case, target: str) -> bool:
    """Whether its product is surely of the class of the target: a stopped case is not held against another trade."""
    return any(found.activity == target and found.confidence == SURE for found in case.classes)


def group_sentence(group: Group) -> str:
    said = f"L'entreprise a {count(group.in_france, 'établissement')} de 20 salariés et plus en France"
    if group.here > 1:
        said += f", dont {group.here} ici"
    return f"{said} ; les autres : {listing(group.elsewhere[:EXAMPLES])}{'…' * (len(group.elsewhere) > EXAMPLES)}."
