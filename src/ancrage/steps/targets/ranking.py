"""From values to a ranking: scale each criterion, weigh within groups, weigh the groups, and test the weights."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ancrage.domain.errors import AncrageError
from ancrage.domain.strategy import GROUPS, Strategy
from ancrage.methods import normalise, weight_present, weighted_sum
from ancrage.steps.national import Floats
from ancrage.steps.targets.acceptability import top_probabilities
from ancrage.steps.targets.criteria import CRITERIA
from ancrage.steps.targets.noise import group_errors, note_errors, value_errors

# the leading group that every test of the ranking looks at, and its name in a sentence
LEADING, FIRST = 10, "dix premières"


@dataclass(frozen=True, eq=False)
class Ranking:
    """All arrays follow the candidates, whose classes are `codes`.

    `notes` (candidates, criteria), `groups` (one array a group): 0-1, NaN where unknown. `known`: share of weight that
    known criteria carry. `weights`: share of each criterion. `top`: {5, 10, 20} -> probability. `order`: best first.

    For what tests the ranking: `informed`, the groups known for some candidate; `table` (candidates, informed), their
    notes, where an unknown one is the candidate's score, so that `table @ shares` is `score`; `shares` of the informed
    groups (sum 1); `noise`, standard deviation of `table`.
    """

    codes: tuple[str, ...]
    notes: Floats
    groups: dict[str, Floats]
    score: Floats
    known: Floats
    weights: dict[str, float]
    top: dict[int, Floats]
    order: list[int]
    informed: tuple[str, ...]
    table: Floats
    shares: Floats
    noise: Floats

    def places(self) -> NDArray[np.intp]:
        """Rank of each candidate, 1 for the best."""
        return places(self.order)


def rank(
    values: dict[str, Floats],
    codes: Sequence[str],
    strategy: Strategy,
    establishments: Floats,
    is_service: NDArray[np.bool_],
) -> Ranking:
    """Candidates by decreasing score (ties by code). Weights of unknown criteria pass to the known ones.

    Raises AncrageError when every group that weighs is unknown here.
    """
    group_share = strategy.group_shares()
    notes = np.column_stack([note(values[c.code], c.sign, c.scale) for c in CRITERIA])
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
    if not weights[informed].any():
        raise AncrageError(
            "La stratégie ne pèse que l'ancrage local, et aucun établissement n'est observé sur ce territoire.",
            "Donnez un poids à un autre groupe de critères : besoin, gain ou enjeux.",
        )
    shares = weights[informed] / weights[informed].sum()
    complete = np.where(np.isnan(table), np.nan_to_num(score)[:, None], table)[:, informed]
    errors = note_errors(values, value_errors(values, establishments, is_service))
    noise = group_errors(errors, notes)[:, informed]
    return Ranking(
        codes=tuple(codes),
        notes=notes,
        groups=groups,
        score=score,
        known=weight_present(notes, list(full.values())),
        weights=full,
        top=top_probabilities(complete, noise, shares),
        order=best_first(score, codes),
        informed=tuple(g for g, kept in zip(GROUPS, informed, strict=True) if kept),
        table=complete,
        shares=shares,
        noise=noise,
    )


def best_first(score: Floats, codes: Sequence[str]) -> list[int]:
    """Row numbers by decreasing score, then by code; an unknown score comes last."""
    order: list[int] = np.lexsort((np.array(codes), -np.nan_to_num(score, nan=-1.0))).tolist()
    return order


def places(order: list[int]) -> NDArray[np.intp]:
    """Rank of each row number of `order`, 1 for the first."""
    found = np.empty(len(order), dtype=np.intp)
    found[order] = np.arange(1, len(order) + 1)
    return found


def places_of(scores: Floats, codes: Sequence[str]) -> NDArray[np.intp]:
    """Ranks under many scorings at once, (candidates, scorings): by decreasing score, then by code; unknown last."""
    by_code = np.argsort(np.array(codes), kind="stable")
    order = by_code[np.argsort(-np.nan_to_num(scores[by_code], nan=-1.0), axis=0, kind="stable")]
    found = np.empty_like(order)
    np.put_along_axis(found, order, np.arange(1, len(codes) + 1)[:, None], axis=0)
    return found


def note(x: Floats, sign: int, scale: str) -> Floats:
    """Note 0-1 of a criterion, higher is better."""
    scaled: Floats = (
        normalise(np.log1p(x)[:, None], [sign], "minmax") if scale == "log" else normalise(x[:, None], [sign], "rank")
    )
    return scaled[:, 0]
