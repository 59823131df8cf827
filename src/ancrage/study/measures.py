"""What each number of `etude.json` is, from the records: label, unit, vintage, source, status."""

from ancrage.domain.described import Column, Record, numbers
from ancrage.study.credits import CreditedTable, EditionUsed, Measured, credit
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
    vintage, source = credit(edition, column.tables)
    return Measured(column.label, unit, vintage, source, status)


@derived
def edition_used(edition: Edition, study: type[Record]) -> EditionUsed:
    """The edition, and one row a table that the study reads and a source of it: what to credit."""
    named = {table.partition(":")[0] for _, column in numbers(study) for table in column.tables} | set(ALSO_READ)
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
    return EditionUsed(edition.id, edition.day.isoformat(), rows, fact_dates(edition))
