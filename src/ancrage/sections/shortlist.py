"""The targets a reader is shown first: those that respect the limits of the territory, and those set apart by them."""

from ancrage.steps.targets.postures import BET, CONSOLIDATE, EXTEND, MEANING
from ancrage.study import Study
from ancrage.study.targets import StudiedTarget

TO_DO = {CONSOLIDATE: "à consolider", EXTEND: "à prolonger", BET: "pari"}
MEANINGS = {TO_DO[posture]: meaning for posture, meaning in MEANING.items()}


def kept(study: Study) -> list[StudiedTarget]:
    """Targets that break no limit, best first; their ranks keep the gaps of those set apart."""
    return [target for target in study.targets if not target.set_apart]


def set_apart(study: Study) -> list[StudiedTarget]:
    return [target for target in study.targets if target.set_apart]


def to_do(target: StudiedTarget) -> str:
    """The posture in two words."""
    return TO_DO[target.posture]


def labels(study: Study) -> dict[str, str]:
    """Label of each target by its code."""
    return {target.activity: target.label for target in study.targets}
