"""What each number of `etude.json` is: label, unit, vintage, source, status. A test finds any number left out."""

from collections.abc import Iterable
from functools import lru_cache

from ancrage.domain.described import Column, Record, numbers
from ancrage.domain.measure import Measure, Status
from ancrage.steps.targets import SERVICE
from ancrage.steps.targets.criteria import CRITERIA
from ancrage.steps.vulnerability import MEASURES as VULNERABILITY
from ancrage.study import (
    actors_document,
    cases_document,
    choice,
    impact_document,
    plan_document,
    sites_document,
)
from ancrage.study.credits import JOINED, OWN, CreditedTable, EditionUsed, Measured
from ancrage.warehouse.edition import Edition

# each describes its own numbers and names the tables that only it reads
PARTS = (actors_document, cases_document, impact_document, sites_document, plan_document)

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
CUSTOMS = "trade_product:customs_nc8"
EST, PUB = Status.ESTIMATED, Status.PUBLISHED

# (path, label, unit, tables it comes from, status); a path without table is a choice or a count of this program.
# "table:source" credits only that source of a table that joins several.
ROWS: tuple[tuple[str, str, str, tuple[str, ...], Status], ...] = (
    ("strategie.enjeux.poids", "Poids de l'enjeu", "sans unité (relatif)", (), PUB),
    ("strategie.enjeux.part", "Part de l'enjeu dans le total des poids", SHARE, (), PUB),
    ("strategie.groupes.poids", "Part du groupe de critères", SHARE, (), PUB),
    ("strategie.criteres.poids", "Part du critère", SHARE, (), PUB),
    ("cibles.rang", "Rang", "rang", (), EST),
    ("cibles.score", "Score", "indice 0-1", (), EST),
    ("cibles.acceptabilite.top5", "Chances d'être dans les 5 premières, poids et données variant", SHARE, (), EST),
    ("cibles.acceptabilite.top10", "Chances d'être dans les 10 premières, poids et données variant", SHARE, (), EST),
    ("cibles.groupes.besoin", "Sous-score Besoin du pays", "indice 0-1", (), EST),
    ("cibles.groupes.ancrage", "Sous-score Ancrage local", "indice 0-1", (), EST),
    ("cibles.groupes.gain", "Sous-score Gain pour le territoire", "indice 0-1", (), EST),
    ("cibles.groupes.enjeux", "Sous-score Enjeux de société", "indice 0-1", (), EST),
    ("cibles.part_criteres_connus", "Part du poids des critères connus", SHARE, (), PUB),
    ("cibles.emplois_ici", "Emplois déjà dans l'activité (services : part du département)", JOBS,
     ("establishments", "jobs_departement_class"), EST),
    ("cibles.etablissements_ici", "Établissements déjà dans l'activité", SITES,
     ("establishments", "jobs_departement_class"), PUB),
    ("cibles.parentes.densite", "Part de ce qui est proche que le territoire a déjà", "indice 0-1",
     ("proximity_class", "icio_domestic", "naf_occupation"), EST),
    ("cibles.parentes.note", "Place parmi les activités candidates", "indice 0-1", (), EST),
    ("cibles.gain_perspectives", "Complexité mise à portée (COG)", "écart-type", ("complexity_class",), EST),
    ("cibles.enjeux.poids", "Force du lien entre l'activité et l'enjeu", "indice 0-1", (), EST),
    ("cibles.produits.importations_eur", "Importations françaises", "€", (CUSTOMS,), PUB),
    ("cibles.produits.exportations_eur", "Exportations françaises", "€", (CUSTOMS,), PUB),
    ("cibles.produits.solde_eur", "Solde", "€", (CUSTOMS,), PUB),
    ("cibles.produits.couverture", "Taux de couverture", "rapport", (CUSTOMS,), PUB),
    ("cibles.produits.droit_pct", "Droit de douane de l'UE", "% ad valorem", ("trade_product:customs_duties",), PUB),
    ("cibles.produits.fournisseurs.part_premier", "Part du premier pays fournisseur", SHARE,
     ("supplier_exact", "supplier_concentration"), EST),
    ("cibles.produits.fournisseurs.part_hors_ue", "Part venue de hors UE", SHARE,
     ("supplier_exact", "supplier_concentration"), EST),
    ("cibles.produits.fournisseurs.hhi_hors_ue", "Concentration des fournisseurs hors UE", "indice 0-1",
     ("supplier_exact", "supplier_concentration"), EST),
)  # fmt: skip


@lru_cache(maxsize=4)
def measures(edition: Edition, study: type[Record]) -> dict[str, Measured]:
    """What each number of a study is, by its path."""
    rows = (*ROWS, *choice.MEASURES, *VULNERABILITY, *(row for part in PARTS for row in part.MEASURES))
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


def credit(edition: Edition, tables: Iterable[str]) -> tuple[str, str]:
    """(vintages, sources) of some tables, each named once; the program itself when there is none."""
    sources = []
    for written in tables:
        name, _, wanted = written.partition(":")
        sources += [s for s in edition.sources(name) if wanted in ("", s.id)]
    if not sources:
        return edition.id, OWN
    vintages = dict.fromkeys(s.vintage for s in sources)
    return JOINED.join(vintages), JOINED.join(dict.fromkeys(f"{s.producer}, {s.title}" for s in sources))


@lru_cache(maxsize=256)
def criterion_measure(edition: Edition, code: str, kind: str) -> Measure:
    """The measure of a criterion; services have no customs data, their figures come from other tables."""
    criterion = next(c for c in CRITERIA if c.code == code)
    table, status = criterion.table, EST
    if kind == SERVICE:
        table = {
            "part_hors_ue": "icio_imported",
            "emplois_ici": "jobs_departement_class",
            "densite": "proximity_service",
        }.get(code, table)
    if table.startswith(("trade_class", "icio_sectors")):
        status = PUB
    vintage, source = credit(edition, (table,) if table else ())
    return Measure(criterion.label, criterion.unit, vintage, source, status)
