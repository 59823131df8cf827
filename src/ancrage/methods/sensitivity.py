"""What would change a ranking: one weight at a time, one criterion less, another method."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import ROUNDING, at_least, settled
from ancrage.methods.decision import Array, as_table, as_weights, varies
from ancrage.methods.scaling import normalise


@dataclass(frozen=True, slots=True)
class WeightSensitivity:
    """Result of `weight_sensitivity`.

    members: the first k, best first (row numbers). For member i and criterion j: `decrease[i, j]` (< 0) and
    `increase[i, j]` (> 0) are the smallest changes of weight j that push it out, NaN if none does; `decrease_by`,
    `increase_by` the alternative that takes its place, -1 if none. `without[j]`: the first k without criterion j.
    """

    members: NDArray[np.intp]
    decrease: Array
    increase: Array
    decrease_by: NDArray[np.intp]
    increase_by: NDArray[np.intp]
    without: NDArray[np.intp]

    @property
    def critical(self) -> Array:
        """Smallest change of one weight, up or down, that pushes each member out (inf if none can)."""
        changes = np.abs(np.hstack([self.decrease, self.increase]))
        return np.asarray(np.where(np.isnan(changes), np.inf, changes).min(axis=1))


@checked
def weight_sensitivity(values: ArrayLike, weights: ArrayLike, top: int = 1) -> WeightSensitivity:
    """Smallest change of one weight that changes the leading group of a weighted sum, exactly.

    Weight j goes from w_j to w_j + d, the others keep their proportions (equal ones if w_j = 1): each score is a
    line in d, and lines that cross change the order.
    values: n_alternatives x n_criteria on one scale; weights: n_criteria, rescaled to sum to one; top: size k of the
    group (1: the winner). Changes are in share of the total weight. Equal scores: the first row leads.
    Raises ValueError: NaN, shapes, weights, top. Source: Triantaphyllou & Sanchez 1997,
    doi:10.1111/j.1540-5915.1997.tb01306.x.
    """
    table = as_table(values, "values")
    n_alt, n_crit = table.shape
    w = as_weights(weights, n_crit)
    if not 1 <= top <= n_alt:
        raise ValueError(f"« top » doit être compris entre 1 et {n_alt} (reçu : {top}).")
    size = float(np.abs(table).max())
    members = _first(table @ w, top, size)
    change = np.full((2, top, n_crit), np.nan)
    by = np.full((2, top, n_crit), -1, dtype=np.intp)
    without = np.tile(members, (n_crit, 1))
    for j in range(n_crit if n_crit > 1 else 0):  # the weight of a single criterion cannot change
        rest = _without(table, w, j)
        without[j] = _first(rest, top, size)
        now, slope = rest + w[j] * (table[:, j] - rest), table[:, j] - rest
        for i, member in enumerate(members):
            gap, turn = now[member] - now, slope[member] - slope
            for side, room in enumerate((w[j], 1 - w[j])):
                found = _leaves(gap, turn if side else -turn, room, (top, member, ROUNDING * size))
                if found is not None:
                    change[side, i, j], by[side, i, j] = found[0] * (1 if side else -1), found[1]
    return WeightSensitivity(members, change[0], change[1], by[0], by[1], without)


def _first(scores: Array, top: int, size: float) -> NDArray[np.intp]:
    return np.argsort(-settled(scores, size), kind="stable")[:top]


def _without(table: Array, w: Array, j: int) -> Array:
    """Scores when criterion j weighs nothing and the others keep their proportions."""
    others = np.delete(w, j)
    shares = others / others.sum() if others.sum() > 0 else np.full(len(others), 1 / len(others))
    return np.asarray(np.delete(table, j, axis=1) @ shares)


def _leaves(gap: Array, turn: Array, room: float, who_leads: tuple[int, np.intp, float]) -> tuple[float, int] | None:
    """First step at which `top` others lead the member, and who then passes it; gap(step) = gap + turn x step."""
    top, member, rounding = who_leads
    gap = np.where(np.abs(gap) < rounding, 0.0, gap)
    passes, falls = (gap >= 0) & (turn < -rounding), (gap < 0) & (turn > rounding)
    passes[member] = falls[member] = False
    who = np.flatnonzero(passes | falls)
    step, sign = -gap[who] / turn[who], np.where(passes[who], 1, -1)
    order = np.lexsort((sign, step))
    order = order[at_least(room, step[order], 1.0)]
    ahead = (gap < 0).sum() + np.cumsum(sign[order])
    out = np.flatnonzero(ahead >= top)
    return (float(step[order[out[0]]]), int(who[order[out[0]]])) if len(out) else None


@checked
def rank_agreement(scores: ArrayLike, kind: Literal["spearman", "kendall"] = "spearman") -> Array:
    """Agreement of rankings given by several methods: correlation of ranks, Spearman or Kendall tau-b.

    scores: n_methods x n_alternatives, higher is better (give the opposite of a distance such as VIKOR's Q).
    Returns n_methods x n_methods in [-1, 1]. Raises ValueError: NaN, fewer than 2 alternatives, constant scores.
    Source: Spearman 1904, doi:10.2307/1412159; Kendall 1938, doi:10.1093/biomet/30.1-2.81.
    """
    table = as_table(scores, "scores")
    if not varies(table.T).all():
        raise ValueError("« scores » : une méthode donne le même score à toutes les alternatives.")
    if kind == "spearman":
        return np.asarray(np.corrcoef(normalise(table.T, normalisation="rank"), rowvar=False)).reshape(len(table), -1)
    from scipy.stats import kendalltau

    even = [settled(row) for row in table]
    return np.array([[kendalltau(a, b).statistic for b in even] for a in even])


CARDS = (
    Card(
        id="weight_sensitivity",
        label="Changement de poids qui renverse le classement",
        formula="w(j) devient w(j) + d, les autres gardent leurs proportions ; d critique : croisement des scores "
        "v(a, d)",
        unit="part du poids total",
        range="-1 à 1",
        neutral="non défini quand aucun changement de ce poids ne renverse rien",
        reading="-0,08 sur le critère emploi : si l'emploi pesait 8 points de moins, l'alternative sortirait du "
        "groupe de tête.",
        conventions=(
            "Un poids change à la fois ; les autres gardent leurs proportions, de sorte que la somme reste 1.",
            "Un poids qui vaut 1 est repris à parts égales par les autres critères.",
            "Calcul exact (croisement de droites), sans pas ni tirage. Scores égaux : la première ligne devance.",
            "Le classement sans chaque critère est donné à côté.",
        ),
        references=(
            "Triantaphyllou E., Sánchez A., 1997, A sensitivity analysis approach for some deterministic "
            "multi-criteria decision-making methods, Decision Sciences 28(1), doi:10.1111/j.1540-5915.1997.tb01306.x",
        ),
    ),
    Card(
        id="rank_agreement",
        label="Accord entre classements",
        formula="corrélation des rangs (Spearman) ou (paires concordantes - discordantes) / paires (tau-b de Kendall)",
        unit="sans unité",
        range="-1 à 1",
        neutral="0 : les deux classements n'ont rien en commun",
        reading="Au-dessus de 0,9, changer de méthode ne change guère le classement.",
        conventions=("Ex æquo : rang moyen (Spearman), correction tau-b (Kendall).",),
        references=(
            "Spearman C., 1904, The proof and measurement of association between two things, American Journal of "
            "Psychology 15(1), doi:10.2307/1412159",
            "Kendall M. G., 1938, A new measure of rank correlation, Biometrika 30, doi:10.1093/biomet/30.1-2.81",
        ),
    ),
)
