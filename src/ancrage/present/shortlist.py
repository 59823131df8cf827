"""The targets a reader is shown first: those that respect the limits of the territory, and those set apart by them."""

from typing import Any

from ancrage.present.credits import Study
from ancrage.steps.limits_check import BREAKS
from ancrage.steps.targets.postures import BET, CONSOLIDATE, EXTEND

TO_DO = {CONSOLIDATE: "à consolider", EXTEND: "à prolonger", BET: "pari"}


def kept(study: Study) -> list[dict[str, Any]]:
    """Targets that break no limit, best first; their ranks keep the gaps of those set apart."""
    return [target for target in study["cibles"] if not target["ecartee"]]


def set_apart(study: Study) -> list[dict[str, Any]]:
    return [target for target in study["cibles"] if target["ecartee"]]


def why_apart(target: dict[str, Any]) -> str:
    """Sentences of the limits it breaks."""
    return " ".join(verdict["phrase"] for verdict in target["limites"] if verdict["verdict"] == BREAKS)


def to_do(target: dict[str, Any]) -> str:
    """The posture in two words."""
    return TO_DO[target["posture"]]
