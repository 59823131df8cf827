"""The value of each criterion for each candidate activity: national ones once an edition, local ones per territory."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.domain.strategy import Strategy
from ancrage.methods import density, rca, slq
from ancrage.steps.input_output import InputOutput, input_output
from ancrage.steps.local import Local
from ancrage.steps.national import Floats, National, national, positions
from ancrage.steps.stakes import profiles, stakes_scores
from ancrage.warehouse.edition import Edition, derived

FRANCE = "FRA"
PROTECTION = "masques et équipements de protection"


@dataclass(frozen=True, eq=False)
class Candidates:
    """Activities that may become targets, and their national values (one array a criterion, NaN where unknown).

    `at`: their position in the class order of `National`; `is_service`: known by département only, without trade.
    """

    codes: list[str]
    at: NDArray[np.intp]
    is_service: NDArray[np.bool_]
    values: dict[str, Floats]


@derived
def candidates(edition: Edition) -> Candidates:
    """Manufacturing classes, and the service classes that the source text names."""
    country, table = national(edition), input_output(edition)
    at = np.flatnonzero(country.is_manufacturing | country.classes["is_named_service"].to_numpy())
    codes = [country.codes()[i] for i in at]
    is_service = ~country.is_manufacturing[at]
    sector = table.of_class[at]
    bought, sold = _usual_trade(edition, country)
    bought, sold = bought[at], sold[at]
    suppliers = _supplier_values(edition, country, at)
    imported = table.eu + table.non_eu
    from_outside = np.divide(
        table.non_eu.sum(1), imported.sum(1), where=imported.sum(1) > 0, out=np.full(len(table.sectors), np.nan)
    )
    coefficients = edition.table("branch_coefficients")
    jobs_per_meur = np.full(len(table.sectors), np.nan)
    index = {code: i for i, code in enumerate(table.sectors)}
    jobs_per_meur[positions(coefficients["sector"], index)] = coefficients["jobs_per_meur"].cast(pl.Float64).to_numpy()
    multiplier = edition.table("icio_sectors").sort("sector")["output_multiplier"].to_numpy()
    values = {
        "importations": bought,
        "deficit": bought - sold,
        "couverture": np.divide(sold, bought, out=np.full(len(at), np.nan), where=bought > 0),
        # services have no customs data: the origin of imported services of the whole branch stands in
        "part_hors_ue": np.where(is_service, from_outside[sector], suppliers["extra_eu_share"]),
        "concentration_hors_ue": suppliers["hhi_extra_eu"],
        "branche_hors_ue": table.non_eu_share[sector],
        "complexite": country.vector(edition.table("complexity_class"), "pci")[at],
        "emplois_par_meur": jobs_per_meur[sector],
        "multiplicateur": multiplier.astype(float)[sector],
    }
    return Candidates(codes, at, is_service, values)


def _usual_trade(edition: Edition, country: National) -> tuple[Floats, Floats]:
    """Imports and exports by class, less the protective equipment that the Covid window swelled beyond any need."""
    trade = edition.table("trade_class")
    swollen = (
        edition.table("trade_product")
        .filter(pl.col("covid_flag") == PROTECTION)
        .group_by("class", maintain_order=True)
        .agg(pl.col("import_eur", "export_eur").sum())
    )
    return tuple(  # type: ignore[return-value]
        country.vector(trade, column) - np.nan_to_num(country.vector(swollen, column))
        for column in ("import_eur", "export_eur")
    )


@derived
def french_suppliers(edition: Edition) -> dict[str, dict[str, Any]]:
    """By CPA item: mean over the years of concentration and shares; top supplier of the last year."""
    rows = edition.table("supplier_concentration").filter(pl.col("importer") == FRANCE).sort("item", "year")
    means = rows.group_by("item", maintain_order=True).agg(
        pl.col("extra_eu_share", "hhi_extra_eu", "hhi").mean(), pl.col("top_country", "top_share").last()
    )
    return {row["item"]: row for row in means.iter_rows(named=True)}


@derived
def french_exact(edition: Edition) -> pl.DataFrame:
    """(nc8, top_country, top_share, extra_eu_share): French imports of the codes that have supplier data of their own,
    last year, the NC8 before its HS6."""
    rows = edition.table("supplier_exact").filter(pl.col("scope") == "France").sort("code", "year")
    last = rows.group_by("code", maintain_order=True).last().drop_nulls("extra_eu_share")
    last = last.select("code", "top_country", "top_share", "extra_eu_share")
    codes = edition.table("trade_product").select("nc8", hs6=pl.col("nc8").str.head(6)).sort("nc8")
    fine = codes.join(last, left_on="nc8", right_on="code")
    wide = codes.join(last, left_on="hs6", right_on="code").join(fine, on="nc8", how="anti")
    return pl.concat([fine, wide]).drop("hs6").sort("nc8")


def _supplier_values(edition: Edition, country: National, at: NDArray[np.intp]) -> dict[str, Floats]:
    by_item = french_suppliers(edition)
    items = country.classes["cpa_item"].gather(at)
    return {
        column: np.array([by_item[i][column] if i in by_item else np.nan for i in items], dtype=float)
        for column in ("extra_eu_share", "hhi_extra_eu")
    }


@derived
def occupations(edition: Edition) -> tuple[list[str], Floats]:
    """ROME codes and the share of each in the hirings of each class: (classes, occupations)."""
    rows, country = edition.table("naf_occupation"), national(edition)
    codes = rows["rome"].unique().sort().to_list()
    index = {code: i for i, code in enumerate(codes)}
    out = np.zeros((len(country.index), len(codes)))
    out[positions(rows["class"], country.index), positions(rows["rome"], index)] = rows["share"].to_numpy()
    return codes, out


@dataclass(frozen=True, eq=False)
class Services:
    """The named service classes by département (10 employees and more): arrays (départements, classes), zero for
    other classes. `near`: density, from the classes of all sectors found in the département."""

    index: dict[str, int]
    jobs: Floats
    establishments: Floats
    near: Floats


@derived
def services(edition: Edition) -> Services:
    country = national(edition)
    named = country.classes["is_named_service"].to_numpy()
    rows = edition.table("jobs_departement_class")
    index = {code: i for i, code in enumerate(rows["departement"].unique().sort())}
    where = positions(rows["departement"], index), positions(rows["class"], country.index)
    jobs, establishments = np.zeros((2, len(index), len(named)))
    jobs[where], establishments[where] = rows["jobs"].to_numpy(), rows["establishments"].to_numpy()
    links = edition.table("proximity_service")
    phi = np.zeros((len(named), len(named)))
    phi[positions(links["class_service"], country.index), positions(links["class"], country.index)] = links[
        "proximity"
    ].to_numpy()
    present = np.nan_to_num(rca(jobs)) >= 1
    near = density(present.astype(float), phi)
    return Services(index, jobs * named, establishments * named, near * named)


def _weight(people: int | None) -> float:
    """A commune without published population counts for its share of the communes."""
    return 1.0 if people is None else float(people)


@derived
def _people(edition: Edition) -> dict[str, float]:
    """Of each département, counted as `_weight` does."""
    weight = pl.col("population").fill_null(1).cast(pl.Float64).sum()
    return dict(edition.table("communes").group_by("departement").agg(weight).iter_rows())


def service_values(local: Local) -> tuple[Floats, Floats, Floats]:
    """Jobs, establishments and density of the named services here, in class order: those of each département in
    proportion to the share of its people who live in the territory (an estimate: nothing is known below)."""
    found, total = services(local.edition), _people(local.edition)
    here: dict[str, float] = {}
    for code, people in local.communes.select("departement", "population").iter_rows():
        here[code] = here.get(code, 0.0) + _weight(people)
    known = sorted(code for code in here if code in found.index)
    if not known:
        nothing = np.full(found.jobs.shape[1], np.nan)
        return nothing, nothing, nothing
    at = [found.index[code] for code in known]
    weight = np.array([here[code] for code in known])
    share = weight / np.array([total[code] for code in known])
    return share @ found.jobs[at], share @ found.establishments[at], weight @ found.near[at] / weight.sum()


@dataclass(frozen=True, eq=False)
class LocalValues:
    """Values of the local criteria, and what their sentences need. All in the order of the candidates."""

    values: dict[str, Floats]
    jobs: Floats
    establishments: Floats


def local_values(local: Local, strategy: Strategy) -> LocalValues:
    """Fit criteria are NaN where the territory has no establishment in the register: nothing can be said."""
    edition, country = local.edition, local.country
    chosen = candidates(edition)
    service_jobs, service_establishments, service_density = service_values(local)
    jobs = np.where(chosen.is_service, service_jobs[chosen.at], local.jobs[chosen.at])
    establishments = np.where(chosen.is_service, service_establishments[chosen.at], local.establishments[chosen.at])
    values = {"enjeux": stakes_scores(chosen.codes, profiles().shares(strategy))}
    if local.jobs.any():
        table = input_output(edition)
        suppliers, customers = _reach(local, table)
        sector = table.of_class[chosen.at]
        near = density(local.presence[None, :], country.proximity)[0]
        values |= {
            "emplois_ici": jobs,
            "densite": np.where(chosen.is_service, service_density[chosen.at], near[chosen.at]),
            "competences": _shared_occupations(local)[chosen.at],
            "fournisseurs": suppliers[sector],
            "clients": customers[sector],
        }
    else:
        unknown = np.full(len(chosen.codes), np.nan)
        values |= dict.fromkeys(("emplois_ici", "densite", "competences", "fournisseurs", "clients"), unknown)
    return LocalValues(values, jobs, establishments)


def _reach(local: Local, table: InputOutput) -> tuple[Floats, Floats]:
    """By sector: share of its purchases (sales) of goods that sectors present here could meet (take)."""
    here, there = table.by_sector(local.jobs), table.by_sector(local.country.jobs)
    presence = np.minimum(1.0, slq(here, there))
    goods = table.observed.astype(float)
    bought, sold = table.domestic * goods[:, None], table.flows * goods[None, :]
    suppliers = np.divide(presence @ bought, bought.sum(0), out=np.zeros(len(here)), where=bought.sum(0) > 0)
    customers = np.divide(sold @ presence, sold.sum(1), out=np.zeros(len(here)), where=sold.sum(1) > 0)
    return suppliers, customers


def _shared_occupations(local: Local) -> Floats:
    """Sum over occupations of min(share in the class, share in the territory's activities): 0 to 1; NaN if unknown."""
    _, shares = occupations(local.edition)
    here = local.jobs @ shares
    profile = here / here.sum() if here.any() else here
    return np.where(shares.any(axis=1), np.minimum(shares, profile).sum(axis=1), np.nan)
