"""What would change if a stake weighed more, less or nothing: which targets enter the first ones, which leave."""

from typing import Annotated

import numpy as np

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.strategy import Stake, Strategy
from ancrage.domain.units import RANK, SHARE
from ancrage.domain.wording import listing, lower_first, percent
from ancrage.methods import normalise
from ancrage.steps.national import Floats
from ancrage.steps.stakes import profiles, stakes_scores
from ancrage.steps.targets.ranking import FIRST, LEADING, Ranking, places_of

PUB = Status.PUBLISHED
DOUBLED, HALVED, REMOVED = "doublé", "réduit de moitié", "retiré"
FACTORS = {DOUBLED: 2.0, HALVED: 0.5, REMOVED: 0.0}


class Move(Record):
    """A target that crosses the border of the first LEADING, and its ranks."""

    activity: Annotated[str, text("Activité (NAF)", kind="code")] = field(name="activite")
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    before: Annotated[int, number("Rang avant", RANK)] = field(name="avant")
    after: Annotated[int, number("Rang après", RANK)] = field(name="apres")


class Scenario(Record):
    """One stake with another weight. `share`, `new_share`: its part of the stakes before and after."""

    stake: Annotated[str, text("Enjeu", kind="code", repeats=True)] = field(name="enjeu")
    hashtag: Annotated[str, text("Étiquette", repeats=True)]
    label: Annotated[str, text("Libellé", repeats=True)] = field(name="libelle")
    change: Annotated[str, text("Changement", repeats=True)] = field(name="changement")
    share: Annotated[float, number("Part de l'enjeu", SHARE, status=PUB)] = field(name="part")
    new_share: Annotated[float, number("Part de l'enjeu dans le scénario", SHARE, status=PUB, head="Nouvelle part")] = (
        field(name="nouvelle_part")
    )
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    entering: Annotated[tuple[Move, ...], text("Entrent", in_columns=True)] = field(name="entrent")
    leaving: Annotated[tuple[Move, ...], text("Sortent", in_columns=True)] = field(name="sortent")


def stake_scenarios(ranking: Ranking, strategy: Strategy, labels: dict[str, str]) -> tuple[Scenario, ...]:
    """Each stake of the strategy doubled, halved, removed, in that order; a sole stake has nothing to be weighed
    against. Scores follow in one product of matrices; the rest of the ranking does not move."""
    held = [stake for stake in strategy.stakes if stake.weight > 0]
    if len(held) < 2:
        return ()
    cases = [(stake, change) for stake in held for change in FACTORS]
    known = profiles()
    now = known.shares(strategy)
    shares = np.repeat(now[:, None], len(cases), axis=1)
    for k, (stake, change) in enumerate(cases):
        shares[known.stakes.index(stake.code), k] *= FACTORS[change]
    shares /= shares.sum(axis=0)
    after = places_of(_scores(ranking, np.column_stack([now, shares])), ranking.codes)
    before = ranking.places()
    found = []
    for k, (stake, change) in enumerate(cases):
        entering, leaving = _moves(ranking, labels, before, after[:, k + 1])
        at = known.stakes.index(stake.code)
        share, new_share = float(now[at]), float(shares[at, k])
        sentence = _sentence(stake, change, (share, new_share), entering, leaving)
        found.append(
            Scenario(stake.code, stake.hashtag, stake.label, change, share, new_share, sentence, entering, leaving)
        )
    return tuple(found)


def _scores(ranking: Ranking, shares: Floats) -> Floats:
    """Scores (candidates, strategies) when only the stakes change; the first column is the strategy's own."""
    notes = normalise(stakes_scores(ranking.codes, shares), normalisation="rank")
    if "enjeux" not in ranking.informed:
        return np.repeat(ranking.score[:, None], shares.shape[1], axis=1)
    weight = ranking.shares[ranking.informed.index("enjeux")]
    known = ~np.isnan(np.column_stack([ranking.groups[g] for g in ranking.informed]))
    present = (known * ranking.shares).sum(axis=1)
    gain = weight * (notes - notes[:, :1])
    return np.asarray(ranking.score[:, None] + gain / np.where(present > 0, present, 1.0)[:, None])


def _moves(
    ranking: Ranking, labels: dict[str, str], before: np.ndarray, after: np.ndarray
) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
    def told(crossing: np.ndarray) -> tuple[Move, ...]:
        rows = sorted(np.flatnonzero(crossing).tolist(), key=lambda i: int(after[i]))
        return tuple(Move(ranking.codes[i], labels[ranking.codes[i]], int(before[i]), int(after[i])) for i in rows)

    was, will = before <= LEADING, after <= LEADING
    return told(will & ~was), told(was & ~will)


def _sentence(
    stake: Stake, change: str, shares: tuple[float, float], entering: tuple[Move, ...], leaving: tuple[Move, ...]
) -> str:
    before, after = percent(shares[0]), percent(shares[1])
    name = f"« {stake.label} »"
    given = {
        DOUBLED: f"Si {name} comptait double ({after} des enjeux au lieu de {before})",
        HALVED: f"Si {name} comptait moitié moins ({after} des enjeux au lieu de {before})",
        REMOVED: f"Si {name} ne comptait plus ({before} des enjeux aujourd'hui)",
    }[change]
    if not entering:
        return f"{given}, les {FIRST} resteraient les mêmes."
    enter = "entrent" if len(entering) > 1 else "entre"
    leave = "sortent" if len(leaving) > 1 else "sort"
    return f"{given} : {enter} dans les {FIRST} {_named(entering)} ; en {leave} {_named(leaving)}."


def _named(moves: tuple[Move, ...]) -> str:
    return listing([f"« {m.label} » ({nth(m.before)} → {nth(m.after)})" for m in moves])


def without_effect(scenarios: tuple[Scenario, ...]) -> str:
    """The stakes that change nothing among the first, doubled, halved or removed, in one sentence; else empty."""
    moving = {s.stake for s in scenarios if s.entering}
    still = list(dict.fromkeys(lower_first(s.label) for s in scenarios if s.stake not in moving))
    if not still:
        return ""
    given = "Cet enjeu, doublé, réduit de moitié ou retiré, laisse"
    if len(still) > 1:
        given = "Ces enjeux, doublés, réduits de moitié ou retirés, laissent"
    return f"{given} les mêmes {FIRST} : {listing(still)}."


def nth(rank: int) -> str:
    """« 1re », « 2e »: a rank among targets."""
    return "1re" if rank == 1 else f"{rank}e"
