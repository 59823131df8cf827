"""All that the rules of the plan may read, gathered once. What another step learns arrives as an optional field."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from ancrage.domain.knowledge import Knowledge
from ancrage.domain.strategy import Strategy
from ancrage.domain.territory import Level
from ancrage.steps.actors import PRODUCER, Actor
from ancrage.steps.actors.actor import FAIR, STRONG
from ancrage.steps.diagnostic import Diagnostic
from ancrage.steps.input_output import input_output
from ancrage.steps.limits_check import Check
from ancrage.steps.local import Local
from ancrage.steps.resources import Need, resources
from ancrage.steps.sites import Sites
from ancrage.steps.stakes import served_by_all
from ancrage.steps.targets import Target
from ancrage.steps.targets.robustness import Robustness

FIRST, LEADING = 10, 5
FREE, POSSIBLE = "friche sans projet", "friche potentielle"
TENSE = 4
CALLED = 3  # firms named in an action
MET = ("visite", "contact")
YEAR = re.compile(r"\b\d{4}\b")


@dataclass(frozen=True, slots=True)
class Firm:
    name: str
    commune: str

    def __str__(self) -> str:
        name = self.name.split(",")[0]  # some registered names list every former one
        return f"{name} ({self.commune})" if self.commune else name


@dataclass(frozen=True, slots=True)
class Occupation:
    """A tense occupation of the activities here. `hired`: jobs here times share of hirings; levels 1-5 or None."""

    code: str
    label: str
    hired: float
    lack: int | None
    training: int | None
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Many establishments of one class."""

    activity: str
    label: str
    establishments: int
    mean_jobs: float
    share: float


@dataclass(frozen=True, eq=False)
class Facts:
    """One territory and one strategy, as the rules see them.

    targets: those that break no limit, best first; needs: by activity, of the first ones; free_ha, possible_ha: known
    area of the brownfields without project, and of those that may become free; met: establishments that someone met,
    according to what the territory told (none told is none known, and sentences say so); trade_year, newest_year: last
    year of the customs data, and of the newest table; costed: activities with a business case and measured_co2:
    whether an impact is computed, both to be given by those steps; followed: measured indicators of the plan that came
    with the study, None when none came.
    """

    local: Local
    strategy: Strategy
    knowledge: Knowledge
    diagnostic: Diagnostic
    targets: tuple[Target, ...]
    robustness: Robustness
    checks: Mapping[str, Check]
    needs: Mapping[str, Need]
    actors: Mapping[str, tuple[Actor, ...]]
    free_ha: float
    possible_ha: float
    occupations: tuple[Occupation, ...]
    clusters: tuple[Cluster, ...]
    met: int
    trade_year: int
    newest_year: int
    trade_vintage: str
    costed: frozenset[str] = frozenset()
    measured_co2: bool = False
    followed: int | None = None

    @property
    def first(self) -> tuple[Target, ...]:
        return self.targets[:FIRST]

    @property
    def establishments(self) -> int:
        return self.local.register.height

    @property
    def land_need_ha(self) -> float | None:
        """Central need of the first LEADING targets whose need is known; None when none is."""
        known = [n.land_ha.central for t in self.targets[:LEADING] if (n := self.needs[t.activity]).land_ha]
        return sum(known) if known else None

    def stakes_of(self, activity: str) -> dict[str, float]:
        return {s.code: s.weight for s in served_by_all([activity], self.strategy)[0]}

    def target_firms(self, activity: str, *, here: bool = False) -> tuple[Firm, ...]:
        """Firms to call for a target, best first; each name once."""
        found = [a for a in self.actors.get(activity, ()) if a.name and (a.here or not here)]
        return _once(Firm(a.name or "", a.commune_label or "") for a in found)

    def capable(self, activity: str, *, here: bool) -> int:
        """Establishments that make it or something of its group, here or around."""
        sure = (STRONG,) if here else (STRONG, FAIR)
        return sum(a.confidence in sure and (a.here or not here) for a in self.actors.get(activity, ()))

    def firms_of(self, classes: tuple[str, ...]) -> tuple[Firm, ...]:
        """Largest establishments here of some classes."""
        rows = self.local.register.filter(pl.col("class").is_in(classes) & pl.col("name").is_not_null())
        return self._firms(rows)

    def buyers_of(self, sectors: tuple[str, ...]) -> tuple[Firm, ...]:
        """Largest establishments here of some branches of the input-output tables."""
        table, codes = input_output(self.local.edition), self.local.country.codes()
        wanted = {table.sectors.index(s) for s in sectors}
        return self.firms_of(tuple(c for c, s in zip(codes, table.of_class, strict=True) if s in wanted))

    def largest(self) -> tuple[Firm, ...]:
        """Largest manufacturers here; any employer of the register where there is none."""
        country = self.local.country
        made = [c for c, yes in zip(country.codes(), country.is_manufacturing, strict=True) if yes]
        named = self.local.register.filter(pl.col("name").is_not_null())
        return self._firms(named.filter(pl.col("class").is_in(made))) or self._firms(named)

    def _firms(self, rows: pl.DataFrame) -> tuple[Firm, ...]:
        top = rows.sort(["jobs", "siret"], descending=[True, False]).head(4 * CALLED)
        places = dict(self.local.communes.select("commune", "label").iter_rows())
        return _once(Firm(name, places.get(c, "")) for name, c in top.select("name", "commune").iter_rows())


def _once(firms: Iterable[Firm]) -> tuple[Firm, ...]:
    by_name: dict[str, Firm] = {}
    for firm in firms:
        by_name.setdefault(firm.name, firm)
    return tuple(by_name.values())[:CALLED]


def facts_of(
    *, local: Local, strategy: Strategy, knowledge: Knowledge, diagnostic: Diagnostic, targets: tuple[Target, ...],
    robustness: Robustness, checks: Mapping[str, Check], actors: tuple[Actor, ...], sites: Sites,
) -> Facts:  # fmt: skip
    kept = tuple(t for t in targets if not checks[t.activity].set_apart)
    by_target: dict[str, list[Actor]] = {}
    for actor in actors:
        if actor.role == PRODUCER:
            by_target.setdefault(actor.target, []).append(actor)
    area = {b.status: b.area_ha for b in sites.brownfields}
    vintage = local.edition.sources("trade_product")[0].vintage
    years = [int(y) for t in ("establishments", "communes", "icio_sectors") for y in _years(local, t)]
    return Facts(
        local=local,
        strategy=strategy,
        knowledge=knowledge,
        diagnostic=diagnostic,
        targets=kept,
        robustness=robustness,
        checks=checks,
        needs={t.activity: resources(local.edition, t.activity) for t in kept[:FIRST]},
        actors={k: tuple(v) for k, v in by_target.items()},
        free_ha=area.get(FREE, 0.0),
        possible_ha=area.get(POSSIBLE, 0.0),
        occupations=_occupations(local),
        clusters=_clusters(local),
        met=len({n.siret for n in knowledge.notes if n.kind in MET} & set(local.register["siret"])),
        trade_year=max(int(y) for y in YEAR.findall(vintage)),
        newest_year=max(years),
        trade_vintage=vintage,
    )


def _years(local: Local, table: str) -> list[str]:
    return [y for s in local.edition.sources(table) for y in YEAR.findall(s.vintage)]


def _occupations(local: Local) -> tuple[Occupation, ...]:
    """Occupations of the activities here in strong tension in the département, most hired first."""
    if not local.jobs.any():
        return ()
    tense = local.edition.table("labour_tension").filter(
        (pl.col("departement") == local.departement)
        & (pl.col("tension_level") >= TENSE)
        & pl.col("fap_label").is_not_null()
    )
    here = pl.DataFrame({"class": local.country.codes(), "jobs": local.jobs}).filter(pl.col("jobs") > 0)
    rows = (
        local.edition.table("naf_occupation")
        .join(here, on="class")
        .join(local.edition.table("rome_fap"), on="rome")
        .join(tense.drop("jobs"), on="fap")
        .with_columns(hired=pl.col("share") * pl.col("jobs"))
        .sort(["hired", "class"], descending=[True, False])
        .group_by("fap", "fap_label", "workforce_lack", "training_link", maintain_order=True)
        .agg(pl.col("hired").sum(), pl.col("class").unique(maintain_order=True))
        .sort(["hired", "fap"], descending=[True, False])
    )
    return tuple(
        Occupation(r["fap"], r["fap_label"], r["hired"], r["workforce_lack"], r["training_link"], tuple(r["class"][:5]))
        for r in rows.iter_rows(named=True)
    )


def _clusters(local: Local) -> tuple[Cluster, ...]:
    """Manufacturing classes here, most establishments first."""
    country, total = local.country, float(local.jobs.sum())
    kept = np.flatnonzero((local.establishments > 0) & country.is_manufacturing)
    codes = country.codes()
    order = sorted(kept.tolist(), key=lambda i: (-local.establishments[i], codes[i]))
    return tuple(
        Cluster(
            codes[i],
            country.labels[codes[i]],
            int(local.establishments[i]),
            float(local.jobs[i] / local.establishments[i]),
            float(local.jobs[i] / total),
        )
        for i in order
    )


def lead_of(local: Local, written: str) -> str:
    """Who leads, in this territory: « EPCI » becomes the intercommunality itself when there is one to name."""
    if "EPCI" not in written:
        return written
    territory = local.territory
    if territory.level is Level.REGION:
        return written.replace("EPCI", "Région, avec les intercommunalités volontaires")
    if territory.level is Level.DEPARTEMENT:
        return written.replace("EPCI", "intercommunalités du département (chef de file à désigner)")
    if territory.level is Level.EPCI:
        return written.replace("EPCI", territory.label)
    people = (
        local.communes.drop_nulls("epci")
        .group_by("epci")
        .agg(people=pl.col("population").fill_null(0).sum())
        .sort(["people", "epci"], descending=[True, False])
    )
    if people.is_empty():
        return written.replace("EPCI", "commune")
    names = local.edition.table("territories").filter(
        (pl.col("level") == Level.EPCI.value) & (pl.col("code") == people["epci"][0])
    )["label"]
    name = names[0] if len(names) else "intercommunalité la plus peuplée"
    return written.replace("EPCI", name if people.height == 1 else f"{name} (à confirmer)")
