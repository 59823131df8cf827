"""What each number of `etude.json` is: label, unit, vintage, source, status. A test finds any number left out."""

from collections.abc import Iterable
from functools import lru_cache

from ancrage.domain.measure import Measure, Status
from ancrage.steps.targets import SERVICE
from ancrage.steps.targets.criteria import CRITERIA
from ancrage.steps.vulnerability import MEASURES as VULNERABILITY
from ancrage.study import (
    actors_document,
    cases_document,
    choice,
    costs_document,
    impact_document,
    plan_document,
    sites_document,
)
from ancrage.warehouse.edition import Edition

# each describes its own numbers and names the tables that only it reads
PARTS = (actors_document, cases_document, costs_document, impact_document, sites_document, plan_document)

# tables a study reads, in the order they are credited
USED_TABLES = (
    "communes", "territories", "outlines", "naf", "naf_classes", "establishments", "closed_establishments",
    "added_establishments", "jobs_territory_class",
    "jobs_departement_class", "proximity_class", "proximity_service", "complexity_class", "trade_product",
    "trade_class", "supplier_concentration", "supplier_exact", "countries", "icio_sectors", "icio_domestic",
    "icio_imported", "branch_coefficients", "production_change", "naf_occupation", "occupations", "rome_fap",
    "labour_tension", "supplier_history", "world_market", "material_exposure", "icio_origins",
    "product_class",
    *(table for part in PARTS for table in part.TABLES),
)  # fmt: skip

JOBS, SITES, SHARE, NONE = "emplois", "établissements", "part (0-1)", "sans unité"
OWN = "Ancrage"
CUSTOMS = "trade_product:customs_nc8"
EST, PUB = Status.ESTIMATED, Status.PUBLISHED

# (path, label, unit, tables it comes from, status); a path without table is a choice or a count of this program.
# "table:source" credits only that source of a table that joins several.
ROWS: tuple[tuple[str, str, str, tuple[str, ...], Status], ...] = (
    ("territoire.population", "Population légale", "habitants", ("communes:cog_communes",), PUB),
    ("territoire.centre.lon", "Centre de population, longitude", "degrés", ("communes",), EST),
    ("territoire.centre.lat", "Centre de population, latitude", "degrés", ("communes",), EST),
    ("territoire.emplois_registre", "Emplois observés", JOBS, ("establishments",), EST),
    ("territoire.etablissements_registre", "Établissements observés", SITES, ("establishments",), PUB),
    ("edition.tables.lignes", "Lignes de la table", "lignes", (), PUB),
    ("strategie.enjeux.poids", "Poids de l'enjeu", "sans unité (relatif)", (), PUB),
    ("strategie.enjeux.part", "Part de l'enjeu dans le total des poids", SHARE, (), PUB),
    ("strategie.groupes.poids", "Part du groupe de critères", SHARE, (), PUB),
    ("strategie.criteres.poids", "Part du critère", SHARE, (), PUB),
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
    ("carte.etablissements.lon", "Longitude", "degrés", ("establishments",), PUB),
    ("carte.etablissements.lat", "Latitude", "degrés", ("establishments",), PUB),
    ("carte.etablissements.emplois", "Emplois", JOBS, ("establishments",), EST),
    ("carte.contours.geometry.coordinates", "Contour simplifié (WGS 84)", "degrés", ("outlines",), PUB),
)  # fmt: skip


@lru_cache(maxsize=4)
def measures(edition: Edition) -> dict[str, Measure]:
    rows = (*ROWS, *choice.MEASURES, *VULNERABILITY, *(row for part in PARTS for row in part.MEASURES))
    return {path: _measure(edition, label, unit, tables, status) for path, label, unit, tables, status in rows}


def _measure(edition: Edition, label: str, unit: str, tables: tuple[str, ...], status: Status) -> Measure:
    vintage, source = credit(edition, tables)
    return Measure(label, unit, vintage, source, status)


def credit(edition: Edition, tables: Iterable[str]) -> tuple[str, str]:
    """(vintages, sources) of some tables, each named once; the program itself when there is none."""
    sources = []
    for written in tables:
        name, _, wanted = written.partition(":")
        sources += [s for s in edition.sources(name) if wanted in ("", s.id)]
    if not sources:
        return edition.id, OWN
    vintages = dict.fromkeys(s.vintage for s in sources)
    return " ; ".join(vintages), " ; ".join(dict.fromkeys(f"{s.producer}, {s.title}" for s in sources))


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
