"""What goes with jobs and value added, when a sourced ratio exists: taxes, land, CO2 of the world."""

from collections.abc import Sequence
from dataclasses import dataclass

from ancrage.domain.described import Range
from ancrage.steps.impact.assess import AT, Assessed
from ancrage.steps.impact.project import TYPICAL, Project
from ancrage.steps.impact.published import Comparison, compare, published
from ancrage.steps.impact.setting import Setting
from ancrage.steps.national import Floats
from ancrage.steps.resources import resources
from ancrage.warehouse.edition import Edition

MANUFACTURING = "C"
WORLD_CO2 = "co2_monde_par_meur_va"


@dataclass(frozen=True, slots=True)
class Beside:
    """None: no sourced ratio. taxes: production taxes, million euros a year, all public bodies. land_ha: hectares.
    world_co2, abroad_co2: tonnes a year, negative when avoided, if the project replaces imports."""

    taxes: Range
    land_ha: Range | None
    world_co2: Range | None
    abroad_co2: Range | None


def beside(edition: Edition, place: Setting, projects: Sequence[Project], each: Assessed, band: Floats) -> Beside:
    """each: one column a project; band: (3, circles, quantities) of all together."""
    rate = published()["impots_production_part_va"].low / 100
    low, central, high = (float(v) for v in band[:, -1, AT["value_added_direct"]])
    world, home = _world(place, projects, each, band), band[:, -1, AT["co2"]]
    return Beside(
        taxes=Range(low * rate, central * rate, high * rate),
        land_ha=_land(edition, projects, each),
        world_co2=world,
        # what is saved elsewhere is what the world saves, and what is emitted more at home
        abroad_co2=world
        and Range(world.low - float(home[2]), world.central - float(home[1]), world.high - float(home[0])),
    )


def _world(place: Setting, projects: Sequence[Project], each: Assessed, band: Floats) -> Range | None:
    """Published change of the emissions of the world times the value added of the projects."""
    sectors = [place.whole.io.sectors[p.sector] for p in projects]
    if any(sector[0] != MANUFACTURING for sector in sectors):
        return None
    bounds = published()
    factors = [bounds.get(f"{WORLD_CO2}_{sector}", bounds[WORLD_CO2]).low for sector in sectors]
    at = AT["value_added_direct"]
    central = float(sum(f * v for f, v in zip(factors, each.central[-1, :, at], strict=True)))
    # all projects keep their mix when a hypothesis moves them together
    low, middle, high = band[:, -1, at]
    return Range(central * float(high / middle), central, central * float(low / middle))


def _land(edition: Edition, projects: Sequence[Project], each: Assessed) -> Range | None:
    """Hectares: jobs of each project times the smallest, the middle and the largest published ratio. A project of
    usual size asks for what the sites are matched with."""
    jobs = each.central[-1, :, AT["direct"]]
    needs = [resources(edition, p.activity) for p in projects]
    if any(need.land_ha is None or need.jobs is None for need in needs):
        return None
    if all(p.basis == TYPICAL for p in projects):
        usual = [need.land_ha for need in needs if need.land_ha]
        return Range(sum(r.low for r in usual), sum(r.central for r in usual), sum(r.high for r in usual))
    per_job = [
        (need.land_ha.low / need.jobs.low, need.land_ha.central / need.jobs.central, need.land_ha.high / need.jobs.high)
        for need in needs
        if need.land_ha and need.jobs
    ]
    return Range(*(float(sum(j * ratio[i] for j, ratio in zip(jobs, per_job, strict=True))) for i in range(3)))


def comparisons(place: Setting, projects: Sequence[Project], found: Assessed) -> tuple[Comparison, ...]:
    """Published ratios beside ours, both in one unit; only what can be told of the place and the activity. The
    published multiplier of sheltered jobs is not among them: our induced jobs are made of it."""
    told = bool(place.whole.exposed[[p.sector for p in projects]].all())
    rows = []
    if told and place.observed[: place.market + 1].all():
        rows.append(
            compare("autres_emplois_par_emploi_local", _range(found.ratio(("suppliers", "induced"), ("direct",)), 0))
        )
    if told:
        extra = found.ratio(("suppliers", "induced"), ("direct",))
        rows.append(compare("autres_emplois_par_emploi_france", _range(extra, -1)))
    if all(place.whole.io.sectors[p.sector][0] == MANUFACTURING for p in projects):
        rows.append(
            compare(
                "valeur_ajoutee_par_valeur_ajoutee", _range(found.ratio(("value_added",), ("value_added_direct",)), -1)
            )
        )
        if len(projects) == 1:
            low, central, high = (float(v) for v in place.whole.jobs[:, projects[0].sector])
            rows.append(compare("emplois_par_meur_importe", Range(low, central, high)))
    return tuple(rows)


def _range(band: Floats, ring: int) -> Range:
    low, central, high = (float(v) for v in band[:, ring, 0])
    return Range(low, central, high)
