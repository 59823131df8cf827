"""Why the score of a target differs between two studies: its data, the strategy's weights, or the method.

Shapley value of three causes: the score is computed for each mixture of what the two studies hold, and the effect of a
cause is its mean effect over the six orders in which the causes may be let in. The parts add up to the change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import NamedTuple

DATA, WEIGHTS, METHOD = "données", "poids", "méthode"
CAUSES = (DATA, WEIGHTS, METHOD)
# the group whose notes come from the stakes of the strategy as much as from data
STAKES = "enjeux"
SAME = 5e-6


class Parts(NamedTuple):
    """Change of a score (same scale, 0-1) that each cause explains; they sum to the change."""

    data: float
    weights: float
    method: float


@dataclass(frozen=True, eq=False)
class Scoring:
    """What a study's document says of its scores. `weights`, `group`: by criterion; `groups`: weight of each group;
    `stakes`: share of each; `notes`, `values`: by activity, then criterion (None: unknown); `basis` names the data."""

    weights: Mapping[str, float]
    group: Mapping[str, str]
    groups: Mapping[str, float]
    stakes: Mapping[str, float]
    notes: Mapping[str, Mapping[str, float | None]]
    values: Mapping[str, Mapping[str, float | None]]
    scores: Mapping[str, float]
    basis: object

    def recomputed(self, activity: str) -> float | None:
        return score(self.notes[activity], self.weights, self.group, self.groups)


def score(
    notes: Mapping[str, float | None],
    weights: Mapping[str, float],
    group: Mapping[str, str],
    groups: Mapping[str, float],
) -> float | None:
    """Weighted mean of groups, each the weighted mean of its criteria. The unknown leaves its weight to the rest."""
    means = {}
    for name in groups:
        known = [(weights[c], note) for c, note in notes.items() if group.get(c) == name and note is not None]
        means[name] = _mean(known)
    return _mean([(groups[name], mean) for name, mean in means.items() if mean is not None])


def _mean(pairs: list[tuple[float, float]]) -> float | None:
    weight = sum(w for w, _ in pairs)
    return sum(w * x for w, x in pairs) / weight if weight > 0 else None


class Splitter:
    """Two scorings, and to which cause the notes of each criterion belong (the same for every target)."""

    def __init__(self, a: Scoring, b: Scoring) -> None:
        self.a, self.b = a, b
        self.cause = {c: self._cause(c) for c in sorted({*a.weights, *b.weights})}

    def _cause(self, criterion: str) -> str:
        """Notes of the stakes move with the strategy; others with the data, unless the data are the same."""
        a, b = self.a, self.b
        if (a.group.get(criterion) or b.group.get(criterion)) == STAKES and a.stakes != b.stakes:
            return WEIGHTS
        same_values = a.values.keys() == b.values.keys() and all(
            _close(a.values[x].get(criterion), b.values[x].get(criterion)) for x in a.values
        )
        return METHOD if same_values or a.basis == b.basis else DATA

    def parts(self, activity: str) -> Parts:
        """Parts of the change of score of an activity that both studies rank. What the formula does not give back
        (another way to add criteria up) is the method's."""
        change = self.b.scores[activity] - self.a.scores[activity]
        effect = dict.fromkeys(CAUSES, 0.0)
        orders = list(permutations(CAUSES))
        known: dict[frozenset[str], float] = {}
        for order in orders:
            for n, cause in enumerate(order):
                before, after = (self._mixture(activity, frozenset(order[:k]), known) for k in (n, n + 1))
                effect[cause] += (after - before) / len(orders)
        return Parts(effect[DATA], effect[WEIGHTS], change - effect[DATA] - effect[WEIGHTS])

    def _mixture(self, activity: str, moved: frozenset[str], known: dict[frozenset[str], float]) -> float:
        """Score with the causes `moved` as in b and the others as in a; 0 when nothing is known."""
        if moved not in known:
            method, other = (self.b, self.a) if METHOD in moved else (self.a, self.b)
            weighing, unweighing = (self.b, self.a) if WEIGHTS in moved else (self.a, self.b)
            notes: dict[str, float | None] = {}
            weights = {}
            for criterion in method.weights:
                own, lent = (self.b, self.a) if self.cause[criterion] in moved else (self.a, self.b)
                source = own if criterion in own.weights else lent
                notes[criterion] = source.notes[activity].get(criterion)
                weights[criterion] = weighing.weights.get(criterion, unweighing.weights.get(criterion, 0.0))
            groups = {g: weighing.groups.get(g, other.groups.get(g, 0.0)) for g in {**weighing.groups, **method.groups}}
            known[moved] = score(notes, weights, method.group, groups) or 0.0
        return known[moved]


def _close(x: float | None, y: float | None) -> bool:
    if x is None or y is None:
        return x is y
    return abs(x - y) <= SAME * max(1.0, abs(x), abs(y))
