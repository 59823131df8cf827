"""What each number of `etude.json` is, from the records: label, unit, vintage, source, status."""

from ancrage.domain.described import Column, Record, numbers
from ancrage.study.credits import CreditedSource, CreditedTable, EditionUsed, Measured, credit_codes
from ancrage.study.dates import fact_dates
from ancrage.warehouse.edition import Edition, derived

# tables that a study reads without showing a number of them: labels, crossings, hypotheses of a method
ALSO_READ = (
    "naf", "naf_classes", "countries", "occupations", "icio_sectors", "product_class", "supplier_history",
    "world_market", "icio_origins", "material_exposure", "same_firm_class", "proximity_service",
)  # fmt: skip


@derived
def measures(edition: Edition, study: type[Record]) -> dict[str, Measured]:
    """What each number of a study is, by its path."""
    return dict(sorted((path, measured(edition, column)) for path, column in numbers(study)))


def measured(edition: Edition, column: Column) -> Measured:
    """What a described number is in an edition, which knows the vintages and sources of its tables."""
    unit, status = column.unit, column.status
    if column.born:
        born = edition.measure(*column.born.split("."))
        unit, status = born.unit, born.status.value
    vintage, source = credit_codes(edition, column.tables)
    return Measured(column.label, unit, vintage, source, status)


@derived
def edition_used(edition: Edition, study: type[Record]) -> EditionUsed:
    """The edition: the tables that the study reads, and their sources, which must be credited."""
    named = {table.partition(":")[0] for _, column in numbers(study) for table in column.tables} | set(ALSO_READ)
    read = [name for name in edition.manifest["tables"] if name in named]
    sources = {source.attribution: source for name in read for source in edition.sources(name)}
    return EditionUsed(
        edition.id,
        edition.day.isoformat(),
        tuple(
            CreditedSource(s.id, s.title, s.producer, s.vintage, s.licence, attribution)
            for attribution, s in sources.items()
        ),
        tuple(_table(edition, name) for name in read),
        fact_dates(edition),
    )


def _table(edition: Edition, name: str) -> CreditedTable:
    entry = edition.entry(name)
    sources = tuple(dict.fromkeys(source.id for source in edition.sources(name)))
    return CreditedTable(name, entry["title"], sources, entry["rows"], entry["method"])
