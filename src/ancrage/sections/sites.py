"""Where would it go? The sites in reach of each target, and the land that may still be used."""

from collections.abc import Iterator
from dataclasses import replace

from ancrage.sections.blocks import Block, Rows, Section, Text, Title
from ancrage.sections.site_map import NUMBERED, site_map
from ancrage.sections.sites_figures import needs_and_sites
from ancrage.sections.table import Cell, Col, Table, View, data, table
from ancrage.study import Study
from ancrage.study.sites import Visit, to_visit

_COUNTS = ("conviennent_liste", "conviennent_ici", "conviennent_abords")
_NEED = ("besoin.foncier_ha.bas", "besoin.foncier_ha.haut")
BY_TARGET = View(
    "cibles",
    "Le terrain, cible par cible",
    rows="sites.par_cible",
    columns=(
        "cible", "libelle", *_NEED, *_COUNTS, "plus_grande_ha", "trop_petits", "liste_trop_petits",
        "liste_sans_surface", "zone_naturelle", "besoin.emplois.bas", "besoin.emplois.haut", "besoin.puissance_mw.bas",
        "besoin.puissance_mw.haut", "besoin.eau_m3_par_jour.bas", "besoin.eau_m3_par_jour.haut", "phrase",
    ),
    empty="Aucune cible à placer.",
)  # fmt: skip
BY_TARGET_BRIEF = View(
    "cibles", BY_TARGET.title, BY_TARGET.rows, ("cible", "libelle", *_NEED, *_COUNTS), BY_TARGET.empty
)
LAND = View(
    "foncier",
    "Sous le plafond ZAN, cible par cible",
    rows="sites.foncier.cibles",
    columns=("cible", "besoin_ha.bas", "besoin_ha.haut", "verdict"),
    empty="Vos chiffres de consommation d'espaces ne sont pas donnés.",
)
OFFERS = View(
    "terrains",
    "Terrains proposés, cible par cible",
    rows="sites.par_cible.sites",
    columns=(
        "par_cible.cible", Col("par_cible.libelle", "Libellé de la cible"), "rang", "origine", "nom", "site", "commune",
        "commune_nom", "sur_place", "distance_km", "surface_ha", "statut_friche", "pollution", "zonage",
        "ancienne_activite", "rail_km", "puissance_mw", "eau_m3_par_jour", "disponible_le", "note", "confiance",
        "raisons", "reserves", "lien", "lon", "lat",
    ),
    empty="Aucun terrain connu n'est assez grand.",
)  # fmt: skip
_HEADS = (
    ("Numéro", "rank"), ("Terrain", "text"), ("Surface (ha)", "decimal1"), ("Où", "text"), ("Statut, zone", "text"),
    ("Ancienne activité", "text"), ("Cibles servies", "integer"), ("Convenance (0 à 1, est.)", "decimal"),
    ("Réserves", "text"), ("Fiche", "text"),
)  # fmt: skip
_OFFER = "sites.par_cible.sites"


def visits(study: Study) -> Table:
    """Each proposed site once, numbered as on the map."""
    rows = [_visit(visit) for visit in to_visit(study.sites)]
    title = "Terrains à aller voir : ceux de votre liste, puis ceux qui servent le plus de cibles"
    whole = data("visites", title, _HEADS, rows)
    return replace(whole, paths=(f"{_OFFER}.surface_ha", f"{_OFFER}.note"), empty=OFFERS.empty)


def _visit(visit: Visit) -> tuple[Cell, ...]:
    site = visit.site
    name = f"{site.name or ''}, {site.commune_label} {site.site or ''}".strip(", ")
    known = [site.status if site.link else None, site.zoning]
    status = ", ".join(word for word in known if word) or None
    reserves = " ; ".join(visit.reserves) or "rien de connu"
    return (
        visit.number, name, site.area_ha, visit.where, status, site.nature, len(visit.targets), visit.note, reserves,
        site.link,
    )  # fmt: skip


def blocks(study: Study) -> Iterator[Block]:
    sites = study.sites
    yield Text(sites.answer, style="lead")
    yield Text(f"{sites.sentence} {sites.unknown_supply}")
    yield needs_and_sites(sites)
    yield site_map(study)
    whole = visits(study)
    brief = replace(whole, columns=whole.columns[:-1], rows=tuple(row[:-1] for row in whole.rows))
    yield Rows(brief, limit=NUMBERED)
    yield Text(
        "Surface : celle de l'unité foncière, parfois bien plus grande que la friche. Convenance : surface, zonage, "
        "statut, pollution, distance, rail ; elle ordonne des visites, elle ne juge pas un terrain. Le numéro d'une "
        "friche ouvre sa fiche sur cartofriches.cerema.fr (adresses dans tableaux.xlsx).",
        style="source",
    )
    yield Title("Le budget foncier (ZAN)")
    yield Text(sites.land.sentence)
    yield Rows(table(study, BY_TARGET_BRIEF), paper=5, named=False)


SITES = Section(
    "sites",
    "Sites",
    "Où cela irait-il ?",
    blocks,
    views=(BY_TARGET, LAND, OFFERS),
    tables=(visits,),
    sheet="Sites",
    about="les terrains connus, cible par cible",
)
