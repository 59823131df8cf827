"""One site proposed to one target: what is known of it, why it suits, what to check."""

from typing import Annotated, Any

from ancrage.domain.described import Range, Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.units import DEGREE, HA, INDEX, KM, M3, MW, RANK
from ancrage.domain.wording import NBSP, count, decimal
from ancrage.steps.resources import CONFIDENT, NO, TO_CHECK, Need, area, plain_number, span
from ancrage.steps.sites.brownfields import WITHOUT_PROJECT
from ancrage.steps.sites.qualities import ACTIVITY, HOUSING, NATURAL, NEAR_RAIL_M, zone_words
from ancrage.steps.sites.reach import OWN

ONE_BY_ONE, PUB = ("brownfield_sites",), Status.PUBLISHED
STRONG, FAIR, WEAK = "forte", "moyenne", "faible"
PAGE = "https://cartofriches.cerema.fr/cartofriches/?site="
HEAVIEST = "A"
SHARED_OUT = 2.0  # a plot more than this times the largest need is to be shared


class Offer(Record):
    """One site for one target; best note first. None elsewhere than in `note`: not known. Power, water, date and name
    come from the territory's own list only: no national source tells them."""

    rank: Annotated[int, number("Rang", RANK)] = field(name="rang")
    origin: Annotated[str, text("D'où vient le site")] = field(name="origine")
    site: Annotated[str | None, text("Identifiant Cartofriches", kind="code")]
    name: Annotated[str | None, text("Nom")] = field(name="nom")
    commune: Annotated[str, text("Commune (code INSEE)", kind="code")]
    commune_label: Annotated[str, text("Commune")] = field(name="commune_nom")
    here: Annotated[bool, text("Sur place", kind="flag")] = field(name="sur_place")
    distance_km: Annotated[
        float,
        number(
            "Distance au territoire, à vol d'oiseau (0 : dedans)",
            KM,
            of=("brownfield_sites", "communes"),
            head="Distance au territoire (km)",
        ),
    ]
    area_ha: Annotated[
        float | None,
        number(
            "Surface de l'unité foncière, ou donnée par le territoire",
            HA,
            of=ONE_BY_ONE,
            status=PUB,
            head="Surface (ha)",
        ),
    ] = field(name="surface_ha")
    status: Annotated[str, text("Statut")] = field(name="statut_friche")
    soil: Annotated[str | None, text("Pollution du sol")] = field(name="pollution")
    zoning: Annotated[str | None, text("Zone d'urbanisme")] = field(name="zonage")
    nature: Annotated[str | None, text("Ancienne activité")] = field(name="ancienne_activite")
    rail_km: Annotated[
        float | None, number("Distance au rail", KM, of=ONE_BY_ONE, status=PUB, head="Distance au rail (km)")
    ]
    power_mw: Annotated[
        float | None,
        number("Puissance disponible, donnée par le territoire", MW, status=PUB, head="Puissance disponible (MW)"),
    ] = field(name="puissance_mw")
    water_m3_per_day: Annotated[
        float | None,
        number("Eau disponible, donnée par le territoire", M3, status=PUB, head="Eau disponible (m³/jour)"),
    ] = field(name="eau_m3_par_jour")
    available_from: Annotated[str | None, text("Disponible")] = field(name="disponible_le")
    note: Annotated[float | None, number("Convenance du site", INDEX, of=ONE_BY_ONE, head="Convenance (0 à 1)")]
    reasons: Annotated[tuple[str, ...], text("Pourquoi")] = field(name="raisons")
    reserves: Annotated[tuple[str, ...], text("Réserves")]
    confidence: Annotated[str, text("Confiance")] = field(name="confiance")
    link: Annotated[str | None, text("Fiche")] = field(name="lien")
    lon: Annotated[float, number("Longitude", DEGREE, of=ONE_BY_ONE, status=PUB)]
    lat: Annotated[float, number("Latitude", DEGREE, of=ONE_BY_ONE, status=PUB)]


def offer(row: dict[str, Any], rank: int, need: Need, land: Range) -> Offer:
    """`row`: a row of `in_reach` or `own_sites` with its note."""
    own = row["origin"] == OWN
    return Offer(
        rank=rank,
        origin=row["origin"],
        site=row["site"],
        name=row["name"],
        commune=row["commune"],
        commune_label=row["commune_label"],
        here=row["here"],
        distance_km=row["distance_km"],
        area_ha=row["area_ha"],
        status=row["status"],
        soil=row["soil"],
        zoning=row["zoning_text"] or zone_words(row["zoning"], row["zoning_use"]),
        nature=row["nature"],
        rail_km=None if row["rail_m"] is None else row["rail_m"] / 1000,
        power_mw=row["power_mw"],
        water_m3_per_day=row["water_m3_per_day"],
        available_from=row["available_from"],
        note=row["note"],
        reasons=tuple(_reasons(row, land)),
        reserves=tuple(_reserves(row, need, land)),
        confidence=_confidence(row),
        link=None if own else f"{PAGE}{row['site']}",
        lon=row["lon"],
        lat=row["lat"],
    )


def _confidence(row: dict[str, Any]) -> str:
    if row["origin"] == OWN:
        return STRONG if row["area_ha"] is not None else FAIR
    return FAIR if row["status"] == WITHOUT_PROJECT and row["verified"] else WEAK


def _reasons(row: dict[str, Any], land: Range) -> list[str]:
    """What speaks for it, the surest first."""
    found = ["inscrit sur votre liste"] if row["origin"] == OWN else []
    size = row["area_ha"]
    if size is not None:
        fits = "la place du plus grand projet type" if size >= land.high else "la place d'un projet type"
        fits = fits if size >= land.central else "la place des plus petits projets"
        found.append(f"{area(size, row['origin'] == OWN)}{NBSP}ha : {fits}")
    if row["zoning_use"] == ACTIVITY:
        found.append("zone pour l'activité")
    if row["origin"] != OWN and row["status"] == WITHOUT_PROJECT:
        found.append("aucun projet connu")
    if row["soil"] in ("pollution inexistante", "pollution peu probable"):
        found.append(row["soil"])
    if row["rail_m"] is not None and row["rail_m"] <= NEAR_RAIL_M:
        found.append(f"rail à {decimal(row['rail_m'] / 1000)}{NBSP}km")
    if row["available_from"]:
        found.append(f"disponible : {row['available_from']}")
    return found


def _reserves(row: dict[str, Any], need: Need, land: Range) -> list[str]:
    """What to check or to settle first."""
    own, size = row["origin"] == OWN, row["area_ha"]
    found = []
    if not row["here"]:
        found.append(f"hors du territoire, à {decimal(row['distance_km'], 0)}{NBSP}km")
    if size is None:
        found.append("surface non donnée")
    elif size > SHARED_OUT * land.high:
        found.append("bien plus grand que le besoin : à partager")
    if not own and row["status"] != WITHOUT_PROJECT:
        found.append("friche potentielle : à vérifier" if row["verified"] else "friche potentielle, jamais vérifiée")
    if row["soil"] in ("pollution avérée", "pollution supposée"):
        found.append(row["soil"])
    elif row["soil"] is None:
        found.append("pollution inconnue")
    found += _plan(row, need)
    if row["same_plot"] > 1:
        found.append(f"{count(row['same_plot'], 'friche')} recensées sur ce même terrain")
    if row["owner"] and "physique" in row["owner"]:
        found.append("terrain de particuliers")
    return found + (_supply(row, need) if own else [])


def _plan(row: dict[str, Any], need: Need) -> list[str]:
    zoning, use, regime = row["zoning"], row["zoning_use"], need.regime
    if zoning in NATURAL:
        return [f"{zone_words(zoning, None)} : le plan d'urbanisme est à revoir"]
    if use == HOUSING:
        if regime and (regime.heaviest == HEAVIEST or regime.seveso != NO):
            doubt = "" if regime.confidence == CONFIDENT else f", {TO_CHECK}"
            return [f"habitat autour, alors que l'activité peut relever de l'autorisation ou de Seveso{doubt}"]
        return ["surtout de l'habitat autour"]
    if zoning is None and use is None:
        return ["zonage inconnu"]
    return ["zone à urbaniser fermée : à ouvrir d'abord"] if zoning == "AUs" else []


def _supply(row: dict[str, Any], need: Need) -> list[str]:
    """Power and water of a site of the territory's list against the need."""
    found = []
    for value, wanted, word, unit in (
        (row["power_mw"], need.power_mw, "puissance", "MW"),
        (row["water_m3_per_day"], need.water_m3_per_day, "eau", "m³ par jour"),
    ):
        if wanted is None:
            continue
        if value is None:
            found.append(f"{word} non donnée ({span(wanted, plain_number)}{NBSP}{unit} demandés)")
        elif value < wanted.high:
            short = "insuffisante" if value < wanted.low else "suffisante pour les plus petits projets seulement"
            told = f"{plain_number(value)}{NBSP}{unit} pour {span(wanted, plain_number)} demandés"
            found.append(f"{word} {short} : {told}")
    return found
