"""What each number of `etude.json` is: label, unit, vintage, source, status. A test finds any number left out."""

from functools import lru_cache

from ancrage.domain.described import Column, Record, numbers
from ancrage.domain.measure import Status
from ancrage.study import (
    plan_document,
)
from ancrage.study.credits import CreditedTable, EditionUsed, Measured, credit
from ancrage.warehouse.edition import Edition

# each describes its own numbers and names the tables that only it reads
PARTS = (plan_document,)

# tables a study reads, in the order they are credited
USED_TABLES = (
    "communes", "territories", "outlines", "naf", "naf_classes", "establishments", "jobs_territory_class",
    "jobs_departement_class", "proximity_class", "proximity_service", "complexity_class", "trade_product",
    "trade_class", "supplier_concentration", "supplier_exact", "countries", "icio_sectors", "icio_domestic",
    "icio_imported", "branch_coefficients", "production_change", "naf_occupation", "occupations", "rome_fap",
    "labour_tension", "supplier_history", "world_market", "material_exposure", "icio_origins",
    "product_class",
    *(table for part in PARTS for table in part.TABLES),
)  # fmt: skip

JOBS, SITES, SHARE, NONE = "emplois", "établissements", "part (0-1)", "sans unité"
EST, PUB = Status.ESTIMATED, Status.PUBLISHED

# (path, label, unit, tables it comes from, status); a path without table is a choice or a count of this program.
# "table:source" credits only that source of a table that joins several.
ROWS: tuple[tuple[str, str, str, tuple[str, ...], Status], ...] = (
)  # fmt: skip


@lru_cache(maxsize=4)
def measures(edition: Edition, study: type[Record]) -> dict[str, Measured]:
    """What each number of a study is, by its path."""
    rows = (*ROWS, *(row for part in PARTS for row in part.MEASURES))
    found = {path: _measure(edition, label, unit, tables, status) for path, label, unit, tables, status in rows}
    found |= {path: measured(edition, column) for path, column in numbers(study)}
    return dict(sorted(found.items()))


def measured(edition: Edition, column: Column) -> Measured:
    """What a described number is in an edition, which knows the vintages and sources of its tables."""
    unit, status = column.unit, column.status
    if column.born:
        born = edition.measure(*column.born.split("."))
        unit, status = born.unit, born.status.value
    vintage, source = credit(edition, column.tables)
    return Measured(column.label, unit, vintage, source, status)


def _measure(edition: Edition, label: str, unit: str, tables: tuple[str, ...], status: Status) -> Measured:
    vintage, source = credit(edition, tables)
    return Measured(label, unit, vintage, source, status.value)


@lru_cache(maxsize=4)
def edition_used(edition: Edition, study: type[Record]) -> EditionUsed:
    """The edition, and one row a table that the study reads and a source of it: what to credit."""
    named = {table.partition(":")[0] for _, column in numbers(study) for table in column.tables} | set(USED_TABLES)
    rows = tuple(
        CreditedTable(
            name=name,
            title=edition.entry(name)["title"],
            source=source.title,
            producer=source.producer,
            vintage=source.vintage,
            licence=source.licence,
            attribution=source.attribution,
            rows=edition.entry(name)["rows"],
            method=edition.entry(name)["method"],
        )
        for name in edition.manifest["tables"]
        if name in named
        for source in edition.sources(name)
    )
    return EditionUsed(edition.id, rows)
