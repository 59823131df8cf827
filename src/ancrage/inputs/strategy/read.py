"""From a strategy file to a Strategy, or to one error that lists what is wrong, line by line."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ancrage.domain.errors import AncrageError
from ancrage.domain.limits import LandFigures, Limits
from ancrage.domain.strategy import Goal, Stake, Strategy, Weighting
from ancrage.inputs.bytes import Kind
from ancrage.inputs.strategy.contradictions import compared_stakes, contradictions, judgements
from ancrage.inputs.strategy.default import DEFAULT_GROUPS, default_strategy, weighted_stakes
from ancrage.inputs.strategy.model import LimitsTable, StakesTable, StrategyFile
from ancrage.inputs.strategy.problems import shape_problems, unknown
from ancrage.inputs.strategy.weights import compared_weights, ranked_weights
from ancrage.inputs.strategy.wording import consistency_warning, idle_goal
from ancrage.inputs.toml import parse, read_text
from ancrage.inputs.toml_problems import Problem, refusal, show

VERSION = 1
KIND = Kind(
    "Le fichier de stratégie",
    "Créez-en un : ancrage strategie nouvelle TERRITOIRE > strategie.toml",
    "Une stratégie tient en quelques pages : mettez les longs textes ailleurs.",
)
WHOLE = "la stratégie"
LAND_FIELDS = {
    "reference_ha": "reference_ha",
    "consomme_ha": "used_ha",
    "taux_reduction": "reduction_rate",
    "garantie_ha": "guarantee_ha",
}


def read_strategy(path: Path) -> Strategy:
    """As load_strategy: shape first (unknown keys, wrong types or bounds), then contradictions."""
    text = read_text(path, KIND)
    content = parse(path, text, KIND)
    _check_version(path, content)
    default = default_strategy()
    problems = _unknown_stakes(content, default.stakes)
    try:
        file = StrategyFile.model_validate(content, context={"stakes": {s.code for s in default.stakes}})
    except ValidationError as error:
        told = {p.location for p in problems}
        problems += [p for p in shape_problems(error) if p.location[:2] not in told]
        raise refusal(path, text, problems, WHOLE) from error
    problems = problems or contradictions(file)
    if problems:
        raise refusal(path, text, problems, WHOLE)
    return _strategy(path, file)


def _check_version(path: Path, content: dict[str, Any]) -> None:
    """A file of a later version is refused as such, before its new keys are called unknown."""
    version = content.get("version", VERSION)
    if type(version) is int and version > VERSION:
        raise AncrageError(
            f"Le fichier de stratégie {path} est d'une version plus récente ({show(version)}) que celle que ce "
            f"programme lit ({VERSION}).",
            "Mettez Ancrage à jour, ou repartez d'un fichier neuf : ancrage strategie nouvelle TERRITOIRE",
        )


def _unknown_stakes(content: dict[str, Any], stakes: tuple[Stake, ...]) -> list[Problem]:
    """Keys of [enjeux] that are no stake: which codes exist is data, so the model cannot declare them."""
    table = content.get("enjeux")
    if not isinstance(table, dict):
        return []
    known = [*(s.code for s in stakes), *StakesTable.model_fields]
    words = {word: s.code for s in stakes for word in (s.hashtag.lstrip("#"), s.label)}
    return [unknown(("enjeux", key), known, words) for key in table if key not in known]


def _strategy(path: Path, file: StrategyFile) -> Strategy:
    weights, weighting, ratio, warnings = _weights(file.enjeux)
    stakes = default_strategy().stakes if weights is None else weighted_stakes(weights)
    goals = tuple(
        Goal(g.indicateur, g.libelle or g.indicateur, g.unite, g.depart, g.annee_depart, g.cible, g.annee, g.enjeu)
        for g in file.objectifs
    )
    idle = {s.code for s in stakes if s.weight == 0}
    return Strategy(
        str(path),
        stakes,
        DEFAULT_GROUPS | file.groupes.model_dump(exclude_none=True),
        territory=f"communes:{','.join(file.perimetre)}" if file.perimetre else file.territoire.strip(),
        goals=goals,
        limits=_limits(file.limites),
        land=LandFigures(**{LAND_FIELDS[key]: value for key, value in file.foncier}) if file.foncier else None,
        first_year=file.annee_debut,
        horizon_years=file.horizon,
        notes=file.notes,
        weighting=weighting,
        consistency_ratio=ratio,
        warnings=(*warnings, *(idle_goal(goal) for goal in goals if goal.stake in idle)),
    )


def _limits(limits: LimitsTable) -> Limits:
    return Limits(
        limits.hectares,
        limits.megawatts,
        limits.eau_m3_par_jour,
        limits.seveso,
        tuple(dict.fromkeys(limits.secteurs_exclus)),
        tuple(dict.fromkeys(limits.secteurs_minimum)),
    )


def _weights(table: StakesTable | None) -> tuple[dict[str, float] | None, Weighting, float | None, tuple[str, ...]]:
    """Weight of each stake (None: the default ones; one left out weighs nothing: the file is the whole will of the
    territory), how it was given, Saaty's ratio, and what to warn of."""
    if table is None:
        return None, "direct", None, ()
    if table.classement is not None:
        return ranked_weights(table.classement), "classement", None, ()
    if table.comparaisons is None:
        return dict(table.model_extra or {}), "direct", None, ()
    found = compared_weights(compared_stakes(table.comparaisons), judgements(table.comparaisons))
    warning = consistency_warning(found)
    return found.weights, "comparaisons", found.ratio, (warning,) if warning else ()
