"""The goods that a plant here could make instead of importing them, for the whole country: what is known of each."""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.reference import read_reference
from ancrage.steps.advice.chance import KNOWN_SHARE
from ancrage.steps.national import Floats, national, sizes
from ancrage.steps.reference_base import reference_products
from ancrage.steps.stakes import product_service
from ancrage.steps.targets.values import PROTECTION, candidates, french_exact
from ancrage.warehouse.edition import Edition, derived

BASE, REVIEWED = "base de référence", "produit relu"
# a heading that is a remainder says nothing of the good that its code stands for
REMAINDER, REST = r"n\.d\.a|n\.c\.a", r"(?i)\bautres?\b"
# a class of what no other holds mixes trades: to be of it says nothing (pipes and artificial flowers)
MIXED = "n.c.a."
MEUR = 1e6
CLASS = 5  # characters of « 26.11 »
# share of the imports of a product from which one more of its classes may make it
MUCH = 0.25


@dataclass(frozen=True, eq=False)
class Goods:
    """Arrays follow the products. EUR over the customs window, the Covid equipment apart.

    made_by: (products, classes) which manufacturing classes may make it in a new plant; service: (products, stakes);
    outside, top_share, top_country: extra-EU share and first supplier of France, known for the product itself, else
    NaN or empty; wider: its customs code holds other goods too; kept: in deficit, and no remainder heading; rubric:
    one of the six families of the founding text.
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    nafs: tuple[tuple[str, ...], ...]
    origins: tuple[str, ...]
    rubric: tuple[str, ...]
    imports: Floats
    balance: Floats
    outside: Floats
    top_country: tuple[str, ...]
    top_share: Floats
    wider: NDArray[np.bool_]
    kept: NDArray[np.bool_]
    made_by: NDArray[np.bool_]
    service: Floats
    reasons: tuple[dict[str, str], ...]


@cache
def unwelcome() -> frozenset[str]:
    """Classes that no new plant serves, each with its reason in the reference."""
    return frozenset(read_reference("activites_sans_nouvelle_usine.csv")["classe"])


@derived
def least_deficit(edition: Edition) -> Floats:
    """By class, the deficit that feeds a plant (EUR): a share of the output of the median plant; NaN where unknown."""
    country, chosen = national(edition), candidates(edition)
    share = float(read_reference("seuils_parametres.csv").filter(cle="deficit_minimal_part_usine")["valeur"][0])
    rows = sizes(edition).with_columns(reached=pl.col("establishments").cum_sum().over("class"))
    half = rows.filter(pl.col("reached") * 2 >= pl.col("establishments").sum().over("class"))
    median = country.vector(half.group_by("class", maintain_order=True).first(), "jobs")
    jobs_per_meur = np.full(len(country.index), np.nan)
    jobs_per_meur[chosen.at] = chosen.values["emplois_par_meur"]
    return np.asarray(share * median / jobs_per_meur * MEUR)


@derived
def goods(edition: Edition) -> Goods:
    country = national(edition)
    rubrics = dict(read_reference("familles.csv").select("code", "rubrique").iter_rows())
    service, reasons = product_service()
    base = [p for p in reference_products(edition) if p.trade_codes]
    reviewed = read_reference("produits_revus.csv")
    ids = [p.id for p in base] + reviewed["id"].to_list()
    labels = [p.label for p in base] + reviewed["libelle"].to_list()
    codes = [p.trade_codes for p in base] + [tuple(c.split(";")) for c in reviewed["codes_nc"]]
    nafs = [p.activities for p in base] + [(c,) for c in reviewed["classe"]]
    wider = np.array([p.code_is_wider for p in base] + [False] * reviewed.height)
    trade = _trade(edition, ids, codes)
    rest = trade["remainder"].to_numpy() > 0.5 * trade["imports"].to_numpy()
    vague = pl.Series(labels).str.contains(REST).to_numpy()
    made_by = np.zeros((len(ids), len(country.index)), dtype=bool)
    for at, (made, weights) in enumerate(zip(nafs, _classes(edition, ids, codes), strict=True)):
        for naf in made:
            i, label = country.index[naf[:CLASS]], country.labels[naf[:CLASS]]
            able = country.is_manufacturing[i] and naf[:CLASS] not in unwelcome() and MIXED not in label
            # a strap is not a watch: only a class that makes much of what is imported, and says of what
            told = weights.get(naf[:CLASS], 0.0) >= MUCH and not re.search(REST, label)
            made_by[at, i] |= able and (naf == made[0] or told)
    nothing = np.zeros(next(iter(service.values())).shape)
    return Goods(
        ids=tuple(ids),
        labels=tuple(labels),
        codes=tuple(codes),
        nafs=tuple(nafs),
        origins=(BASE,) * len(base) + (REVIEWED,) * reviewed.height,
        rubric=(*(rubrics[p.family] for p in base), *reviewed["rubrique"]),
        imports=trade["imports"].to_numpy(),
        balance=trade["balance"].to_numpy(),
        outside=trade["outside"].to_numpy(),
        top_country=tuple(trade["top_country"].fill_null("")),
        top_share=trade["top_share"].to_numpy(),
        wider=wider,
        kept=(trade["balance"].to_numpy() < 0) & ~(wider & (rest | vague)),
        made_by=made_by,
        service=np.array([service.get(i, nothing) for i in ids]),
        reasons=tuple(reasons.get(i, {}) for i in ids),
    )


def _lines(edition: Edition, ids: list[str], codes: list[tuple[str, ...]]) -> pl.DataFrame:
    """The NC8 of each product, the Covid equipment apart: (id, columns of trade_product)."""
    asked = pl.DataFrame(
        [(i, code) for i, own in zip(ids, codes, strict=True) for code in own], schema=["id", "code"], orient="row"
    )
    rows = edition.table("trade_product").filter(pl.col("covid_flag").ne_missing(PROTECTION))
    wide = asked.join(rows.with_columns(code=pl.col("nc8").str.head(6)), on="code")
    fine = asked.join(rows.with_columns(code=pl.col("nc8")), on="code")
    return pl.concat([wide, fine]).drop("code").unique(["id", "nc8"], maintain_order=True)


def _classes(edition: Edition, ids: list[str], codes: list[tuple[str, ...]]) -> list[dict[str, float]]:
    """For each product, the share of its imports by class, as the customs classify them."""
    lines = _lines(edition, ids, codes).group_by("id", "class").agg(bought=pl.col("import_eur").sum())
    lines = lines.with_columns(share=pl.col("bought") / pl.col("bought").sum().over("id"))
    found: dict[str, dict[str, float]] = {}
    for product, activity, share in lines.select("id", "class", "share").iter_rows():
        found.setdefault(product, {})[activity] = share
    return [found.get(i, {}) for i in ids]


def _trade(edition: Edition, ids: list[str], codes: list[tuple[str, ...]]) -> pl.DataFrame:
    """A row a product: imports, balance, part of the imports under remainder headings; and, when codes with their own
    supplier data make most of its imports, extra-EU share, first country and its share."""
    lines = _lines(edition, ids, codes)
    lines = lines.join(french_exact(edition), on="nc8", how="left", maintain_order="left")
    bought, known = pl.col("import_eur"), pl.col("extra_eu_share").is_not_null()
    rest = bought.filter(pl.col("label").str.contains(REMAINDER)).sum()
    sure = bought.filter(known).sum() >= KNOWN_SHARE * bought.sum()
    first = lines.filter(known).group_by("id", "top_country").agg(via=(bought * pl.col("top_share")).sum())
    first = first.sort(["id", "via", "top_country"], descending=[False, True, False]).group_by("id").first()
    totals = lines.group_by("id").agg(
        imports=bought.sum(),
        balance=pl.col("balance_eur").sum(),
        remainder=rest,
        sure=sure,
        told=bought.filter(known).sum(),
        outside=(bought * pl.col("extra_eu_share")).sum(),
    )
    totals = totals.join(first, on="id", how="left").with_columns(
        outside=pl.when(pl.col("sure") & (pl.col("told") > 0)).then(pl.col("outside") / pl.col("told")),
        top_share=pl.when(pl.col("sure") & (pl.col("told") > 0)).then(pl.col("via") / pl.col("told")),
        top_country=pl.when("sure").then("top_country"),
    )
    out = pl.DataFrame({"id": ids}).join(totals, on="id", how="left", maintain_order="left")
    return out.with_columns(pl.col("imports", "balance", "remainder").fill_null(0.0))
