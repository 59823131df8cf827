"""Sites as a study tells them: what each first target needs against the sites in reach, and the land still allowed."""

from dataclasses import dataclass
from typing import Annotated

from ancrage.domain.described import Range, Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.units import HA, JOBS, KM, M3, MW, PLACES, SHARE
from ancrage.steps.resources import Need
from ancrage.steps.sites import UNKNOWN_SUPPLY, Brownfields, Land, Offer, Sites, TargetSites, sentence

EST, PUB = Status.ESTIMATED, Status.PUBLISHED
ONE_BY_ONE, REGISTER = ("brownfield_sites",), ("establishments",)
OWN = "votre liste"
WHERE = (OWN, "friche d'ici", "friche des abords")


class SiteNeed(Record):
    """What a typical project asks for."""

    jobs: Annotated[Range | None, number("Emplois d'un projet type", JOBS, of=REGISTER)] = field(name="emplois")
    land_ha: Annotated[Range | None, number("Terrain d'un projet type", HA, of=REGISTER, head="Terrain (ha)")] = field(
        name="foncier_ha"
    )
    power_mw: Annotated[
        Range | None, number("Puissance moyenne d'un projet type", MW, of=REGISTER, head="Puissance (MW)")
    ] = field(name="puissance_mw")
    water_m3_per_day: Annotated[
        Range | None, number("Eau d'un projet type", M3, of=REGISTER, head="Eau (m³ par jour)")
    ] = field(name="eau_m3_par_jour")


class SitesOfTarget(Record):
    """One target against the sites in reach."""

    activity: Annotated[str, text("Cible (NAF)", kind="code")] = field(name="cible")
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    need: Annotated[SiteNeed, text("Besoin d'un projet type")] = field(name="besoin")
    own: Annotated[int, number("Sites de votre liste assez grands", PLACES)] = field(name="conviennent_liste")
    here: Annotated[
        int,
        number(
            "Friches du territoire assez grandes, constructibles",
            PLACES,
            of=ONE_BY_ONE,
            head="Friches d'ici assez grandes",
        ),
    ] = field(name="conviennent_ici")
    around: Annotated[
        int,
        number(
            "Friches des abords assez grandes, constructibles",
            PLACES,
            of=ONE_BY_ONE,
            head="Friches des abords assez grandes",
        ),
    ] = field(name="conviennent_abords")
    too_small: Annotated[
        int, number("Friches trop petites, territoire et abords", PLACES, of=ONE_BY_ONE, head="Friches trop petites")
    ] = field(name="trop_petits")
    own_too_small: Annotated[int, number("Sites de votre liste trop petits", PLACES)] = field(name="liste_trop_petits")
    own_unmeasured: Annotated[
        int,
        number(
            "Sites de votre liste sans surface donnée", PLACES, status=PUB, head="Sites de votre liste sans surface"
        ),
    ] = field(name="liste_sans_surface")
    kept_natural: Annotated[
        int,
        number(
            "Friches assez grandes en zone naturelle ou agricole",
            PLACES,
            of=ONE_BY_ONE,
            head="Friches en zone naturelle ou agricole",
        ),
    ] = field(name="zone_naturelle")
    largest_ha: Annotated[
        float | None,
        number(
            "Plus grande friche connue, territoire et abords",
            HA,
            of=ONE_BY_ONE,
            status=PUB,
            head="Plus grande friche connue (ha)",
        ),
    ] = field(name="plus_grande_ha")
    offers: Annotated[tuple[Offer, ...], text("Terrains proposés")] = field(name="sites")


class Ends(Record):
    """Hectares of the smallest and of the largest typical projects."""

    low: Annotated[float, number("Terrain, borne basse", HA, of=REGISTER)] = field(name="bas")
    high: Annotated[float, number("Terrain, borne haute", HA, of=REGISTER)] = field(name="haut")


class LandOfTarget(Record):
    """Whether the typical project of a target fits what is left, alone."""

    target: Annotated[str, text("Cible (NAF)", kind="code")] = field(name="cible")
    need: Annotated[Ends, text("Terrain d'un projet type")] = field(name="besoin_ha")
    verdict: Annotated[str, text("Tient sous le plafond")]


class LandBudget(Record):
    """The land that may still be used under the ceiling; None where the territory told nothing."""

    status: Annotated[str, text("Statut")] = field(name="statut")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    reference_ha: Annotated[
        float | None, number("Espaces consommés sur les dix ans de référence, donnés par le territoire", HA, status=PUB)
    ]
    used_ha: Annotated[float | None, number("Espaces consommés depuis, donnés par le territoire", HA, status=PUB)] = (
        field(name="consomme_ha")
    )
    guarantee_ha: Annotated[float | None, number("Garantie, donnée par le territoire", HA, status=PUB)] = field(
        name="garantie_ha"
    )
    rate: Annotated[float | None, number("Réduction demandée", SHARE, status=PUB)] = field(name="taux_reduction")
    rate_source: Annotated[str | None, text("Qui demande cette réduction")] = field(name="source_du_taux")
    cap_ha: Annotated[float | None, number("Plafond de la période", HA)] = field(name="plafond_ha")
    remaining_ha: Annotated[float | None, number("Reste sous le plafond (négatif : dépassé)", HA)] = field(
        name="reste_ha"
    )
    need: Annotated[Ends, text("Terrain des projets types des premières cibles, ensemble")] = field(name="besoin_ha")
    targets: Annotated[tuple[LandOfTarget, ...], text("Cible par cible")] = field(name="cibles")


class SitesStudied(Record):
    """Where the first targets could go."""

    answer: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    sentence: Annotated[str, text("Friches recensées", kind="prose")] = field(name="phrase_friches")
    unknown_supply: Annotated[str, text("Puissance électrique et eau", kind="prose")] = field(
        name="phrase_puissance_eau"
    )
    brownfields: Annotated[tuple[Brownfields, ...], text("Friches du territoire, par statut")] = field(name="friches")
    radius_km: Annotated[float, number("Rayon des abords, depuis le centre des communes", KM, status=PUB)] = field(
        name="rayon_km"
    )
    own: Annotated[int, number("Sites de votre liste", PLACES, status=PUB)] = field(name="votre_liste")
    by_target: Annotated[
        tuple[SitesOfTarget, ...],
        text(
            "Cible par cible",
        ),
    ] = field(name="par_cible")
    land: Annotated[LandBudget, text("Budget foncier (ZAN)")] = field(name="foncier")


def sites_studied(sites: Sites) -> SitesStudied:
    """The step as the document holds it and the command `sites` prints it."""
    return SitesStudied(
        answer=sites.answer,
        sentence=sites.sentence,
        unknown_supply=UNKNOWN_SUPPLY,
        brownfields=sites.brownfields,
        radius_km=sites.radius_km,
        own=sites.own,
        by_target=tuple(_target(target) for target in sites.by_target),
        land=_land(sites.land),
    )


def _need(need: Need) -> SiteNeed:
    return SiteNeed(need.jobs, need.land_ha, need.power_mw, need.water_m3_per_day)


def _target(target: TargetSites) -> SitesOfTarget:
    return SitesOfTarget(
        activity=target.need.activity,
        label=target.label,
        sentence=sentence(target),
        need=_need(target.need),
        own=target.own,
        here=target.here,
        around=target.around,
        too_small=target.too_small,
        own_too_small=target.own_too_small,
        own_unmeasured=target.own_unmeasured,
        kept_natural=target.kept_natural,
        largest_ha=target.largest_ha,
        offers=target.offers,
    )


def _land(land: Land) -> LandBudget:
    figures = land.figures
    return LandBudget(
        status=(EST if figures else Status.ABSENT).value,
        sentence=land.sentence,
        reference_ha=figures.reference_ha if figures else None,
        used_ha=figures.used_ha if figures else None,
        guarantee_ha=figures.guarantee_ha if figures else None,
        rate=land.rate,
        rate_source=land.rate_source,
        cap_ha=land.cap_ha,
        remaining_ha=land.remaining_ha,
        need=Ends(land.low_sum_ha, land.high_sum_ha),
        targets=tuple(LandOfTarget(n.target, Ends(n.low_ha, n.high_ha), n.verdict) for n in land.needs),
    )


@dataclass(frozen=True, slots=True)
class Visit:
    """A site worth a visit, once: its `number` from 1, the targets it may hold, its reserves for any of them."""

    number: int
    site: Offer
    where: str
    targets: tuple[str, ...]
    reserves: tuple[str, ...]
    note: float


def where(site: Offer) -> str:
    """One of WHERE."""
    return OWN if site.origin == OWN else WHERE[1] if site.here else WHERE[2]


def to_visit(sites: SitesStudied) -> list[Visit]:
    """Each proposed site once: own sites first, then those that hold the most targets."""
    offers: dict[tuple[str, str | None, str], list[tuple[str, Offer]]] = {}
    for target in sites.by_target:
        for site in target.offers:
            offers.setdefault((site.origin, site.site or site.name, site.commune), []).append((target.activity, site))
    visits = [
        Visit(
            number=0,
            site=of[0][1],
            where=where(of[0][1]),
            targets=tuple(target for target, _ in of),
            reserves=tuple(dict.fromkeys(reserve for _, site in of for reserve in site.reserves)),
            note=max(site.note or 0 for _, site in of),
        )
        for of in offers.values()
    ]
    visits.sort(
        key=lambda v: (v.where != OWN, -len(v.targets), -v.note, v.site.commune, v.site.site or v.site.name or "")
    )
    return [Visit(at, v.site, v.where, v.targets, v.reserves, v.note) for at, v in enumerate(visits, start=1)]
