"""From values to a ranking: scale each criterion, weigh within groups, weigh the groups, and test the weights."""

from dataclasses import dataclass

import numpy as np

from ancrage.domain.strategy import GROUPS, Strategy
from ancrage.methods import normalise, rank_acceptability, weight_present, weighted_sum
from ancrage.steps.national import Floats
from ancrage.steps.targets.criteria import CRITERIA

# draws of group weights around those of the strategy; the Monte-Carlo error is at most 3 sqrt(0.25 / draws)
DRAWS = 2000
# Dirichlet concentration: a weight of 0.4 then varies by about 0.14 (one standard deviation)
CONCENTRATION = 12.0
SEED = 20


@dataclass(frozen=True, eq=False)
class Ranking:
    """All arrays follow the candidates. `notes` (candidates, criteria), `groups` (candidates, groups): 0-1, NaN
    where unknown; `known` is the share of weight that known criteria carry; `top`: {5, 10} -> probability."""

    notes: Floats
    groups: dict[str, Floats]
    score: Floats
    known: Floats
    weights: dict[str, float]
    top: dict[int, Floats]
    order: list[int]


def rank(values: dict[str, Floats], codes: list[str], strategy: Strategy) -> Ranking:
    """Candidates by decreasing score (ties by code). Weights of unknown criteria pass to the known ones."""
    group_share = strategy.group_shares()
    notes = np.column_stack([_note(values[c.code], c.sign, c.scale) for c in CRITERIA])
    groups = {}
    for group in GROUPS:
        at = [i for i, c in enumerate(CRITERIA) if c.group == group]
        within = [CRITERIA[i].weight for i in at]
        groups[group] = weighted_sum(notes[:, at], within, normalisation="none", missing="renormalise")
    table = np.column_stack(list(groups.values()))
    weights = np.array([group_share[g] for g in GROUPS])
    score = weighted_sum(table, weights, normalisation="none", missing="renormalise")
    full = {c.code: c.weight * group_share[c.group] for c in CRITERIA}
    # a group known for nobody (no establishment here) tells no candidate from another: it cannot move a rank
    informed = ~np.isnan(table).all(axis=0)
    draws = rank_acceptability(
        np.nan_to_num(table[:, informed], nan=0.0),
        weights[informed] / weights[informed].sum(),
        n_draws=DRAWS,
        seed=SEED,
        concentration=CONCENTRATION,
        top=(5, 10),
        max_rank=10,
    )
    order = sorted(range(len(codes)), key=lambda i: (-np.nan_to_num(score[i], nan=-1.0), codes[i]))
    return Ranking(notes, groups, score, weight_present(notes, list(full.values())), full, draws.top, order)


def _note(x: Floats, sign: int, scale: str) -> Floats:
    """Note 0-1 of a criterion, higher is better."""
    scaled: Floats = (
        normalise(np.log1p(x)[:, None], [sign], "minmax") if scale == "log" else normalise(x[:, None], [sign], "rank")
    )
    return scaled[:, 0]
