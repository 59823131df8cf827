"""Who could make something: independent clues joined, then weighed by how far and how large the place is."""

import numpy as np
from numpy.typing import ArrayLike

from ancrage.domain.card import Card
from ancrage.methods.arguments import checked
from ancrage.methods.arrays import Floats, broadcastable, number, numbers


def joint_evidence(*clues: ArrayLike) -> Floats:
    """Strength of several clues together: 1 - (1 - c1)(1 - c2)... (noisy-or).

    Each clue is what it would be worth alone, in [0, 1], numbers or arrays that broadcast; 0 is no clue. Returns the
    broadcast shape, in [0, 1]: never below the strongest clue, never above their sum.
    Raises ValueError: no clue at all, a clue missing or out of [0, 1]. Source: Pearl 1988 (noisy-or gate).
    """
    if not clues:
        raise ValueError("« joint_evidence » attend au moins un indice.")
    doubt: Floats = np.ones(())
    for clue in clues:
        strength = numbers(clue, "clues", low=0, high=1)
        broadcastable(clues=strength, others=doubt)
        doubt = doubt * (1 - strength)
    return np.asarray(1 - doubt)


@checked
def proximity_weight(
    distance_km: ArrayLike,
    jobs: ArrayLike,
    *,
    half_distance_km: float = 50.0,
    size_gain: float = 0.2,
) -> Floats:
    """What a clue is worth there: 0.5^(distance / half distance) x (1 + gain x ln jobs).

    distance_km: >= 0, from the place that asks (0 inside it); jobs: >= 1. Broadcast; returns values > 0: 1 for one job
    on the spot, halved every `half_distance_km`. `size_gain`: how much an e-fold of jobs adds.
    Raises ValueError: missing or negative distance, jobs below 1, half distance not above 0.
    Source: own definition (exponential distance decay of gravity models).
    """
    distance, size = numbers(distance_km, "distance_km"), numbers(jobs, "jobs", low=1)
    broadcastable(distance_km=distance, jobs=size)
    half, gain = number(half_distance_km, "half_distance_km", low=0, strict=True), number(size_gain, "size_gain", low=0)
    return np.asarray(0.5 ** (distance / half) * (1 + gain * np.log(size)))


CARDS = (
    Card(
        id="joint_evidence",
        label="Faisceau d'indices",
        formula="E = 1 - Π_i (1 - c_i)",
        unit="sans unité",
        range="0 à 1",
        neutral="0 : aucun indice",
        reading="Deux indices de 0,6 et 0,5 valent ensemble 0,8 : l'un suffit, l'autre conforte.",
        conventions=(
            "Chaque indice vaut ce qu'il vaudrait seul ; ils sont supposés indépendants, ce qui flatte l'ensemble.",
            "Le résultat ordonne ; ce n'est pas une probabilité mesurée.",
        ),
        references=("Pearl J., 1988, Probabilistic Reasoning in Intelligent Systems, Morgan Kaufmann",),
    ),
    Card(
        id="proximity_weight",
        label="Poids de la distance et de la taille",
        formula="p = 0,5^(distance / demi-distance) × (1 + g ln(emplois))",
        unit="sans unité",
        range="plus de 0",
        neutral="1 : un emploi, sur place",
        reading="À 50 km, un établissement compte deux fois moins que le même sur place.",
        conventions=(
            "Demi-distance de 50 km ; zéro kilomètre dans le territoire, où qu'il y soit.",
            "La taille compte par son logarithme (g = 0,2) : mille emplois pèsent 1,24 fois cent, non dix fois.",
        ),
        references=("Définition propre à Ancrage.",),
    ),
)
