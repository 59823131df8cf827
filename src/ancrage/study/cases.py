"""Documented cases as a study tells them: each case that some target cites, once, and the cases of one target."""

from collections.abc import Mapping
from typing import Annotated

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.territory import Territory
from ancrage.domain.units import KM, YEAR, Unit
from ancrage.steps.cases import Case, NearCase, TargetCases, case_base, caution, failure_sentence, nearest
from ancrage.warehouse.edition import Edition

CASES = Unit("cas", "integer")
PUB = Status.PUBLISHED


class CaseClass(Record):
    """An activity that a case bears on."""

    activity: Annotated[str, text("Activité (NAF)", kind="code")] = field(name="activite")
    confidence: Annotated[str, text("Confiance")] = field(name="confiance")
    reason: Annotated[str, text("Pourquoi")] = field(name="raison")


class CaseSite(Record):
    """The case in the register."""

    siret: Annotated[str, text("SIRET", kind="code")]
    link: Annotated[str, text("Lien avec le cas")] = field(name="lien")
    confidence: Annotated[str, text("Confiance")] = field(name="confiance")


class Investment(Record):
    """A number that describes itself: its source is the press of its own case."""

    value: Annotated[int | None, text("Valeur", kind="integer")] = field(name="valeur")
    unit: Annotated[str, text("Unité", repeats=True)] = field(name="unite")
    vintage: Annotated[str, text("Millésime", repeats=True)] = field(name="millesime")
    source: Annotated[str, text("Source")]
    status: Annotated[str, text("Statut", repeats=True)] = field(name="statut")


class CaseJobs(Record):
    """Jobs announced, of one nature: two natures are never added."""

    value: Annotated[int | None, text("Emplois annoncés", kind="integer")] = field(name="valeur")
    unit: Annotated[str, text("Unité", repeats=True)] = field(name="unite")
    vintage: Annotated[str, text("Millésime", repeats=True)] = field(name="millesime")
    source: Annotated[str, text("Source")]
    status: Annotated[str, text("Statut", repeats=True)] = field(name="statut")
    nature: Annotated[str | None, text("Nature des emplois")]


class CaseRow(Record):
    """A documented French case, as the press told it."""

    id: Annotated[str, text("Cas", kind="code")]
    firm: Annotated[str, text("Entreprise")] = field(name="entreprise")
    product: Annotated[str, text("Produit")] = field(name="produit")
    family: Annotated[str, text("Famille", kind="code", repeats=True)] = field(name="famille")
    classes: Annotated[tuple[CaseClass, ...], text("Activités (NAF)", in_columns=True)]
    commune: Annotated[str | None, text("Commune (code INSEE)", kind="code")]
    commune_label: Annotated[str | None, text("Commune")] = field(name="commune_nom")
    departement: Annotated[str | None, text("Département", kind="code")]
    distance_km: Annotated[
        float | None,
        number(
            "Distance au centre de population, à vol d'oiseau", KM, of=("communes",), head="Distance au centre (km)"
        ),
    ]
    year: Annotated[
        int | None, number("Année de l'annonce, selon la presse citée", YEAR, status=PUB, head="Annonce")
    ] = field(name="annee")
    jobs: Annotated[CaseJobs, text("Emplois")] = field(name="emplois")
    investment: Annotated[Investment, text("Investissement annoncé")] = field(name="investissement")
    origin: Annotated[str | None, text("Venait de", repeats=True)] = field(name="pays_origine")
    kind: Annotated[str, text("Nature du projet", repeats=True)] = field(name="type")
    outcome: Annotated[str, text("Issue", repeats=True)] = field(name="issue")
    situation: Annotated[str, text("Situation", repeats=True)]
    status_year: Annotated[
        int, number("Année de la dernière nouvelle, selon la presse citée", YEAR, status=PUB, head="Dernière nouvelle")
    ] = field(name="annee_situation")
    silent: Annotated[bool, text("Sans nouvelle depuis trois ans ou plus", kind="flag")] = field(name="sans_nouvelle")
    remark: Annotated[str | None, text("Ce que disent les sources", kind="prose")] = field(name="remarque")
    sources: Annotated[tuple[str, ...], text("Pages lues", kind="prose")]
    sites: Annotated[tuple[CaseSite, ...], text("Établissements au registre", in_columns=True)] = field(
        name="etablissements"
    )
    confidence: Annotated[str, text("Confiance", repeats=True)] = field(name="confiance")

    @property
    def jobs_words(self) -> str | None:
        """« 103 créés »: the nature is never dropped."""
        written = "" if self.jobs.value is None else f"{self.jobs.value:,}".replace(",", "\u202f")
        return f"{written} {self.jobs.nature or ''}".strip() or None

    @property
    def last_news(self) -> str:
        silence = ", sans nouvelle depuis" if self.silent else ""
        return f"{self.situation.removesuffix('/échec')} ({self.status_year}{silence})"


class Cases(Record):
    """The cases that the study cites, and what to hold against any count of them."""

    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    caution: Annotated[str, text("Réserve", kind="prose")] = field(name="reserve")
    rows: Annotated[tuple[CaseRow, ...], text("Cas", in_columns=True)] = field(name="liste")


class CasesOfTarget(Record):
    """`link` is empty when no case is known; `cases` holds ids of the list, nearest first."""

    link: Annotated[str, text("Lien avec la cible")] = field(name="lien")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    total: Annotated[int, number("Cas documentés liés à la cible", CASES, status=PUB, head="Cas")]
    stopped: Annotated[int, number("Cas arrêtés", CASES, status=PUB, head="Arrêtés")] = field(name="arretes")
    fragile: Annotated[
        int, number("Cas en difficulté, suspendus ou repris", CASES, status=PUB, head="Fragiles ou repris")
    ] = field(name="fragiles")
    silent: Annotated[
        int, number("Cas sans nouvelle depuis trois ans ou plus", CASES, status=PUB, head="Sans nouvelle")
    ] = field(name="sans_nouvelle")
    cases: Annotated[tuple[str, ...], text("Cas", kind="code")] = field(name="cas")


def cases_of(edition: Edition, territory: Territory, by_target: Mapping[str, TargetCases]) -> Cases:
    """Each case that some target cites, once; what to hold against them all."""
    cited = {near.case.id for cases in by_target.values() for near in cases.cases}
    base = case_base(edition.day)
    near = nearest(edition, territory, (case for case in base if case.id in cited))
    return Cases(
        sentence=f"Base de référence : {failure_sentence(base)}",
        caution=caution(edition.day),
        rows=tuple(row(case) for case in sorted(near, key=lambda case: case.case.id)),
    )


def of_target(cases: TargetCases | None) -> CasesOfTarget | None:
    """None: not looked for."""
    if cases is None:
        return None
    return CasesOfTarget(
        link=cases.link,
        sentence=cases.sentence,
        total=cases.total,
        stopped=cases.stopped,
        fragile=cases.fragile,
        silent=cases.silent,
        cases=tuple(near.case.id for near in cases.cases),
    )


def row(near: NearCase) -> CaseRow:
    case = near.case
    return CaseRow(
        id=case.id,
        firm=case.firm,
        product=case.product,
        family=case.family,
        classes=tuple(CaseClass(c.activity, c.confidence, c.reason) for c in case.classes),
        commune=case.commune,
        commune_label=case.commune_label,
        departement=case.departement,
        distance_km=near.distance_km,
        year=case.year,
        jobs=CaseJobs(case.jobs, "emplois", *_press(case, case.jobs), nature=case.jobs_nature),
        investment=Investment(case.investment_eur, "€", *_press(case, case.investment_eur)),
        origin=case.origin,
        kind=case.kind,
        outcome=case.outcome,
        situation=case.status,
        status_year=case.status_year,
        silent=case.silent,
        remark=case.note,
        sources=case.sources,
        sites=tuple(CaseSite(s.siret, s.link, s.confidence) for s in case.sites),
        confidence=case.confidence,
    )


def _press(case: Case, value: int | None) -> tuple[str, str, str]:
    """Vintage, source and status of a number that the press gave."""
    status = Status.ABSENT if value is None else PUB
    return str(case.year or case.status_year), case.sources[0], status.value
