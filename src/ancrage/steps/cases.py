"""Documented French cases near a target: what others tried, with how many jobs, and how it ended. Never a base rate."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.domain.territory import Territory
from ancrage.domain.wording import NBSP, count, decimal, listing
from ancrage.methods import distance_km
from ancrage.reference import read_reference
from ancrage.steps.reference_base import products_by
from ancrage.warehouse.edition import Edition, derived

SAME_CLASS, SAME_GROUP, SAME_FAMILY, NONE = "même activité", "même groupe d'activités", "même famille de produits", ""
OPEN, UNDER_WAY, FRAGILE, TAKEN_OVER, STOPPED = "ouvert", "en cours", "fragile", "repris", "arrêté"
OUTCOMES = {
    "ouvert": OPEN,
    "annoncé": UNDER_WAY,
    "en construction": UNDER_WAY,
    "suspendu": FRAGILE,
    "en difficulté": FRAGILE,
    "racheté": TAKEN_OVER,
    "arrêté/échec": STOPPED,
}
WORDS = {
    OPEN: ("ouvert", "ouverts"),
    UNDER_WAY: ("annoncé ou en construction", "annoncés ou en construction"),
    FRAGILE: ("suspendu ou en difficulté", "suspendus ou en difficulté"),
    TAKEN_OVER: ("racheté", "rachetés"),
    STOPPED: ("arrêté", "arrêtés"),
}
HOW = {
    SAME_CLASS: "de la même activité",
    SAME_GROUP: "d'une activité du même groupe",
    SAME_FAMILY: "de la même famille de produits",
}
SURE = "forte"
SHOWN = 12
GROUP = 4  # characters of « 25.6 »
SILENT_YEARS = 3  # without news for so long, nobody knows how a case ended
OLD_YEARS = 10  # a case announced before has had time to fail
SILENCE = "sans nouvelle depuis trois ans ou plus"
NO_CASE = "Aucun cas français documenté dans la base de référence, ni de cette activité ni d'une activité proche."


@dataclass(frozen=True, slots=True)
class CaseClass:
    """A class that a case bears on; `confidence`: forte (the product is that of the class) or moyenne (a judgement)."""

    activity: str
    family: str
    products: tuple[str, ...]
    confidence: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaseSite:
    """The case in the register: `link` says what the establishment is to it (site, sous-traitant, partenaire...)."""

    siret: str
    link: str
    confidence: str
    reason: str


@dataclass(frozen=True, slots=True)
class Case:
    """`jobs` are of the `jobs_nature` that the press wrote: two natures are never added. None: not found.

    `silent`: not known as stopped, and without news for SILENT_YEARS on the day of the study."""

    id: str
    firm: str
    product: str
    family: str
    commune: str | None
    commune_label: str | None
    departement: str | None
    year: int | None
    jobs: int | None
    jobs_nature: str | None
    investment_eur: int | None
    origin: str | None
    kind: str
    status: str
    outcome: str
    status_year: int
    silent: bool
    note: str | None
    sources: tuple[str, ...]
    confidence: str
    classes: tuple[CaseClass, ...]
    sites: tuple[CaseSite, ...]

    @property
    def place(self) -> str:
        """« Calais (62) »; a place that the press did not give says so."""
        return f"{self.commune_label}{NBSP}({self.departement})" if self.commune_label else "lieu non précisé"

    @property
    def jobs_words(self) -> str:
        """« 103 emplois, créés » ; the nature is never dropped."""
        if self.jobs is None:
            return self.jobs_nature or "emplois non publiés"
        return f"{count(self.jobs, 'emploi')}{f', {self.jobs_nature}' if self.jobs_nature else ''}"

    @property
    def outcome_words(self) -> str:
        """The last news and its year: a case opened in an old year may have closed since."""
        return f"{self.status.replace('/échec', '')} ({self.status_year}{', sans nouvelle depuis' * self.silent})"


@dataclass(frozen=True, slots=True)
class NearCase:
    """`distance_km`: from the centre of the territory, as the crow flies; None when the place is unknown."""

    case: Case
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class TargetCases:
    """Cases of one activity by the closest `link` that has any; of `total`, `stopped` have ended, `fragile` falter,
    `silent` are without news, whatever the last one said."""

    activity: str
    link: str
    cases: tuple[NearCase, ...]
    total: int
    stopped: int
    fragile: int
    silent: int
    sentence: str


@cache
def case_base(on: date) -> tuple[Case, ...]:
    """Every case of the reference base as known `on` a day, in the order of the file.

    A broken file is an AncrageError naming the case.
    """
    classes: dict[str, list[CaseClass]] = {}
    for r in read_reference("cas_classes.csv").iter_rows(named=True):
        products = tuple((r["produit"] or "").split(";")) if r["produit"] else ()
        link = CaseClass(r["classe"], r["famille"], products, r["confiance"], r["raison"])
        classes.setdefault(r["cas"], []).append(link)
    sites: dict[str, list[CaseSite]] = {}
    for r in read_reference("cas_etablissements.csv").iter_rows(named=True):
        sites.setdefault(r["cas"], []).append(CaseSite(r["siret"], r["lien"], r["confiance"], r["raison"]))
    found = []
    for r in read_reference("cas_relocalisation.csv").iter_rows(named=True):
        if r["statut"] not in OUTCOMES or r["id"] not in classes:
            raise AncrageError(
                f"Le cas {r['id']} de cas_relocalisation.csv a un statut inconnu ou aucune classe d'activité.",
                "Corrigez son statut, ou ajoutez sa classe à cas_classes.csv.",
            )
        found.append(
            Case(
                id=r["id"],
                firm=r["entreprise"],
                product=r["produit"],
                family=r["famille"],
                commune=r["code_commune"],
                commune_label=r["commune"],
                departement=r["departement"],
                year=_integer(r["annee_annonce"]),
                jobs=_integer(r["emplois_annonces"]),
                jobs_nature=r["emplois_nature"],
                investment_eur=_integer(r["investissement_eur"]),
                origin=r["pays_origine"],
                kind=r["type"],
                status=r["statut"],
                outcome=OUTCOMES[r["statut"]],
                status_year=int(r["annee_statut"]),
                silent=OUTCOMES[r["statut"]] != STOPPED and on.year - int(r["annee_statut"]) >= SILENT_YEARS,
                note=r["note"],
                sources=tuple(part.strip() for part in r["source"].split(" ; ")),
                confidence=r["confiance"],
                classes=tuple(classes[r["id"]]),
                sites=tuple(sites.get(r["id"], ())),
            )
        )
    return tuple(found)


def target_cases(edition: Edition, territory: Territory, activity: str, shown: int = SHOWN) -> TargetCases:
    """Cases of the same class; failing that of the same product family; failing that of the same NAF group.

    Those whose product is surely that of the class come before those linked by judgement, then the nearest first.
    """
    link, cases = linked_cases(edition, activity)
    sure = {case.id for case in cases if any(c.activity == activity and c.confidence == SURE for c in case.classes)}
    near = tuple(sorted(nearest(edition, territory, cases), key=lambda found: found.case.id not in sure))
    outcomes = Counter(case.outcome for case in cases)
    return TargetCases(
        activity=activity,
        link=link,
        cases=near[:shown],
        total=len(cases),
        stopped=outcomes[STOPPED],
        fragile=outcomes[FRAGILE] + outcomes[TAKEN_OVER],
        silent=sum(case.silent for case in cases),
        sentence=_sentence(link, near, outcomes),
    )


@derived
def linked_cases(edition: Edition, activity: str) -> tuple[str, tuple[Case, ...]]:
    """(link, cases) of the closest link that has any; ("", ()) when none has."""
    families = {product.subfamily or product.family for product in products_by(edition, activity)}
    links = (
        (SAME_CLASS, lambda found: found.activity == activity),
        (SAME_FAMILY, lambda found: found.family in families),
        (SAME_GROUP, lambda found: found.activity[:GROUP] == activity[:GROUP]),
    )
    for link, holds in links:
        cases = tuple(case for case in case_base(edition.day) if any(holds(found) for found in case.classes))
        if cases:
            return link, cases
    return NONE, ()


def nearest(edition: Edition, territory: Territory | None, cases: Iterable[Case]) -> tuple[NearCase, ...]:
    """Nearest to the centre of the territory first, unknown places last; the order of the base without territory."""
    if territory is None:
        return tuple(NearCase(case, None) for case in cases)
    placed, places = list(cases), _places(edition)
    known = {code: places[code] for case in placed if (code := case.commune or "") in places}
    lon, lat = np.array(list(known.values()), dtype=float).reshape(-1, 2).T
    away = dict(zip(known, distance_km(territory.lon, territory.lat, lon, lat).tolist(), strict=True))
    found = [NearCase(case, away.get(case.commune or "")) for case in placed]
    return tuple(sorted(found, key=lambda near: (near.distance_km is None, near.distance_km or 0.0, near.case.id)))


def failure_sentence(cases: Iterable[Case]) -> str:
    """« 3 cas sur 7 arrêtés, 1 en difficulté ; 2 sans nouvelle »: counts, never a rate of success."""
    all_cases = list(cases)
    outcomes = Counter(case.outcome for case in all_cases)
    ended = outcomes[STOPPED]
    said = f"{ended or 'aucun'} cas sur {len(all_cases)} {'arrêtés' if ended > 1 else 'arrêté'}"
    said = said[:1].upper() + said[1:]
    weak = outcomes[FRAGILE] + outcomes[TAKEN_OVER]
    s = "s" * (weak > 1)
    said += f", {weak} en difficulté, suspendu{s} ou repris" * bool(weak)
    silent = sum(case.silent for case in all_cases)
    return f"{said} ; {silent} {SILENCE}." if silent else f"{said}."


@cache
def caution(on: date) -> str:
    """What to hold against any count of these cases; its numbers are counted on the base, on the day of the study."""
    before, since = on.year - OLD_YEARS, on.year - SILENT_YEARS
    spans = {
        f"annoncés avant {before}": [c for c in case_base(on) if c.year and c.year < before],
        f"annoncés depuis {since}": [c for c in case_base(on) if c.year and c.year >= since],
    }
    ended = {span: sum(case.outcome == STOPPED for case in cases) for span, cases in spans.items()}
    counts = [f"{ended[span] or 'aucun'} des {len(cases)} {span}" for span, cases in spans.items() if cases]
    return (
        "Ces cas viennent de la presse, qui parle plus des annonces que des suites, et les projets récents n'ont pas "
        f"eu le temps d'échouer. À l'arrêt : {listing(counts)}. Ce n'est pas un taux de réussite."
    )


@derived
def _places(edition: Edition) -> dict[str, tuple[float, float]]:
    """Of the communes that have a case."""
    named = pl.Series(sorted({c.commune for c in case_base(edition.day) if c.commune}), dtype=pl.String)
    communes = edition.table("communes").filter(pl.col("commune").is_in(named.implode()))
    rows = communes.select("commune", "lon", "lat").drop_nulls()
    return {code: (lon, lat) for code, lon, lat in rows.iter_rows()}


def _integer(cell: str | None) -> int | None:
    return int(cell) if cell else None


def _sentence(link: str, near: tuple[NearCase, ...], outcomes: Counter[str]) -> str:
    if not near:
        return NO_CASE
    said = f"{count(len(near), 'cas français documenté', 'cas français documentés')} {HOW[link]} : "
    if len(near) == 1:
        said += f"{_told(near[0])}."
    else:
        said += f"{listing([count(outcomes[o], *words) for o, words in WORDS.items() if outcomes[o]])}."
        silent = sum(found.case.silent for found in near)
        said = f"{said[:-1]} ; {silent} {SILENCE}." if silent else said
        said += f" Par exemple : {_told(near[0])}."
    return said if link == SAME_CLASS else f"Aucun cas de la même activité. {said}"


def _told(near: NearCase) -> str:
    case = near.case
    away = "" if near.distance_km is None else f", à {decimal(near.distance_km, 0)}{NBSP}km"
    return f"{case.firm}, {case.product}, {case.place}{away}, {case.outcome_words}"
