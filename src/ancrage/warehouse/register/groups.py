"""Establishments of the same firm (same SIREN) seen together: what answers, and what the firm has elsewhere."""

from dataclasses import dataclass

import polars as pl

from ancrage.warehouse.edition import Edition
from ancrage.warehouse.register import TABLE
from ancrage.warehouse.register.query import Query, Reading, Sort, labelled, matching, order, readings


@dataclass(frozen=True, slots=True)
class Groups:
    """`rows`: one page of firms (siren, name, sites, jobs, communes, nafs; sites_country, jobs_country: in the whole
    register; distance_km: of the nearest site). `sites`: the establishments of those firms that answer."""

    rows: pl.DataFrame
    sites: pl.DataFrame
    total: int
    understood: tuple[str, ...] = ()


def search_groups(edition: Edition, query: Query) -> Groups:
    """Firms of which an establishment answers, the largest first (jobs that answer), or as `query.sort` says."""
    found = None
    for reading in readings(edition, query):
        found = _groups(edition, reading)
        if found.total:
            return found
    assert found is not None
    return Groups(found.rows, found.sites, 0)


def _groups(edition: Edition, reading: Reading) -> Groups:
    query = reading.query
    rows = matching(edition, query, reading.words)
    largest = pl.col("name").sort_by(["jobs", "siret"], descending=[True, False])
    nearest = {"distance_km": pl.col("distance_km").min()} if query.centre else {}
    firms = rows.group_by("siren").agg(
        name=largest.drop_nulls().first(),
        sites=pl.len(),
        jobs=pl.col("jobs").sum(),
        naf=pl.col("naf").min(),
        **nearest,
    )
    columns, descending = _order(query)
    total = int(rows.select(pl.col("siren").n_unique()).collect(engine="streaming").item())
    last = total if query.limit is None else min(total, query.offset + query.limit)
    page = firms.sort(columns, descending=descending, nulls_last=True) if last > query.offset else firms.head(0)
    kept = page.head(last).collect(engine="streaming")[query.offset :]
    wanted = pl.col("siren").is_in(kept["siren"].implode())
    sites = rows.filter(wanted).sort("jobs", "siret", descending=[True, False]).collect(engine="streaming")
    sites = labelled(edition, sites)
    country = (
        edition.scan(TABLE)
        .with_columns(siren=pl.col("siret").str.slice(0, 9))
        .filter(wanted)
        .group_by("siren")
        .agg(sites_country=pl.len(), jobs_country=pl.col("jobs").sum())
        .collect(engine="streaming")
    )
    where = sites.group_by("siren", maintain_order=True).agg(
        communes=pl.col("commune_label").unique(maintain_order=True), nafs=pl.col("naf").unique(maintain_order=True)
    )
    firms_told = kept.drop("naf").join(country, on="siren", how="left", maintain_order="left")
    firms_told = firms_told.join(where, on="siren", how="left", maintain_order="left")
    return Groups(firms_told, sites, total, (reading.sentence,) if reading.sentence else ())


def _order(query: Query) -> tuple[list[str], list[bool]]:
    """As for establishments; a firm has no relevance of its own: the largest first."""
    if query.sort in (None, Sort.RELEVANCE):
        return ["jobs", "siren"], [True, False]
    columns, descending = order(query, named=False)
    return [*columns[:-1], "siren"], descending
