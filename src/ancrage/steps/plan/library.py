"""The library of the plan: templates of actions, what calls for them, their first steps, and the supports."""

from dataclasses import dataclass
from functools import cache

from ancrage.reference import read_reference

ALWAYS = "continu"


@dataclass(frozen=True, slots=True)
class Template:
    """An action anyone may take. `signal`: code of what calls for it, empty when no data of this edition can;
    `stakes`: what it serves by itself, 0-1; `after`: templates it follows; `months`: None for a lasting action;
    `work_months`, `spending_eur`: (low, high), None unknown; `start`, `base`: number, or name of a number of the facts
    ("n": that of the signal); `target`: (low, high), to be multiplied by the base."""

    code: str
    stage: str
    title: str
    purpose: str
    lead: str
    partners: str
    means: str
    months: int | None
    trigger: str
    signal: str
    stakes: dict[str, float]
    after: tuple[str, ...]
    indicator: str
    unit: str
    start: str
    base: str
    target: tuple[float, float] | None
    work_months: tuple[float, float] | None
    spending_eur: tuple[float, float] | None
    risk: str
    failures: tuple[str, ...]
    supports: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Threshold:
    """From where a signal calls: `label` and `value` in `unit`, `why` it was chosen so."""

    code: str
    label: str
    value: float
    unit: str
    why: str


@dataclass(frozen=True, slots=True)
class Parameter:
    value: float
    unit: str
    label: str
    date: str
    source: str
    confidence: str


@cache
def templates() -> dict[str, Template]:
    """By code, in the order of the library."""
    steps: dict[str, list[str]] = {}
    for row in read_reference("plan_gestes.csv").sort("code", "ordre").iter_rows(named=True):
        steps.setdefault(row["code"], []).append(row["geste"])
    return {
        row["code"]: Template(
            code=row["code"],
            stage=row["etape"],
            title=row["action"],
            purpose=row["objectif"],
            lead=row["pilote"],
            partners=row["partenaires"],
            means=row["moyens"],
            months=None if row["duree_mois"] == ALWAYS else int(row["duree_mois"]),
            trigger=row["signal_declencheur"],
            signal=row["signal"],
            stakes=_weights(row["enjeux"]),
            after=_parts(row["apres"]),
            indicator=row["kpi"],
            unit=row["unite_kpi"],
            start=row["depart"],
            base=row["base"],
            target=_range(row, "cible_bas", "cible_haut"),
            work_months=_range(row, "mois_agent_bas", "mois_agent_haut"),
            spending_eur=_range(row, "depenses_bas_eur", "depenses_haut_eur"),
            risk=row["risque"],
            failures=_parts(row["cas_echec"]),
            supports=_parts(row["aides_liees"]),
            steps=tuple(steps.get(row["code"], ())),
        )
        for row in read_reference("actions_types.csv").fill_null("").iter_rows(named=True)
    }


@cache
def thresholds() -> dict[str, Threshold]:
    return {
        r["code"]: Threshold(r["code"], r["libelle"], float(r["seuil"]), r["unite"], r["pourquoi"])
        for r in read_reference("plan_signaux.csv").iter_rows(named=True)
    }


@cache
def parameters() -> dict[str, Parameter]:
    return {
        r["cle"]: Parameter(float(r["valeur"]), r["unite"], r["libelle"], r["date"], r["source"], r["confiance"])
        for r in read_reference("plan_parametres.csv").iter_rows(named=True)
    }


def parameter(name: str) -> float:
    return parameters()[name].value


@cache
def failures() -> dict[str, str]:
    """What happened, by code of a documented case: « McPhy (Foussemagne), arrêté ou en échec, 2025 »."""
    return {
        r["id"]: f"{r['entreprise']} ({', '.join(filter(None, [r['commune'], r['annee_statut']]))}) : {r['note']}"
        for r in read_reference("cas_relocalisation.csv").fill_null("").iter_rows(named=True)
    }


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _weights(cell: str) -> dict[str, float]:
    return {code: float(weight) for code, _, weight in (part.partition(":") for part in _parts(cell))}


def _range(row: dict[str, str], low: str, high: str) -> tuple[float, float] | None:
    return (float(row[low]), float(row[high])) if row[low] else None
