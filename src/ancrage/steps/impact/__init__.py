"""Step 6, Impact: what a project brings here and in France, as ranges, with what is not known."""

from dataclasses import dataclass

from ancrage.domain.described import Range
from ancrage.domain.territory import Level
from ancrage.methods import spending_split
from ancrage.steps.impact import wording
from ancrage.steps.impact.assess import AT, Assessed
from ancrage.steps.impact.beside import Beside, beside, comparisons
from ancrage.steps.impact.hypotheses import Hypothesis, described
from ancrage.steps.impact.places import FRANCE
from ancrage.steps.impact.project import IMPORTS, Project, typical_project
from ancrage.steps.impact.published import Comparison
from ancrage.steps.impact.setting import Setting, setting
from ancrage.steps.impact.substitution import Substitution, substitution
from ancrage.steps.local import Local
from ancrage.steps.national import Floats

__all__ = ["Impact", "Impacts", "Ring", "impact_of", "impacts", "setting"]


# suppliers that a wider circle adds to those of the smaller ones
OUTSIDE = {
    Level.ZONE_EMPLOI.value: "Fournisseurs du reste de la zone d'emploi",
    Level.DEPARTEMENT.value: "Fournisseurs du reste du département",
    Level.REGION.value: "Fournisseurs du reste de la région",
    FRANCE: "Fournisseurs du reste de la France",
}


@dataclass(frozen=True, slots=True)
class Ring:
    """What a project brings in one circle: jobs, million euros a year, tonnes of CO2e a year, all cumulated from the
    centre. None: cannot be told (no known establishment here; no published multiplier for this activity)."""

    level: str
    code: str
    label: str
    direct: Range
    suppliers: Range | None
    induced: Range | None
    jobs: Range | None
    value_added_direct: Range
    value_added: Range | None
    co2_direct: Range
    co2: Range | None

    @property
    def known(self) -> bool:
        return self.suppliers is not None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of one euro of output, 0-1."""

    label: str
    share: float


@dataclass(frozen=True, slots=True)
class Impact:
    """`rings` from the territory to France. `market`: label of the circle where induced jobs are counted.

    `split`: where one euro of output ends up. `hypotheses`: what each one changes, here and in France.
    """

    project: Project | None
    nature: str
    words: str
    sector: str
    sector_label: str
    output: Range
    rings: tuple[Ring, ...]
    market: str
    split: tuple[Share, ...]
    hypotheses: tuple[Hypothesis, ...]
    comparisons: tuple[Comparison, ...]
    beside: Beside
    substitution: Substitution | None
    unknowns: tuple[str, ...]
    sentence: str

    @property
    def here(self) -> Ring:
        return self.rings[0]

    @property
    def france(self) -> Ring:
        return self.rings[-1]


@dataclass(frozen=True, slots=True)
class Impacts:
    """The typical projects of several activities and, when a set is chosen, the set: its parts add up to the whole."""

    projects: tuple[Impact, ...]
    portfolio: Impact | None
    sentence: str


def impact_of(local: Local, project: Project, place: Setting | None = None) -> Impact:
    """The impact of one project; `place` spares the work when several are asked for the same territory.

    AncrageError when it would replace more imports than its branch has.
    """
    place = place or setting(local)
    return _impact(local, place, (project,), place.assess((project,)))


def impacts(local: Local, activities: list[str], chosen: list[str] | None = None) -> Impacts:
    """One typical project of each activity, and of the `chosen` ones together (None: no set was asked for)."""
    place = setting(local)
    told, together = _typical(local, activities), _typical(local, chosen or [])
    found = place.assess(told) if told else None
    each = tuple(_impact(local, place, (p,), found.only(at)) for at, p in enumerate(told)) if found else ()
    whole = _impact(local, place, together, place.assess(together)) if together else None
    return Impacts(each, whole, wording.summary(each, local.territory.label))


def _typical(local: Local, activities: list[str]) -> tuple[Project, ...]:
    return tuple(p for p in (typical_project(local.edition, a) for a in activities) if p)


def _impact(local: Local, place: Setting, projects: tuple[Project, ...], each: Assessed) -> Impact:
    """One project, or several of the same basis and nature taken together; each: one column a project."""
    whole, first, alone = place.whole, projects[0], len(projects) == 1
    found = each.total()
    band = found.band()[..., 0, :]
    told = bool(whole.exposed[[p.sector for p in projects]].all())
    rings = tuple(_ring(place, band[:, at], at, told) for at in range(len(place.names)))
    words = wording.named(first, rings[0].direct) if alone else f"{len(projects)} projets de taille courante ensemble"
    market = place.names[place.market][2]
    sector = whole.io.sectors[first.sector]
    return Impact(
        project=first if alone else None,
        nature=first.nature,
        words=words,
        sector=sector if alone else "",
        sector_label=whole.io.labels[sector] if alone else "",
        output=_range(band[:, -1], "output_direct"),
        rings=rings,
        market=market,
        split=_split(found, rings),
        hypotheses=described(place, projects, found),
        comparisons=comparisons(place, projects, found),
        beside=beside(local.edition, place, projects, each, band),
        substitution=substitution(local.edition, whole, first) if first.basis == IMPORTS else None,
        unknowns=wording.unknowns(rings, told),
        sentence=wording.sentence(words, first.nature, rings, rings[place.market]),
    )


def _ring(place: Setting, band: Floats, at: int, told: bool) -> Ring:
    """band (3, quantities) of one circle. Induced jobs need the market to be known as much as the circle."""
    known = bool(place.observed[at])
    induced = known and told and bool(place.observed[place.market])
    level, code, label = place.names[at]
    return Ring(
        level=level,
        code=code,
        label=label,
        direct=_range(band, "direct"),
        suppliers=_range(band, "suppliers") if known else None,
        induced=_range(band, "induced") if induced else None,
        jobs=_range(band, "jobs") if known else None,
        value_added_direct=_range(band, "value_added_direct"),
        value_added=_range(band, "value_added") if known else None,
        co2_direct=_range(band, "co2_direct"),
        co2=_range(band, "co2") if known else None,
    )


def _range(band: Floats, name: str) -> Range:
    return Range(*(float(v) for v in band[:, AT[name]]))


def _split(found: Assessed, rings: tuple[Ring, ...]) -> tuple[Share, ...]:
    """Where one euro of output ends up, circle by circle, from what each adds to the one inside."""
    known = [at for at, ring in enumerate(rings) if ring.known]
    centre = found.central[:, 0]
    direct = centre[:, AT["value_added_direct"]]
    added = centre[known, AT["value_added"]] - direct[known]
    shares = spending_split(added, direct[-1], centre[-1, AT["imports"]])
    suppliers = [OUTSIDE[rings[at].level] if at else "Fournisseurs d'ici" for at in known]
    names = ("Le projet lui-même", *suppliers, "Importations")
    return tuple(Share(name, float(share)) for name, share in zip(names, shares, strict=True))
