"""What official statistics say of the jobs of the place, what the register holds of them, and how they moved.

By branch they are published for employment zones only: a perimeter made of whole zones has their sum, another one has
no number and is told why. Private jobs, all activities together, are published by commune: any perimeter has them.
"""

from dataclasses import dataclass
from typing import Annotated

import polars as pl

from ancrage.domain.described import Record, field, number, replace, text
from ancrage.domain.measure import Status
from ancrage.domain.units import CHANGE, JOBS, RATIO, YEAR
from ancrage.domain.wording import NBSP, count, decimal, integer
from ancrage.reference import read_reference
from ancrage.steps.local import Local
from ancrage.steps.national import Floats, national
from ancrage.warehouse.edition import Edition, derived

SALARIED, PRIVATE, COMMUNES = "salaried_jobs_zone", "private_jobs_zone", "private_jobs_commune"
SECTIONS = ("A", "B", "C", "D", "E", "F")  # those that the register covers
MANUFACTURING = "C"
SMALL = 50  # jobs: under it a ratio or a change says nothing
PUB, BOTH = Status.PUBLISHED, ("establishments", SALARIED)


class Branch(Record):
    """Official jobs of a branch of the A38 list beside those of the register. None: see the remark."""

    code: Annotated[str, text("Branche (A38)", kind="code")]
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    is_manufacturing: Annotated[bool, text("Industrie manufacturière", kind="flag")] = field(name="industrie")
    jobs: Annotated[
        int | None, number("Emplois salariés officiels", JOBS, of=(SALARIED,), status=PUB, head="Emplois officiels")
    ] = field(name="emplois")
    register_jobs: Annotated[
        int | None,
        number("Emplois du registre (20 salariés et plus)", JOBS, of=("establishments",), head="Emplois du registre"),
    ] = field(name="emplois_registre")
    factor: Annotated[float | None, number("Registre / emplois officiels, ici", RATIO, of=BOTH)] = field(name="facteur")
    national_factor: Annotated[float | None, number("Registre / emplois officiels, en France", RATIO, of=BOTH)] = field(
        name="facteur_france"
    )
    remark: Annotated[str, text("Remarque", repeats=True)] = field(name="remarque")


class Trend(Record):
    """Private jobs of a branch (of all manufacturing, of all branches) in two years, here and in France."""

    code: Annotated[str, text("Branche (A38), section ou total", kind="code", head="Branche")]
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    first: Annotated[
        int | None, number("Emplois privés la première année", JOBS, of=(PRIVATE,), status=PUB, head="Au début")
    ] = field(name="premiers")
    last: Annotated[
        int | None, number("Emplois privés la dernière année", JOBS, of=(PRIVATE,), status=PUB, head="À la fin")
    ] = field(name="derniers")
    change: Annotated[float | None, number("Évolution ici", CHANGE, of=(PRIVATE,))] = field(name="changement")
    national_change: Annotated[float, number("Évolution en France", CHANGE, of=(PRIVATE,))] = field(
        name="changement_france"
    )
    remark: Annotated[str, text("Remarque")] = field(name="remarque")


class YearOfJobs(Record):
    """Private jobs of a year, all activities together."""

    year: Annotated[int, number("Année", YEAR, of=(COMMUNES,), status=PUB)] = field(name="annee")
    jobs: Annotated[int, number("Emplois salariés privés, ici", JOBS, of=(COMMUNES,), status=PUB)] = field(
        name="emplois"
    )
    national_jobs: Annotated[int, number("Emplois salariés privés, en France", JOBS, of=(COMMUNES,), status=PUB)] = (
        field(name="emplois_france")
    )


class PrivateJobs(Record):
    """Private jobs, all activities together, summed over the communes that publish some."""

    first: Annotated[
        int, number("Emplois salariés privés, première année", JOBS, of=(COMMUNES,), status=PUB)
    ] = field(name="premiers")  # fmt: skip
    last: Annotated[int, number("Emplois salariés privés, dernière année", JOBS, of=(COMMUNES,), status=PUB)] = field(
        name="derniers"
    )
    change: Annotated[float | None, number("Évolution ici", CHANGE, of=(COMMUNES,))] = field(name="changement")
    national_change: Annotated[float, number("Évolution en France", CHANGE, of=(COMMUNES,))] = field(
        name="changement_france"
    )
    years: Annotated[tuple[YearOfJobs, ...], text("Année par année", in_columns=True)] = field(name="annees")


class OfficialJobs(Record):
    """`reason`: why nothing is published by branch, empty when it is."""

    year: Annotated[int, number("Année des emplois officiels", YEAR, of=(SALARIED,), status=PUB)] = field(name="annee")
    total: Annotated[int | None, number("Emplois salariés, publics et privés", JOBS, of=(SALARIED,), status=PUB)]
    manufacturing: Annotated[
        int | None, number("Emplois salariés de l'industrie manufacturière", JOBS, of=(SALARIED,), status=PUB)
    ] = field(name="industrie")
    register_manufacturing: Annotated[
        int, number("Emplois manufacturiers du registre (20 salariés et plus)", JOBS, of=("establishments",))
    ] = field(name="industrie_registre")
    factor: Annotated[float | None, number("Registre / emplois officiels, industrie, ici", RATIO, of=BOTH)] = field(
        name="facteur"
    )
    national_factor: Annotated[float, number("Registre / emplois officiels, industrie, en France", RATIO, of=BOTH)] = (
        field(name="facteur_france")
    )
    private: Annotated[PrivateJobs | None, text("Emplois salariés privés, toutes activités")] = field(name="prives")
    first_year: Annotated[int, number("Première année de l'évolution", YEAR, of=(PRIVATE,), status=PUB)] = field(
        name="premiere_annee"
    )
    last_year: Annotated[int, number("Dernière année de l'évolution", YEAR, of=(PRIVATE,), status=PUB)] = field(
        name="derniere_annee"
    )
    branches: Annotated[tuple[Branch, ...], text("Emplois officiels par branche", in_columns=True)] = field(
        name="par_branche"
    )
    trends: Annotated[
        tuple[Trend, ...], text("Évolution par branche, l'industrie manufacturière d'abord", in_columns=True)
    ] = field(name="evolution")
    reason: Annotated[str, text("Pourquoi rien n'est publié par branche", kind="prose")] = field(name="raison")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    short: Annotated[str, text("En peu de mots", kind="prose")] = field(name="phrase_courte")
    trend_sentence: Annotated[str, text("Évolution, en une phrase", kind="prose")] = field(name="phrase_evolution")


@dataclass(frozen=True, eq=False)
class _France:
    """Branches in order (code, label, section), with national jobs: official, of the register, private then and now."""

    branches: pl.DataFrame
    year: int
    first_year: int
    last_year: int

    def sum(self, column: str, section: str = MANUFACTURING) -> float:
        return float(self.branches.filter(a21=section)[column].sum())


@derived
def _france(edition: Edition) -> _France:
    salaried, private = edition.table(SALARIED), edition.table(PRIVATE)
    year = int(salaried["year"].max())  # type: ignore[arg-type]
    first, last = int(private["year"].min()), int(private["year"].max())  # type: ignore[arg-type]
    sections = edition.table("naf_classes").select("a38", "a21").unique()
    rows = (
        read_reference("branches_a38.csv")
        .rename({"code": "a38", "libelle": "label"})
        .join(sections, on="a38", how="left")
        .join(_by_branch(salaried, year, "jobs"), on="a38", how="left")
        .join(_by_branch(private, first, "first"), on="a38", how="left")
        .join(_by_branch(private, last, "last"), on="a38", how="left")
        .join(_register(edition, national(edition).jobs), on="a38", how="left")
        .sort("a38")
    )
    return _France(rows, year, first, last)


def _by_branch(rows: pl.DataFrame, year: int, name: str) -> pl.DataFrame:
    """a38 and the sum of the published cells of a year; null where none is."""
    known = rows.filter(pl.col("year") == year).drop_nulls("jobs")
    return known.group_by("a38").agg(pl.col("jobs").sum().alias(name))


def _register(edition: Edition, jobs: Floats) -> pl.DataFrame:
    """a38, register: jobs of the register by branch, in the sections that it covers."""
    classes = edition.table("naf_classes").sort("class").with_columns(register=pl.Series(jobs))
    covered = classes.filter(pl.col("a21").is_in(SECTIONS))
    return covered.group_by("a38").agg(pl.col("register").sum())


def official_jobs(local: Local) -> OfficialJobs:
    """Official jobs of the place. Numbers that are not published for it are None, and `reason` says why."""
    france = _france(local.edition)
    zones, reason = _zones(local)
    rows = _here(local, france, zones)
    made = rows.filter(a21=MANUFACTURING)
    register = int(made["register"].sum())
    total, manufacturing = (_sum(rows["jobs"]), _sum(made["jobs"])) if zones else (None, None)
    private = _private(local, france)
    trends = _trends(rows, france) if zones else ()
    here = OfficialJobs(
        year=france.year,
        total=total,
        manufacturing=manufacturing,
        register_manufacturing=register,
        factor=_ratio(register, manufacturing),
        national_factor=france.sum("register") / france.sum("jobs"),
        private=private,
        first_year=france.first_year,
        last_year=france.last_year,
        branches=_branches(rows) if zones else (),
        trends=trends,
        reason=reason,
        sentence="",
        short="",
        trend_sentence="",
    )
    return replace(here, sentence=_sentence(here), short=_short(here), trend_sentence=_trend_sentence(here))


def _short(here: OfficialJobs) -> str:
    """The official figure and ours, for a first page; empty when nothing is published here."""
    if here.total is not None:
        jobs = count(here.total, "emploi salarié", "emplois salariés")
        made = "" if here.manufacturing is None else f", dont {integer(here.manufacturing)} dans l'industrie"
        register = f"{NBSP}; le registre y voit {integer(here.register_manufacturing)} emplois industriels (est.)"
        return f"{jobs} fin {here.year}{made} (INSEE){register}."
    if here.private is None:
        return ""
    jobs = count(here.private.last, "emploi salarié privé", "emplois salariés privés")
    return f"{jobs} fin {here.last_year}, toutes activités (URSSAF)."


def _sentence(here: OfficialJobs) -> str:
    """The official figure first, ours beside it, and how far apart they are here and in France."""
    france = decimal(here.national_factor, 2)
    if here.total is None:
        known = f"Le registre porte, en France, {france} fois les emplois officiels de l'industrie manufacturière."
        if here.private is None:
            return f"{here.reason} {known}"
        jobs = count(here.private.last, "emploi salarié privé", "emplois salariés privés")
        return f"{jobs} fin {here.last_year}, toutes activités (URSSAF, chiffre publié). {here.reason} {known}"
    jobs = count(here.total, "emploi salarié", "emplois salariés")
    made = "aucun publié" if here.manufacturing is None else integer(here.manufacturing)
    apart = "" if here.factor is None else f", {decimal(here.factor, 2)} fois le chiffre officiel ({france} en France)"
    return (
        f"{jobs} fin {here.year}, publics et privés, dont {made} dans l'industrie manufacturière (INSEE, chiffre "
        "publié). Le registre de cette étude, limité aux établissements de 20 salariés et plus, en porte "
        f"{integer(here.register_manufacturing)} (estimation){apart}."
    )


def _trend_sentence(here: OfficialJobs) -> str:
    whole = here.trends[0] if here.trends else None
    parts = []
    if whole is not None and whole.change is not None and whole.first is not None and whole.last is not None:
        parts.append(
            f"l'emploi privé de l'industrie manufacturière passe de {integer(whole.first)} à {integer(whole.last)} "
            f"({signed_percent(whole.change)}{NBSP}; France{NBSP}: {signed_percent(whole.national_change)})"
        )
    if here.private is not None and here.private.change is not None:
        parts.append(
            f"l'emploi privé de toutes les activités passe de {integer(here.private.first)} à "
            f"{integer(here.private.last)} ({signed_percent(here.private.change)}{NBSP}; France{NBSP}: "
            f"{signed_percent(here.private.national_change)})"
        )
    if not parts:
        return ""
    return f"De {here.first_year} à {here.last_year}, {', et '.join(parts)} (URSSAF, chiffres publiés)."


def signed_percent(change: float) -> str:
    """0.023 -> « +2,3 % », -0.07 -> « −7,0 % », 0.0001 -> « 0,0 % »."""
    rounded = round(change * 100, 1) or 0.0
    return f"{'+' if rounded > 0 else ''}{decimal(rounded)}{NBSP}%"


def _zones(local: Local) -> tuple[list[str], str]:
    """The whole employment zones that make the perimeter; none, and why, when it is not made of published ones."""
    communes, here = local.edition.table("communes"), local.communes
    zones = sorted(here["zone_emploi"].unique())
    if communes.filter(pl.col("zone_emploi").is_in(zones)).height != here.height:
        people = here.group_by("zone_emploi").agg(people=pl.col("population").fill_null(0).sum())
        main = people.sort(["people", "zone_emploi"], descending=[True, False])["zone_emploi"][0]
        return [], (
            "L'emploi officiel par branche n'est publié que par zone d'emploi, et ce périmètre n'en réunit pas "
            f"d'entières : pour le lire, étudiez la zone d'emploi {_named(local, main)}."
        )
    absent = sorted(set(zones) - set(local.edition.table(SALARIED)["zone_emploi"]))
    if absent:
        named = _named(local, absent[0])
        return [], f"Les tableaux officiels de l'emploi par branche ne couvrent pas la zone d'emploi {named}."
    return zones, ""


def _named(local: Local, zone: str) -> str:
    rows = local.edition.table("territories").filter(level="zone_emploi", code=zone)
    return f"«{NBSP}{rows['label'][0]}{NBSP}» ({zone})"


def _here(local: Local, france: _France, zones: list[str]) -> pl.DataFrame:
    """The branches with the jobs of these zones; national ones are named `*_france`."""
    edition, wanted = local.edition, pl.col("zone_emploi").is_in(zones)
    salaried, private = edition.table(SALARIED).filter(wanted), edition.table(PRIVATE).filter(wanted)
    return (
        france.branches.rename({name: f"{name}_france" for name in ("jobs", "first", "last", "register")})
        .join(_by_branch(salaried, france.year, "jobs"), on="a38", how="left")
        .join(_by_branch(private, france.first_year, "first"), on="a38", how="left")
        .join(_by_branch(private, france.last_year, "last"), on="a38", how="left")
        .join(_register(edition, local.jobs), on="a38", how="left")
        .sort("a38")
    )


def _sum(values: pl.Series) -> int | None:
    """Sum of what is published; None when nothing is."""
    return int(values.sum()) if values.count() else None


def _ratio(register: float | None, official: float | None) -> float | None:
    return None if register is None or official is None or official < SMALL else register / official


def _branches(rows: pl.DataFrame) -> tuple[Branch, ...]:
    return tuple(
        Branch(
            code=row["a38"],
            label=row["label"],
            is_manufacturing=row["a21"] == MANUFACTURING,
            jobs=row["jobs"],
            register_jobs=None if row["register"] is None else int(row["register"]),
            factor=_ratio(row["register"], row["jobs"]),
            national_factor=_ratio(row["register_france"], row["jobs_france"]),
            remark=_branch_remark(row["jobs"], row["register"]),
        )
        for row in rows.iter_rows(named=True)
    )


def _branch_remark(official: int | None, register: float | None) -> str:
    if official is None:
        return "non publié, ou aucun emploi"
    if register is None:
        return "hors du champ du registre"
    return f"moins de {SMALL} emplois{NBSP}: le rapport ne dit rien" if official < SMALL else ""


def _trends(rows: pl.DataFrame, france: _France) -> tuple[Trend, ...]:
    made = rows.filter(a21=MANUFACTURING)
    whole = _trend(
        MANUFACTURING, "Industrie manufacturière", _sum(made["first"]), _sum(made["last"]),
        france.sum("last") / france.sum("first") - 1,
    )  # fmt: skip
    published = rows.drop_nulls(["first_france", "last_france"])  # agriculture is in none
    return whole, *(
        _trend(row["a38"], row["label"], row["first"], row["last"], row["last_france"] / row["first_france"] - 1)
        for row in published.iter_rows(named=True)
    )


def _trend(code: str, label: str, first: int | None, last: int | None, national_change: float) -> Trend:
    change, remark = None, ""
    if first is None or last is None:
        remark = "non publié, ou aucun emploi, une des deux années"
    elif first < SMALL:
        remark = f"moins de {SMALL} emplois au départ{NBSP}: l'évolution ne dit rien"
    else:
        change = last / first - 1
    return Trend(code, label, first, last, change, national_change, remark)


@derived
def _private_in_france(edition: Edition) -> pl.DataFrame:
    return edition.table(COMMUNES).group_by("year").agg(national=pl.col("jobs").sum()).sort("year")


def _private(local: Local, france: _France) -> PrivateJobs | None:
    rows = local.edition.table(COMMUNES)
    here = rows.filter(pl.col("commune").is_in(local.communes["commune"].implode()))
    if here.is_empty():
        return None
    by_year = here.group_by("year").agg(pl.col("jobs").sum())
    both = (
        _private_in_france(local.edition).join(by_year, on="year", how="left").with_columns(pl.col("jobs").fill_null(0))
    )
    years = tuple(YearOfJobs(*row) for row in both.sort("year").select("year", "jobs", "national").iter_rows())
    first, last = (next(row for row in years if row.year == at) for at in (france.first_year, france.last_year))
    return PrivateJobs(
        first=first.jobs,
        last=last.jobs,
        change=last.jobs / first.jobs - 1 if first.jobs >= SMALL else None,
        national_change=last.national_jobs / first.national_jobs - 1,
        years=years,
    )
