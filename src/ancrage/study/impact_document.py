"""The part `impact` of `etude.json`, and the same figures for one project asked on the command line."""

from typing import TYPE_CHECKING, Any

from ancrage.domain.described import Range
from ancrage.domain.measure import Status
from ancrage.steps.impact import Impact, Ring
from ancrage.warehouse.edition import Edition

if TYPE_CHECKING:
    from ancrage.study.run import Results as Study

EST, PUB = Status.ESTIMATED, Status.PUBLISHED
# tables this part reads beside those of the others; rows of `study.measures`: (path, label, unit, tables, status)
TABLES: tuple[str, ...] = ()
LOCAL = (
    "icio_domestic",
    "branch_coefficients",
    "establishments:sirene_etablissements",
    "jobs_departement_class",
    "communes:cog_communes",
)
WHOLE = ("icio_domestic", "icio_imported", "branch_coefficients")
ENDS = (("bas", "borne basse"), ("central", "valeur centrale"), ("haut", "borne haute"))
JOBS, MEUR, CO2 = "emplois", "M€ par an", "t CO2e par an"

# of one impact, under any base path
_BANDS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("taille", "Taille du projet", "emplois, ou M€ par an selon « base »", ("establishments",)),
    ("production_meur", "Production du projet", MEUR, ("branch_coefficients",)),
    ("cercles.emplois.directs", "Emplois directs", JOBS, ("establishments", "branch_coefficients")),
    ("cercles.emplois.fournisseurs", "Emplois chez les fournisseurs, dans le cercle", JOBS, LOCAL),
    ("cercles.emplois.induits", "Emplois induits par les salaires dépensés, dans le cercle", JOBS, LOCAL),
    ("cercles.emplois.total", "Emplois directs, fournisseurs et induits, dans le cercle", JOBS, LOCAL),
    ("cercles.valeur_ajoutee_meur.projet", "Valeur ajoutée du projet", MEUR, WHOLE),
    ("cercles.valeur_ajoutee_meur.total", "Valeur ajoutée, fournisseurs du cercle compris", MEUR, LOCAL),
    ("cercles.co2_t.projet", "CO2 émis par le projet", CO2, ("branch_coefficients",)),
    ("cercles.co2_t.total", "CO2 émis, fournisseurs du cercle compris", CO2, LOCAL),
    ("impots_production_meur", "Impôts de production, toutes administrations, ordre de grandeur", MEUR, WHOLE),
    ("terrain_ha", "Terrain", "ha", ("establishments",)),
    ("co2_monde_t", "CO2 mondial, si le projet remplace des importations", CO2, WHOLE),
    ("co2_ailleurs_t", "CO2 hors de France, par différence", CO2, WHOLE),
)
_SINGLE: tuple[tuple[str, str, str, tuple[str, ...], Status], ...] = (
    ("partage.part", "Part d'un euro produit", "part (0-1)", (*LOCAL, "icio_imported"), EST),
    ("sensibilite.ici_bas", "Changement des emplois ici, hypothèse à son bas", JOBS, LOCAL, EST),
    ("sensibilite.ici_haut", "Changement des emplois ici, hypothèse à son haut", JOBS, LOCAL, EST),
    ("sensibilite.france_bas", "Changement des emplois en France, hypothèse à son bas", JOBS, LOCAL, EST),
    ("sensibilite.france_haut", "Changement des emplois en France, hypothèse à son haut", JOBS, LOCAL, EST),
    ("bornes.publie_bas", "Valeur publiée, borne basse", "unité de la borne", (), PUB),
    ("bornes.publie_haut", "Valeur publiée, borne haute", "unité de la borne", (), PUB),
    ("bornes.ici_bas", "Notre valeur, borne basse", "unité de la borne", LOCAL, EST),
    ("bornes.ici_central", "Notre valeur centrale", "unité de la borne", LOCAL, EST),
    ("bornes.ici_haut", "Notre valeur, borne haute", "unité de la borne", LOCAL, EST),
    ("substitution.valeur_meur", "Importations remplacées", MEUR, (), PUB),
    ("substitution.importations_branche_meur", "Importations de la branche", MEUR,
     ("trade_class", "icio_imported"), EST),
    ("substitution.part", "Part des importations de la branche", "part (0-1)", ("trade_class", "icio_imported"), EST),
    ("substitution.valeur_ajoutee_meur", "Changement de la valeur ajoutée en France", MEUR, WHOLE, EST),
    ("substitution.importations_meur", "Changement des importations", MEUR, WHOLE, EST),
    ("substitution.importations_induites_meur", "Importations que la production demande", MEUR, WHOLE, EST),
    ("substitution.emplois", "Changement des emplois en France", JOBS, WHOLE, EST),
    ("substitution.co2_t", "Changement du CO2 émis en France", CO2, WHOLE, EST),
    ("substitution.conservation_meur", "Valeur ajoutée + importations : doit être nul", MEUR, WHOLE, EST),
)  # fmt: skip


def _rows(base: str) -> tuple[tuple[str, str, str, tuple[str, ...], Status], ...]:
    bands = [
        (f"{base}.{path}.{end}", f"{label}, {said}", unit, tables, EST)
        for path, label, unit, tables in _BANDS
        for end, said in ENDS
    ]
    return (*bands, *((f"{base}.{path}", label, unit, tables, status) for path, label, unit, tables, status in _SINGLE))


MEASURES: tuple[tuple[str, str, str, tuple[str, ...], Status], ...] = (
    *_rows("impact.cibles"),
    *_rows("impact.portefeuille"),
)


def document(study: "Study") -> dict[str, Any]:
    found = study.impact
    return {
        "statut": EST.value,
        "phrase": found.sentence,
        "cibles": [impact_document(i) for i in found.projects],
        "portefeuille": None if found.portfolio is None else impact_document(found.portfolio),
        "limites": list(dict.fromkeys(text for i in found.projects[:1] for text in i.unknowns)),
    }


def impact_document(impact: Impact) -> dict[str, Any]:
    """One project, or a set of them (its `activite` is then null)."""
    project, aside = impact.project, impact.beside
    return {
        "activite": project.activity if project else None,
        "libelle": project.label if project else None,
        "nature": impact.nature,
        "base": project.basis if project else "portefeuille",
        "taille": _band(project.amount) if project else None,
        "objet": impact.words,
        "phrase": impact.sentence,
        "secteur": impact.sector or None,
        "secteur_libelle": impact.sector_label or None,
        "bassin": impact.market,
        "production_meur": _band(impact.output),
        "cercles": [_ring(r) for r in impact.rings],
        "partage": [{"ou": s.label, "part": plain(s.share)} for s in impact.split],
        "sensibilite": [
            {
                "code": h.code,
                "hypothese": h.label,
                "bas": h.low,
                "central": h.central,
                "haut": h.high,
                "ici_bas": plain(h.here_low),
                "ici_haut": plain(h.here_high),
                "france_bas": plain(h.france_low),
                "france_haut": plain(h.france_high),
                "pourquoi": h.why,
            }
            for h in impact.hypotheses
        ],
        "bornes": [
            {
                "code": c.published.code,
                "borne": c.published.label,
                "perimetre": c.published.where,
                "unite_borne": c.published.unit,
                "publie_bas": c.published.low,
                "publie_haut": c.published.high,
                "ici_bas": plain(c.ours.low),
                "ici_central": plain(c.ours.central),
                "ici_haut": plain(c.ours.high),
                "verdict": c.verdict,
                "phrase": c.sentence,
                "source_borne": c.published.source,
                "date": c.published.date,
                "confiance": c.published.confidence,
            }
            for c in impact.comparisons
        ],
        "impots_production_meur": _band(aside.taxes),
        "terrain_ha": _band(aside.land_ha),
        "co2_monde_t": _band(aside.world_co2),
        "co2_ailleurs_t": _band(aside.abroad_co2),
        "substitution": _substitution(impact),
        "limites": list(impact.unknowns),
    }


def _ring(ring: Ring) -> dict[str, Any]:
    return {
        "niveau": ring.level,
        "code": ring.code,
        "nom": ring.label,
        "connu": ring.known,
        "emplois": {
            "directs": _band(ring.direct),
            "fournisseurs": _band(ring.suppliers),
            "induits": _band(ring.induced),
            "total": _band(ring.jobs),
        },
        "valeur_ajoutee_meur": {"projet": _band(ring.value_added_direct), "total": _band(ring.value_added)},
        "co2_t": {"projet": _band(ring.co2_direct), "total": _band(ring.co2)},
    }


def _substitution(impact: Impact) -> dict[str, Any] | None:
    found = impact.substitution
    if found is None:
        return None
    return {
        "valeur_meur": plain(found.value),
        "importations_branche_meur": plain(found.branch_imports),
        "part": plain(found.share),
        "valeur_ajoutee_meur": plain(found.value_added),
        "importations_meur": plain(found.imports),
        "importations_induites_meur": plain(found.induced_imports),
        "emplois": plain(found.jobs),
        "co2_t": plain(found.co2_home),
        "conservation_meur": plain(found.conservation),
        "phrase": found.sentence,
    }


def _band(found: Range | None) -> dict[str, float] | None:
    if found is None:
        return None
    return {"bas": plain(found.low), "central": plain(found.central), "haut": plain(found.high)}


def plain(value: float) -> float:
    """Six significant figures; what is only rounding is zero."""
    return float(f"{value:.6g}") if abs(value) > 1e-6 else 0.0


def project_document(edition: Edition, impact: Impact) -> dict[str, Any]:
    """One impact alone, with the description of each of its numbers."""
    from ancrage.domain import described
    from ancrage.study import Study as Document
    from ancrage.study.measures import measures

    base = "impact.cibles."
    measured = measures(edition, Document)
    found = {path.removeprefix(base): described.plain(m) for path, m in measured.items() if path.startswith(base)}
    return {"edition": edition.id, "impact": impact_document(impact), "mesures": found}
