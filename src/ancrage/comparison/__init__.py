"""Two studies side by side: what differs, which ranks moved and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ancrage.comparison.differences import (
    NOISE,
    Difference,
    JobsChange,
    Progress,
    differences,
    progress,
    specialisations,
)
from ancrage.comparison.plans import PlanComparison, compare_plans
from ancrage.comparison.reading import Reading, as_rows, read
from ancrage.comparison.split import CAUSES, Parts, Splitter
from ancrage.comparison.steps import StepChange, step_changes, steps_summary
from ancrage.domain.numbers import rounded
from ancrage.domain.wording import count, decimal, listing, percent

TOP, TOLD = 10, 20
FAITHFUL = 1e-3


@dataclass(frozen=True, slots=True)
class Move:
    """A target in one study or both. Ranks are None where it is not ranked; `parts` sum to the change of score, None
    when only one study ranks it; `cause` is the largest part."""

    activity: str
    label: str
    rank_a: int | None
    rank_b: int | None
    score_a: float | None
    score_b: float | None
    parts: Parts | None
    cause: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """`moves`: every target whose rank or score changed, those nearest the top first; `causes`: share of the changes
    of score of the first TOLD targets that each cause explains (empty when no score changed)."""

    same: bool
    warnings: tuple[str, ...]
    differences: tuple[Difference, ...]
    moves: tuple[Move, ...]
    causes: dict[str, float]
    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    specialisations: tuple[JobsChange, ...]
    goals: tuple[Progress, ...]
    plan: PlanComparison
    steps: tuple[StepChange, ...]
    summary: str

    def as_dict(self) -> dict[str, Any]:
        """French keys, plain data."""
        return {
            "identiques": self.same,
            "resume": self.summary,
            "avertissements": list(self.warnings),
            "differences": [{"sujet": d.subject, "phrase": d.sentence} for d in self.differences],
            "causes": {cause: rounded(share) for cause, share in self.causes.items()},
            "entrees_10_premiers": list(self.entering),
            "sorties_10_premiers": list(self.leaving),
            "rangs": [_move_dict(m) for m in self.moves],
            "specialisations": [
                {
                    "activite": s.activity,
                    "libelle": s.label,
                    "emplois_a": s.jobs_a,
                    "emplois_b": s.jobs_b,
                    "phrase": s.sentence,
                }
                for s in self.specialisations
            ],
            "objectifs": [
                {
                    "indicateur": g.indicator,
                    "valeur_a": g.value_a,
                    "valeur_b": g.value_b,
                    "cible": g.target,
                    "part_du_chemin": rounded(g.done),
                    "rythme": g.pace,
                    "phrase": g.sentence,
                }
                for g in self.goals
            ],
            "plan": self.plan.as_dict(),
            "etapes": [{"sujet": s.subject, "phrase": s.sentence} for s in self.steps],
        }


def compare(study_a: Mapping[str, Any], study_b: Mapping[str, Any], today: str = "") -> Comparison:
    """What moved from study a to study b (two `etude.json` documents) and why. compare(a, a) says nothing moved.
    `today`: « AAAA-MM », to tell which actions of the plan are late.

    Raises AncrageError: a document that is not a study of this version. Two territories are compared with a warning.
    """
    study_a, study_b = as_rows(study_a), as_rows(study_b)
    a, b = read(study_a), read(study_b)
    splitter = Splitter(a.scoring, b.scoring)
    moves = tuple(m for m in _moves(a, b, splitter) if _moved(m))
    entering, leaving = (_first(b) - _first(a)), (_first(a) - _first(b))
    jobs, goals = tuple(specialisations(a, b)), tuple(progress(study_a, study_b))
    changes, plan = tuple(differences(a, b)), compare_plans(study_a, study_b, today)
    steps = step_changes(study_a, study_b)
    same = not (moves or changes or jobs or any(g.value_a != g.value_b for g in goals) or plan.changes or steps)
    causes = _causes(moves)
    return Comparison(
        same=same,
        warnings=tuple(_warnings(a, b)),
        differences=changes,
        moves=moves,
        causes=causes,
        entering=tuple(sorted(entering, key=lambda c: b.ranks[c])),
        leaving=tuple(sorted(leaving, key=lambda c: a.ranks[c])),
        specialisations=jobs,
        goals=goals,
        plan=plan,
        steps=steps,
        summary=_whole(same, _summary(same, moves, causes, len(entering)), plan, steps),
    )


def _first(study: Reading) -> set[str]:
    return {code for code, rank in study.ranks.items() if rank <= TOP}


def _moves(a: Reading, b: Reading, splitter: Splitter) -> list[Move]:
    codes = sorted({*a.ranks, *b.ranks}, key=lambda c: (min(a.rank(c), b.rank(c)), b.rank(c), c))
    return [_move(code, a, b, splitter) for code in codes]


def _move(code: str, a: Reading, b: Reading, splitter: Splitter) -> Move:
    label = (b if code in b.labels else a).labels[code]
    rank_a, rank_b = a.ranks.get(code), b.ranks.get(code)
    score_a, score_b = a.scoring.scores.get(code), b.scoring.scores.get(code)
    parts = splitter.parts(code) if score_a is not None and score_b is not None else None
    cause = None
    if parts is not None and max(map(abs, parts)) >= NOISE:
        cause = max(zip(CAUSES, parts, strict=True), key=lambda pair: abs(pair[1]))[0]
    sentence = f"{label} ({code}) {_journey(rank_a, rank_b)}{_why(parts, rank_a, rank_b)}."
    return Move(code, label, rank_a, rank_b, score_a, score_b, parts, cause, sentence)


def _moved(move: Move) -> bool:
    return move.rank_a != move.rank_b or (move.parts is not None and max(map(abs, move.parts)) >= NOISE)


def _journey(rank_a: int | None, rank_b: int | None) -> str:
    if rank_a is None or rank_b is None:
        return (
            f"n'était pas classée, la voici {_rank(rank_b)}"
            if rank_a is None
            else f"({_rank(rank_a)}) n'est plus classée"
        )
    return f"passe du {_rank(rank_a)} au {_rank(rank_b)} rang" if rank_a != rank_b else f"reste {_rank(rank_a)}"


def _rank(rank: int | None) -> str:
    return "1er" if rank == 1 else f"{rank}e"


def _why(parts: Parts | None, rank_a: int | None, rank_b: int | None) -> str:
    if parts is None:
        return ""
    told = [(cause, part) for cause, part in zip(CAUSES, parts, strict=True) if abs(part) >= NOISE]
    told.sort(key=lambda pair: -abs(pair[1]))
    if not told:
        return " sans que son score change : ce sont les autres qui ont bougé" if rank_a != rank_b else ""
    detail = listing([f"{_signed(part)} par {_article(cause)}" for cause, part in told])
    only = f" (score {_signed(sum(parts))})" if len(told) > 1 else ""
    return f" : {detail}{only}"


def _signed(x: float) -> str:
    return ("+" if x >= 0 else "") + decimal(x, 3)


def _article(cause: str) -> str:
    return f"la {cause}" if cause == CAUSES[2] else f"les {cause}"


def _from(cause: str) -> str:
    return f"de la {cause}" if cause == CAUSES[2] else f"des {cause}"


def _causes(moves: tuple[Move, ...]) -> dict[str, float]:
    near = [m.parts for m in moves if m.parts and min(m.rank_a or TOLD + 1, m.rank_b or TOLD + 1) <= TOLD]
    sums = [sum(abs(parts[k]) for parts in near if abs(parts[k]) >= NOISE) for k in range(len(CAUSES))]
    total = sum(sums)
    return {cause: s / total for cause, s in zip(CAUSES, sums, strict=True)} if total else {}


def _summary(same: bool, moves: tuple[Move, ...], causes: dict[str, float], entering: int) -> str:
    if same:
        return "Rien n'a bougé : les deux études disent la même chose."
    near = [m for m in moves if m.rank_a != m.rank_b and min(m.rank_a or TOLD + 1, m.rank_b or TOLD + 1) <= TOLD]
    text = (
        f"Parmi les cibles au {TOLD}e rang ou mieux dans l'une des études, {count(len(near), 'a', 'ont')} changé de "
        f"rang et {count(entering, 'entre', 'entrent')} dans les {TOP} premières"
        if near
        else f"Aucun rang n'a changé parmi les {TOLD} premières cibles"
    )
    shares = [f"{percent(share)} {_from(c)}" for c, share in sorted(causes.items(), key=lambda p: -p[1]) if share]
    return f"{text}. Le changement des scores vient à {listing(shares)}." if shares else f"{text}."


def _whole(same: bool, ranks: str, plan: PlanComparison, steps: tuple[StepChange, ...]) -> str:
    """Ranks, then the plan, then the other steps: one paragraph that says it all."""
    told = plan.summary if plan.changes or plan.indicators else ""
    return ranks if same else " ".join(filter(None, [ranks, told, steps_summary(steps)]))


def _warnings(a: Reading, b: Reading) -> list[str]:
    found = []
    if a.place != b.place:
        found.append(
            f"Les deux études ne portent pas sur le même territoire ({a.name} et {b.name}) : ce qui les sépare est mis "
            "au compte des données."
        )
    for study, word in ((a, "première"), (b, "seconde")):
        gaps = [abs(study.scoring.scores[c] - (study.scoring.recomputed(c) or 0.0)) for c in study.scoring.scores]
        if max(gaps, default=0.0) > FAITHFUL:
            found.append(
                f"Les scores de la {word} étude ne se retrouvent pas à partir de ses notes et de ses poids : l'écart "
                "est mis au compte de la méthode."
            )
    return found


def _move_dict(move: Move) -> dict[str, Any]:
    parts = None
    if move.parts:
        parts = {cause: rounded(part) for cause, part in zip(CAUSES, move.parts, strict=True)}
    return {
        "activite": move.activity,
        "libelle": move.label,
        "rang_a": move.rank_a,
        "rang_b": move.rank_b,
        "score_a": move.score_a,
        "score_b": move.score_b,
        "parts": parts,
        "cause": move.cause,
        "phrase": move.sentence,
    }
