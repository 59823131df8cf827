"""All that the rules of the plan may read, gathered once: what the steps before it learned of this place."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from ancrage.domain.knowledge import Knowledge
from ancrage.domain.strategy import Strategy
from ancrage.domain.territory import Level
from ancrage.steps.actors import PRODUCER, Actor
from ancrage.steps.actors.actor import FAIR, STRONG
from ancrage.steps.cases import TargetCases
from ancrage.steps.costs.targets import Costs, TargetCosts
from ancrage.steps.diagnostic import Diagnostic
from ancrage.steps.impact import Impact, Impacts
from ancrage.steps.input_output import input_output
from ancrage.steps.limits_check import Check
from ancrage.steps.links import Links
from ancrage.steps.local import Local
from ancrage.steps.resources import Need, resources
from ancrage.steps.sites import Sites
from ancrage.steps.stakes import served_by_all
from ancrage.steps.targets import Target
from ancrage.steps.targets.robustness import Robustness
from ancrage.steps.tension import tense_occupations
from ancrage.warehouse.edition import Edition, derived

FIRST, LEADING = 10, 5
FREE, POSSIBLE = "friche sans projet", "friche potentielle"
CALLED = 3  # firms named in an action
MET = ("visite", "projet")  # a contact is an address, not a meeting
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
    area of the brownfields without project, and of those that may become free; own_ha: known area of the sites that the
    territory lists; met: SIRET of establishments that someone met, according to what the territory told (none told is
    none known, and sentences say so); trade_year, newest_year: last year of the customs data, and of the newest table;
    roles: actors by target, every role; costs, impact, cases: by activity, where the step could tell; followed:
    measured indicators of the plan that came with the study, None when none came.
    """

    local: Local
    strategy: Strategy
    knowledge: Knowledge
    diagnostic: Diagnostic
    targets: tuple[Target, ...]
    robustness: Robustness
    checks: Mapping[str, Check]
    needs: Mapping[str, Need]
    roles: Mapping[str, tuple[Actor, ...]]
    costs: Mapping[str, TargetCosts]
    impact: Mapping[str, Impact]
    cases: Mapping[str, TargetCases]
    links: Links
    sites: Sites
    free_ha: float
    possible_ha: float
    own_ha: float
    occupations: tuple[Occupation, ...]
    clusters: tuple[Cluster, ...]
    met: frozenset[str]
    trade_year: int
    newest_year: int
    trade_vintage: str
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

    def producers(self, activity: str) -> tuple[Actor, ...]:
        return tuple(a for a in self.roles.get(activity, ()) if a.role == PRODUCER)

    def in_role(self, activity: str, role: str) -> tuple[Firm, ...]:
        """Firms to name in a role for a target, best first."""
        found = (a for a in self.roles.get(activity, ()) if a.role == role and a.name)
        return _once(Firm(a.name or "", a.commune_label or "") for a in found)

    @property
    def to_meet(self) -> frozenset[str]:
        """SIRET of the likely producers here of the first LEADING targets that nobody met."""
        first = (a for t in self.targets[:LEADING] for a in self.producers(t.activity))
        known = self._met_firms
        return frozenset(
            a.siret for a in first if a.here and a.siret and a.confidence in (STRONG, FAIR) and a.siret[:9] not in known
        )

    @property
    def _met_firms(self) -> frozenset[str]:
        """SIREN of those someone met: a firm seen at one of its sites is known."""
        return frozenset(siret[:9] for siret in self.met)

    def bodies(self, classes: tuple[str, ...]) -> tuple[str, ...]:
        """Training centres, clusters and support bodies that the territory lists for these classes."""
        fit = (b for b in self.knowledge.bodies if any(c.startswith(p) for c in classes for p in b.activities))
        return tuple(dict.fromkeys(b.name for b in fit))[:CALLED]

    def stakes_of(self, activity: str) -> dict[str, float]:
        return {s.code: s.weight for s in served_by_all([activity], self.strategy)[0]}

    def target_firms(self, activity: str, *, here: bool = False) -> tuple[Firm, ...]:
        """Firms to call for a target, best first; each name once."""
        found = [a for a in self.producers(activity) if a.name and (a.here or not here)]
        return _once(Firm(a.name or "", a.commune_label or "") for a in found)

    def capable(self, activity: str, *, here: bool) -> int:
        """Establishments that make it or something of its group, here or around."""
        sure = (STRONG,) if here else (STRONG, FAIR)
        return sum(a.confidence in sure and (a.here or not here) for a in self.producers(activity))

    def firms_of(self, classes: tuple[str, ...]) -> tuple[Firm, ...]:
        """Largest establishments here of some classes."""
        places = sorted(place for code in set(classes) for place in self._named_by_class.get(code, ()))
        return self._firms(places)

    @cached_property
    def _named(self) -> tuple[tuple[str, str, str, str], ...]:
        """siret, class, name, label of the commune of the establishments here that have a name, the largest first."""
        rows = self.local.register.filter(pl.col("name").is_not_null()).sort(
            ["jobs", "siret"], descending=[True, False]
        )
        labels = dict(self.local.communes.select("commune", "label").iter_rows())
        told = rows.select("siret", "class", "name", "commune").iter_rows()
        return tuple((siret, activity, name, labels.get(commune, "")) for siret, activity, name, commune in told)

    @cached_property
    def _named_by_class(self) -> dict[str, list[int]]:
        """Places in `_named`."""
        found: dict[str, list[int]] = {}
        for place, (_, activity, _, _) in enumerate(self._named):
            found.setdefault(activity, []).append(place)
        return found

    def buyers_of(self, sectors: tuple[str, ...]) -> tuple[Firm, ...]:
        """Largest establishments here of some branches of the input-output tables."""
        table, codes = input_output(self.local.edition), self.local.country.codes()
        wanted = {table.sectors.index(s) for s in sectors}
        return self.firms_of(tuple(c for c, s in zip(codes, table.of_class, strict=True) if s in wanted))

    def largest(self) -> tuple[Firm, ...]:
        """Largest manufacturers here; any employer of the register where there is none."""
        return self._largest(range(len(self._named)))

    def first_to_meet(self) -> tuple[Firm, ...]:
        """Among those nobody met: the best likely producer here of each of the first targets, then the largest."""
        wanted = self.to_meet
        best = (
            next((a for a in self.producers(t.activity) if a.siret in wanted and a.name), None)
            for t in self.targets[:LEADING]
        )
        return _once([*(Firm(a.name or "", a.commune_label or "") for a in best if a), *self.unmet()])

    def unmet(self) -> tuple[Firm, ...]:
        """Whom to see first among those nobody met: largest manufacturers, any of the register when all were seen."""
        known = self._met_firms
        left = [place for place, (siret, *_) in enumerate(self._named) if siret[:9] not in known]
        return self._largest(left) or self.largest()

    def _largest(self, places: Sequence[int]) -> tuple[Firm, ...]:
        country = self.local.country
        makers = [i for i in places if country.is_manufacturing[country.index[self._named[i][1]]]]
        return self._firms(makers) or self._firms(places)

    def _firms(self, places: Sequence[int]) -> tuple[Firm, ...]:
        """The firms at the first of these places of `_named`."""
        return _once(Firm(*self._named[place][2:]) for place in places[: 4 * CALLED])


def _once(firms: Iterable[Firm]) -> tuple[Firm, ...]:
    by_name: dict[str, Firm] = {}
    for firm in firms:
        by_name.setdefault(firm.name, firm)
    return tuple(by_name.values())[:CALLED]


def facts_of(
    *, local: Local, strategy: Strategy, knowledge: Knowledge, diagnostic: Diagnostic, targets: tuple[Target, ...],
    robustness: Robustness, checks: Mapping[str, Check], actors: tuple[Actor, ...], sites: Sites, costs: Costs,
    impact: Impacts, cases: Mapping[str, TargetCases], links: Links,
) -> Facts:  # fmt: skip
    kept = tuple(t for t in targets if not checks[t.activity].set_apart)
    by_target: dict[str, list[Actor]] = {}
    for actor in actors:
        by_target.setdefault(actor.target, []).append(actor)
    area = {b.status: b.area_ha or 0.0 for b in sites.brownfields}
    vintage = local.edition.sources("trade_product")[0].vintage
    return Facts(
        local=local,
        strategy=strategy,
        knowledge=knowledge,
        diagnostic=diagnostic,
        targets=kept,
        robustness=robustness,
        checks=checks,
        needs={t.activity: resources(local.edition, t.activity) for t in kept[:FIRST]},
        roles={k: tuple(v) for k, v in by_target.items()},
        costs={c.activity: c for c in costs.targets if c.applies},
        impact={i.project.activity: i for i in impact.projects if i.project},
        cases=cases,
        links=links,
        sites=sites,
        free_ha=area.get(FREE, 0.0),
        possible_ha=area.get(POSSIBLE, 0.0),
        own_ha=sum(s.area_ha or 0.0 for s in knowledge.sites),
        occupations=_occupations(local),
        clusters=_clusters(local),
        met=frozenset(n.siret for n in knowledge.notes if n.kind in MET) & frozenset(local.register["siret"]),
        trade_year=max(int(y) for y in YEAR.findall(vintage)),
        newest_year=_newest_year(local.edition),
        trade_vintage=vintage,
    )


@derived
def _newest_year(edition: Edition) -> int:
    """The latest year that a source describes; the proofs that complete it may be later."""
    described = [
        YEAR.findall(s.vintage)[:1] for t in ("establishments", "communes", "icio_sectors") for s in edition.sources(t)
    ]
    return max(int(year) for years in described for year in years)


def _occupations(local: Local) -> tuple[Occupation, ...]:
    """Occupations of the activities here in strong tension in the département, most hired first."""
    return tuple(
        Occupation(o.code, o.label, o.hired, o.lack, o.training, o.classes[:5])
        for o in tense_occupations(local)
        if o.label
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
    name, only = local.main_epci
    if not name:
        return written.replace("EPCI", "commune")
    return written.replace("EPCI", name if only else f"{name} (à confirmer)")
