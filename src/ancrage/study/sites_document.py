"""The part `sites` of `etude.json`."""

from typing import TYPE_CHECKING, Any

from ancrage.domain.described import Range
from ancrage.domain.measure import Status
from ancrage.domain.numbers import rounded
from ancrage.steps.sites import UNKNOWN_SUPPLY, Land, Offer, Sites, TargetSites, sentence

if TYPE_CHECKING:
    from ancrage.study.run import Results as Study

EST, PUB = Status.ESTIMATED, Status.PUBLISHED
ONE_BY_ONE, REGISTER = ("brownfield_sites",), ("establishments",)
NEED, OFFER, LAND = "sites.par_cible.besoin", "sites.par_cible.sites", "sites.foncier"
HERE = "Friches du territoire assez grandes, constructibles"
AROUND = "Friches des abords assez grandes, constructibles"
# ends of a range
ENDS = ("bas", "central", "haut")

# tables this part reads beside those of the others; rows of `study.measures`: (path, label, unit, tables, status)
TABLES: tuple[str, ...] = ("brownfields", "brownfield_sites")
MEASURES: tuple[tuple[str, str, str, tuple[str, ...], Status], ...] = (
    ("sites.friches.sites", "Friches recensées", "sites", ("brownfields",), PUB),
    ("sites.friches.sites_de_surface_connue", "Friches de surface connue", "sites", ("brownfields",), PUB),
    ("sites.friches.surface_ha", "Surface connue", "ha", ("brownfields",), PUB),
    ("sites.rayon_km", "Rayon des abords, depuis le centre des communes", "km", (), PUB),
    ("sites.votre_liste", "Sites de votre liste", "sites", (), PUB),
    *(
        (f"{NEED}.{name}.{end}", label, unit, REGISTER, EST)
        for name, label, unit in (
            ("emplois", "Emplois d'un projet type", "emplois"),
            ("foncier_ha", "Terrain d'un projet type", "ha"),
            ("puissance_mw", "Puissance moyenne d'un projet type", "MW"),
            ("eau_m3_par_jour", "Eau d'un projet type", "m³ par jour"),
        )
        for end in ENDS
    ),
    ("sites.par_cible.conviennent_liste", "Sites de votre liste assez grands", "sites", (), EST),
    ("sites.par_cible.conviennent_ici", HERE, "sites", ONE_BY_ONE, EST),
    ("sites.par_cible.conviennent_abords", AROUND, "sites", ONE_BY_ONE, EST),
    ("sites.par_cible.trop_petits", "Friches trop petites, territoire et abords", "sites", ONE_BY_ONE, EST),
    ("sites.par_cible.liste_trop_petits", "Sites de votre liste trop petits", "sites", (), EST),
    ("sites.par_cible.liste_sans_surface", "Sites de votre liste sans surface donnée", "sites", (), PUB),
    ("sites.par_cible.zone_naturelle", "Friches assez grandes en zone naturelle ou agricole", "sites", ONE_BY_ONE, EST),
    ("sites.par_cible.plus_grande_ha", "Plus grande friche connue, territoire et abords", "ha", ONE_BY_ONE, PUB),
    (f"{OFFER}.rang", "Rang", "rang", (), EST),
    (f"{OFFER}.distance_km", "Distance au territoire, à vol d'oiseau (0 : dedans)", "km",
     ("brownfield_sites", "communes"), EST),
    (f"{OFFER}.surface_ha", "Surface de l'unité foncière, ou donnée par le territoire", "ha", ONE_BY_ONE, PUB),
    (f"{OFFER}.rail_km", "Distance au rail", "km", ONE_BY_ONE, PUB),
    (f"{OFFER}.puissance_mw", "Puissance disponible, donnée par le territoire", "MW", (), PUB),
    (f"{OFFER}.eau_m3_par_jour", "Eau disponible, donnée par le territoire", "m³ par jour", (), PUB),
    (f"{OFFER}.note", "Convenance du site", "note de 0 à 1", ONE_BY_ONE, EST),
    (f"{OFFER}.lon", "Longitude", "degrés", ONE_BY_ONE, PUB),
    (f"{OFFER}.lat", "Latitude", "degrés", ONE_BY_ONE, PUB),
    (f"{LAND}.reference_ha", "Espaces consommés sur les dix ans de référence, donnés par le territoire", "ha", (), PUB),
    (f"{LAND}.consomme_ha", "Espaces consommés depuis, donnés par le territoire", "ha", (), PUB),
    (f"{LAND}.garantie_ha", "Garantie, donnée par le territoire", "ha", (), PUB),
    (f"{LAND}.taux_reduction", "Réduction demandée", "part (0-1)", (), PUB),
    (f"{LAND}.plafond_ha", "Plafond de la période", "ha", (), EST),
    (f"{LAND}.reste_ha", "Reste sous le plafond (négatif : dépassé)", "ha", (), EST),
    (f"{LAND}.besoin_ha.bas", "Terrain des projets types des premières cibles, ensemble", "ha", REGISTER, EST),
    (f"{LAND}.besoin_ha.haut", "Terrain des projets types des premières cibles, ensemble", "ha", REGISTER, EST),
    (f"{LAND}.cibles.besoin_ha.bas", "Terrain d'un projet type", "ha", REGISTER, EST),
    (f"{LAND}.cibles.besoin_ha.haut", "Terrain d'un projet type", "ha", REGISTER, EST),
)  # fmt: skip


def document(study: "Study") -> dict[str, Any]:
    return described(study.sites)


def described(sites: Sites) -> dict[str, Any]:
    """The step as plain data: the document holds it, the command `sites` prints it."""
    return {
        "phrase": sites.answer,
        "phrase_friches": sites.sentence,
        "phrase_puissance_eau": UNKNOWN_SUPPLY,
        "friches": [
            {
                "statut_friche": b.status,
                "sites": b.sites,
                "sites_de_surface_connue": b.sites_with_area,
                "surface_ha": rounded(b.area_ha) if b.sites_with_area else None,
            }
            for b in sites.brownfields
        ],
        "rayon_km": rounded(sites.radius_km),
        "votre_liste": sites.own,
        "par_cible": [_target(found) for found in sites.by_target],
        "foncier": _land(sites.land),
    }


def _range(found: Range | None) -> dict[str, Any] | None:
    return None if found is None else dict(zip(ENDS, map(rounded, (found.low, found.central, found.high)), strict=True))


def _target(found: TargetSites) -> dict[str, Any]:
    need = found.need
    return {
        "cible": need.activity,
        "libelle": found.label,
        "phrase": sentence(found),
        "besoin": {
            "emplois": _range(need.jobs),
            "foncier_ha": _range(need.land_ha),
            "puissance_mw": _range(need.power_mw),
            "eau_m3_par_jour": _range(need.water_m3_per_day),
        },
        "conviennent_liste": found.own,
        "conviennent_ici": found.here,
        "conviennent_abords": found.around,
        "trop_petits": found.too_small,
        "liste_trop_petits": found.own_too_small,
        "liste_sans_surface": found.own_unmeasured,
        "zone_naturelle": found.kept_natural,
        "plus_grande_ha": rounded(found.largest_ha),
        "sites": [_offer(offer) for offer in found.offers],
    }


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        "rang": offer.rank,
        "origine": offer.origin,
        "site": offer.site,
        "nom": offer.name,
        "commune": offer.commune,
        "commune_nom": offer.commune_label,
        "sur_place": offer.here,
        "distance_km": rounded(offer.distance_km),
        "surface_ha": rounded(offer.area_ha),
        "statut_friche": offer.status,
        "pollution": offer.soil,
        "zonage": offer.zoning,
        "ancienne_activite": offer.nature,
        "rail_km": rounded(offer.rail_km),
        "puissance_mw": rounded(offer.power_mw),
        "eau_m3_par_jour": rounded(offer.water_m3_per_day),
        "disponible_le": offer.available_from,
        "note": rounded(offer.note),
        "raisons": list(offer.reasons),
        "reserves": list(offer.reserves),
        "confiance": offer.confidence,
        "lien": offer.link,
        "lon": rounded(offer.lon),
        "lat": rounded(offer.lat),
    }


def _land(land: Land) -> dict[str, Any]:
    figures = land.figures
    return {
        "statut": (EST if figures else Status.ABSENT).value,
        "phrase": land.sentence,
        "reference_ha": rounded(figures.reference_ha) if figures else None,
        "consomme_ha": rounded(figures.used_ha) if figures else None,
        "garantie_ha": rounded(figures.guarantee_ha) if figures else None,
        "taux_reduction": rounded(land.rate),
        "source_du_taux": land.rate_source,
        "plafond_ha": rounded(land.cap_ha),
        "reste_ha": rounded(land.remaining_ha),
        "besoin_ha": {"bas": rounded(land.low_sum_ha), "haut": rounded(land.high_sum_ha)},
        "cibles": [
            {
                "cible": n.target,
                "besoin_ha": {"bas": rounded(n.low_ha), "haut": rounded(n.high_ha)},
                "verdict": n.verdict,
            }
            for n in land.needs
        ],
    }
