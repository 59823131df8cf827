"""Of when is each kind of fact? Said by the edition, which knows the vintage of the sources of its tables."""

from ancrage.study.credits import FactDate, credit
from ancrage.warehouse.edition import Edition

# kinds of facts a study rests on, and the "table:source" of the edition that holds them
FACTS = (
    ("registre", "establishments:sirene_etablissements"),
    ("emplois officiels", "salaried_jobs_zone:insee_flores"),
    ("évolution de l'emploi", "private_jobs_zone:urssaf_zones"),
    ("emplois des services", "jobs_departement_naf:sirene_departements"),
    ("commerce extérieur", "trade_product:customs_nc8"),
    ("droits de douane", "trade_product:customs_duties"),
    ("pays fournisseurs", "supplier_shares:oecd_btige"),
    ("tensions de recrutement", "labour_tension:dares_tensions"),
    ("embauches par métier", "naf_occupation:rome_embauches"),
    ("achats entre branches", "icio_domestic:oecd_icio_domestic"),
    ("coefficients de branche", "branch_coefficients:threeme"),
    ("friches", "brownfields:cartofriches"),
)


def fact_dates(edition: Edition) -> tuple[FactDate, ...]:
    """The date of each kind of fact that the edition holds."""
    tables = edition.manifest["tables"]
    return tuple(
        FactDate(fact, *credit(edition, (place,))) for fact, place in FACTS if place.partition(":")[0] in tables
    )
