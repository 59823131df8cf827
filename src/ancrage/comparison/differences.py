"""What differs between two studies besides ranks: territory, data, strategy, specialisations, goals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ancrage.comparison.plans import pace
from ancrage.comparison.reading import Goal, Reading, goals_of
from ancrage.domain.wording import NBSP, count, decimal, integer, percent

# under half of what three decimals show: rounding in the files, not a change
NOISE = 5e-4
WEIGHTS_TOLD = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """`subject`: territoire, édition, stratégie or méthode."""

    subject: str
    sentence: str


@dataclass(frozen=True, slots=True)
class JobsChange:
    """A specialisation that changed; None where the study does not list it."""

    activity: str
    label: str
    jobs_a: int | None
    jobs_b: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A goal both studies follow: `done` is the share of the way from the first value to the target; `pace`: en avance,
    dans le rythme or en retard, empty when the years are not told."""

    indicator: str
    value_a: float
    value_b: float
    target: float
    done: float
    pace: str
    sentence: str


def differences(a: Reading, b: Reading) -> list[Difference]:
    found = []
    if a.place != b.place:
        found.append(Difference("territoire", f"Territoire : {a.name}, puis {b.name}."))
    elif a.communes != b.communes:
        joined, left = len(b.communes - a.communes), len(a.communes - b.communes)
        found.append(
            Difference("territoire", f"Périmètre : {count(joined, 'commune')} en plus, {integer(left)} en moins.")
        )
    if a.edition != b.edition:
        changed = sorted(name for name in {*a.tables, *b.tables} if a.tables.get(name) != b.tables.get(name))
        which = f" ; millésimes changés : {', '.join(changed)}" if changed else " ; mêmes millésimes"
        found.append(Difference("édition", f"Édition de données : {a.edition}, puis {b.edition}{which}."))
    found += [Difference("stratégie", s) for s in _strategy_changes(a, b)]
    for word, codes in (
        ("ajoutés", b.scoring.weights.keys() - a.scoring.weights.keys()),
        ("retirés", a.scoring.weights.keys() - b.scoring.weights.keys()),
    ):
        if codes:
            found.append(Difference("méthode", f"Critères {word} : {', '.join(sorted(codes))}."))
    return found


def _strategy_changes(a: Reading, b: Reading) -> list[str]:
    found = []
    for title, before, after in (
        ("Poids des groupes", a.scoring.groups, b.scoring.groups),
        ("Poids des enjeux", a.scoring.stakes, b.scoring.stakes),
    ):
        change = {key: after.get(key, 0.0) - before.get(key, 0.0) for key in {*before, *after}}
        moved = sorted((key for key in change if abs(change[key]) >= NOISE), key=lambda k: (-abs(change[k]), k))
        changed = [
            f"{b.names.get(key) or a.names[key]} {percent(before.get(key, 0.0))} → {percent(after.get(key, 0.0))}"
            for key in moved[:WEIGHTS_TOLD]
        ] + [f"et {len(moved) - WEIGHTS_TOLD} de plus"] * (len(moved) > WEIGHTS_TOLD)
        if changed:
            found.append(f"{title} : {', '.join(changed)}.")
    for key in sorted({*a.declared, *b.declared}):
        if a.declared.get(key) != b.declared.get(key):
            detail = _goals_changed(a.declared.get(key), b.declared.get(key)) if key == "objectifs" else ""
            found.append(f"La rubrique « {key} » de la stratégie a changé{detail}.")
    return found


def _goals_changed(before: Any, after: Any) -> str:
    """Which goals came, went, or aim elsewhere; empty when only their present value moved."""
    first, last = (
        {str(g["indicateur"]): g for g in rows or [] if isinstance(g, Mapping) and "indicateur" in g}
        for rows in (before, after)
    )
    names = {code: str(g.get("libelle") or code) for code, g in (first | last).items()}
    aims = {code for code in first.keys() & last.keys() if first[code].get("cible") != last[code].get("cible")}
    said = [
        f"{word} {', '.join(sorted(names[c] for c in codes))}"
        for word, codes in (("nouveau :", last.keys() - first.keys()), ("retiré :", first.keys() - last.keys()),
                            ("autre cible :", aims))
        if codes
    ]  # fmt: skip
    return f" ({' ; '.join(said)})" if said else ""


def specialisations(a: Reading, b: Reading) -> list[JobsChange]:
    found = []
    for code in sorted({*a.jobs, *b.jobs}):
        before, after = a.jobs.get(code), b.jobs.get(code)
        if before == after:
            continue
        label = (b if code in b.jobs else a).labels.get(code, code)
        if before is None or after is None:
            word = "devient une spécialisation" if before is None else "n'est plus une spécialisation"
            sentence = f"{label} ({code}) {word} ({count(before or after or 0, 'emploi')})."
        else:
            change = f"{'+' if after > before else ''}{integer(after - before)}"
            sentence = f"{label} ({code}) : {integer(before)} puis {count(after, 'emploi')} ({change})."
        found.append(JobsChange(code, label, before, after, sentence))
    return sorted(found, key=lambda s: (-abs((s.jobs_b or 0) - (s.jobs_a or 0)), s.activity))


def progress(study_a: Mapping[str, Any], study_b: Mapping[str, Any]) -> list[Progress]:
    before, after = goals_of(study_a), goals_of(study_b)
    found = []
    for name in sorted(before.keys() & after.keys()):
        first, last = before[name], after[name]
        way = last.target - first.value
        done = (last.value - first.value) / way if way else 1.0
        told = _pace(first, last, done)
        sentence = (
            f"{last.label} : {decimal(first.value)} puis {decimal(last.value)}{NBSP}{last.unit}, soit "
            f"{percent(done)} du chemin vers {decimal(last.target)}{f' : {told}' if told else ''}."
        )
        found.append(Progress(name, first.value, last.value, last.target, done, told, sentence))
    return found


def _pace(first: Goal, last: Goal, done: float) -> str:
    """Way done against time passed between the two values, out of the time left when the first was known."""
    if first.year is None or last.year is None or last.target_year is None or last.year <= first.year:
        return ""
    if last.target_year <= first.year:
        return ""
    return pace(done, min(1.0, (last.year - first.year) / (last.target_year - first.year)))
