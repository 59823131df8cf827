"""What each number of `etude.json` is: label, unit, vintage, source, status. A test finds any number left out."""

from functools import lru_cache

from ancrage.domain.described import Column, Record, numbers
from ancrage.domain.measure import Status
from ancrage.study import (
    actors_document,
    cases_document,
    impact_document,
    plan_document,
    sites_document,
)
from ancrage.study.credits import CreditedTable, EditionUsed, Measured, credit
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
EST, PUB = Status.ESTIMATED, Status.PUBLISHED

# (path, label, unit, tables it comes from, status); a path without table is a choice or a count of this program.
# "table:source" credits only that source of a table that joins several.
ROWS: tuple[tuple[str, str, str, tuple[str, ...], Status], ...] = (
    ("diagnostic.specialisations.emplois", "Emplois", JOBS, ("establishments",), EST),
    ("diagnostic.specialisations.etablissements", "Établissements", SITES, ("establishments",), PUB),
    ("diagnostic.specialisations.part", "Part des emplois observés ici", SHARE, ("establishments",), EST),
    ("diagnostic.specialisations.part_france", "Part en France", SHARE, ("jobs_territory_class",), EST),
    ("diagnostic.specialisations.emplois_excedentaires", "Emplois au-dessus de la part nationale", JOBS,
     ("establishments", "jobs_territory_class"), EST),
    ("diagnostic.specialisations.quotient", "Quotient de localisation", NONE,
     ("establishments", "jobs_territory_class"), EST),
    ("diagnostic.specialisations.quotient_lisse", "Quotient lissé pour les petits nombres", NONE,
     ("establishments", "jobs_territory_class"), EST),
    ("diagnostic.specialisations.intervalle.bas", "Quotient lissé, borne basse (90 %)", NONE,
     ("establishments", "jobs_territory_class"), EST),
    ("diagnostic.specialisations.intervalle.haut", "Quotient lissé, borne haute (90 %)", NONE,
     ("establishments", "jobs_territory_class"), EST),
    ("diagnostic.specialisations.sous_activites.emplois", "Emplois de la sous-classe", JOBS, ("establishments",), EST),
    ("diagnostic.secteurs.emplois", "Emplois de la division", JOBS, ("establishments",), EST),
    ("diagnostic.secteurs.part", "Part des emplois observés ici", SHARE, ("establishments",), EST),
    ("diagnostic.secteurs.part_france", "Part en France", SHARE, ("jobs_territory_class",), EST),
    ("diagnostic.secteurs.quotient", "Quotient de localisation", NONE,
     ("establishments", "jobs_territory_class"), EST),
    ("diagnostic.secteurs.ecart_emplois", "Écart d'emplois à la part nationale", JOBS,
     ("establishments", "jobs_territory_class"), EST),
    ("diagnostic.comparables.similarite", "Part de structure commune (1 - indice de Krugman / 2)", SHARE,
     ("jobs_territory_class",), EST),
    ("diagnostic.comparables.emplois", "Emplois observés", JOBS, ("jobs_territory_class",), EST),
    ("diagnostic.dependance_employeurs.etablissements", "Établissements", SITES, ("establishments",), PUB),
    ("diagnostic.dependance_employeurs.employeurs", "Employeurs (SIREN)", "entreprises", ("establishments",), PUB),
    ("diagnostic.dependance_employeurs.part_premier", "Part du premier employeur", SHARE, ("establishments",), EST),
    ("diagnostic.dependance_employeurs.part_trois_premiers", "Part des trois premiers", SHARE,
     ("establishments",), EST),
    ("diagnostic.dependance_employeurs.part_dix_premiers", "Part des dix premiers", SHARE, ("establishments",), EST),
    ("diagnostic.dependance_employeurs.hhi", "Concentration des emplois par employeur (Herfindahl)", "indice 0-1",
     ("establishments",), EST),
    ("diagnostic.dependance_employeurs.principaux.emplois", "Emplois", JOBS, ("establishments",), EST),
    ("diagnostic.dependance_employeurs.principaux.part", "Part des emplois observés", SHARE,
     ("establishments",), EST),
    ("diagnostic.dependance_employeurs.principaux.etablissements", "Établissements ici", SITES,
     ("establishments",), PUB),
    ("diagnostic.maillons_manquants.besoin_meur", "Achats estimés des activités d'ici", "M€ par an",
     ("icio_domestic", "icio_imported", "branch_coefficients", "establishments"), EST),
    ("diagnostic.maillons_manquants.offre_ici_meur", "Production locale estimée", "M€ par an",
     ("branch_coefficients", "establishments"), EST),
    ("diagnostic.maillons_manquants.part_importee_france", "Part importée des achats français", SHARE,
     ("icio_domestic", "icio_imported"), PUB),
    ("diagnostic.maillons_manquants.part_hors_ue_france", "Part des achats français venue de hors UE", SHARE,
     ("icio_domestic", "icio_imported"), PUB),
    ("diagnostic.maillons_manquants.acheteurs.part", "Part des achats locaux", SHARE,
     ("icio_domestic", "icio_imported", "branch_coefficients", "establishments"), EST),
    ("diagnostic.savoir_faire_a_risque.etablissements_ici", "Établissements ici", SITES, ("establishments",), PUB),
    ("diagnostic.savoir_faire_a_risque.etablissements_france", "Établissements en France", SITES,
     ("jobs_territory_class",), PUB),
    ("diagnostic.savoir_faire_a_risque.emplois", "Emplois ici", JOBS, ("establishments",), EST),
    ("diagnostic.savoir_faire_a_risque.part_france", "Part des emplois du pays", SHARE,
     ("establishments", "jobs_territory_class"), EST),
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
