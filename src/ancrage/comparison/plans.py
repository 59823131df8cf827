"""What moved in the plan from one study to the next: actions done, late, new, gone, and indicators against targets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ancrage.comparison.reading import well_formed
from ancrage.domain.numbers import rounded
from ancrage.domain.plan import DONE, DROPPED, RUNNING
from ancrage.domain.wording import NBSP, count, decimal, integer, percent

CLOSED = (DONE, DROPPED)
EARLY, ON_TIME, LATE = "en avance", "dans le rythme", "en retard"
MARGIN = 0.1  # a tenth of the way is neither early nor late
HUGE = 1e15


@dataclass(frozen=True, slots=True)
class ActionChange:
    """`kind`: faite, en retard, décalée, nouvelle, disparue, avancement, modifiée or signal éteint."""

    id: str
    title: str
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class IndicatorProgress:
    """`done`: share of the way from the start to the (lowest) target; `expected`: the share that time would want, None
    when the plan or the measure has no date; `pace`: EARLY, ON_TIME, LATE or empty."""

    id: str
    indicator: str
    start: float
    value: float
    target: float
    done: float
    expected: float | None
    pace: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PlanComparison:
    """`summary` is empty when one of the studies has no plan."""

    changes: tuple[ActionChange, ...]
    indicators: tuple[IndicatorProgress, ...]
    summary: str

    def as_dict(self) -> dict[str, Any]:
        return {
            "resume": self.summary,
            "actions": [
                {"id": c.id, "titre": c.title, "changement": c.kind, "phrase": c.sentence} for c in self.changes
            ],
            "indicateurs": [
                {
                    "id": i.id,
                    "indicateur": i.indicator,
                    "depart": i.start,
                    "valeur": i.value,
                    "cible": i.target,
                    "part_du_chemin": rounded(i.done),
                    "part_attendue": rounded(i.expected),
                    "rythme": i.pace,
                    "phrase": i.sentence,
                }
                for i in self.indicators
            ],
        }


def compare_plans(study_a: Mapping[str, Any], study_b: Mapping[str, Any], today: str = "") -> PlanComparison:
    """`today`: « AAAA-MM », the month by which an action is late; empty: only what slipped is told."""
    a, b = actions_of(study_a), actions_of(study_b)
    if not a or not b:
        return PlanComparison((), (), "")
    changes = [c for name in sorted({*a, *b}) for c in _changes(name, a.get(name), b.get(name), today)]
    indicators = tuple(i for name in sorted(b) if (i := _progress(b[name])))
    return PlanComparison(tuple(changes), indicators, _summary(changes, indicators))


def actions_of(study: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Actions of the plan by id; none in a study that has no plan. Raises AncrageError: malformed."""
    with well_formed("Le plan de cette étude est mal formé."):
        plan = study.get("plan") or {}
        rows = plan.get("actions") or []
        return {
            str(row["id"]): {
                "id": str(row["id"]),
                "titre": str(row["titre"]),
                "statut": str(row["avancement"]),
                "debut": str(row["debut"]),
                "fin": str(row["fin"]),
                "mois_debut": int(_known(row["mois_debut"])),
                "mois_fin": int(_known(row["mois_fin"])),
                "pilote": str(row["pilote"]),
                "seen": row["signal"]["observe"],
                "indicateur": str(row["indicateur"]),
                "unite": str(row["unite_indicateur"]),
                "depart": _number(row["depart"]),
                "valeur": _number(row["valeur"]),
                "cible": _number(row["cible_bas"] if row["cible_bas"] is not None else row["cible_haut"]),
                "date_valeur": str(row["date_valeur"] or ""),
            }
            for row in rows
        }


def _number(x: Any) -> float | None:
    return None if x is None else _known(x)


def _known(x: Any) -> float:
    if isinstance(x, bool) or not isinstance(x, int | float) or not abs(x) < HUGE:
        raise ValueError(f"{x} n'est pas un nombre de plan.")
    return float(x)


def _changes(name: str, a: Mapping[str, Any] | None, b: Mapping[str, Any] | None, today: str) -> list[ActionChange]:
    if b is None:
        assert a is not None
        return [ActionChange(name, a["titre"], "disparue", f"{a['titre']} n'est plus au plan.")]
    title = b["titre"]
    if b["seen"] is False and (a is None or a["seen"] is not False):
        gone = [ActionChange(name, title, "signal éteint", f"{title} : le signal qui l'appelait n'est plus observé.")]
    else:
        gone = []
    if a is None:
        return [ActionChange(name, title, "nouvelle", f"{title} entre au plan."), *gone]
    found = gone
    if b["statut"] == DONE != a["statut"]:
        found.append(ActionChange(name, title, "faite", f"{title} est faite."))
    elif b["statut"] != a["statut"]:
        found.append(ActionChange(name, title, "avancement", f"{title} : {a['statut']} → {b['statut']}."))
    if b["statut"] not in CLOSED:
        found += _lateness(name, a, b, today)
    edited = [f"pilote, {a['pilote']} → {b['pilote']}"] if a["pilote"] != b["pilote"] else []
    if a["cible"] != b["cible"] and a["unite"] == b["unite"]:
        edited.append(f"cible, {_goal(a['cible'])} → {_goal(b['cible'])} {b['unite']}")
    if edited:
        found.append(ActionChange(name, title, "modifiée", f"{title} : {' ; '.join(edited)}."))
    return found


def _goal(x: float | None) -> str:
    return "à fixer" if x is None else _told(x)


def _lateness(name: str, a: Mapping[str, Any], b: Mapping[str, Any], today: str) -> list[ActionChange]:
    title = b["titre"]
    dated = len(b["fin"]) == len("AAAA-MM") and len(b["debut"]) == len(b["fin"])
    if today and dated and b["fin"] < today[:7]:
        return [ActionChange(name, title, "en retard", f"{title} devait finir en {b['fin']} : elle est {b['statut']}.")]
    if today and dated and b["debut"] < today[:7] and b["statut"] != RUNNING:
        said = f"{title} devait commencer en {b['debut']} : elle est seulement {b['statut']}."
        return [ActionChange(name, title, "en retard", said)]
    same_clock = a["fin"][:1].isdigit() == b["fin"][:1].isdigit()
    slip = _index(b["fin"]) - _index(a["fin"]) if same_clock and _index(a["fin"]) and _index(b["fin"]) else 0
    if slip > 0:
        said = f"{title} finit {count(slip, 'mois', 'mois')} plus tard que prévu ({b['fin']})."
        return [ActionChange(name, title, "décalée", said)]
    return []


def _index(text: str) -> int:
    """Months of a date, or of a place in the plan; 0 when it is neither."""
    if text[:1] == "M" and text[1:].isdigit():
        return int(text[1:])
    parts = text.split("-")
    return int(parts[0]) * 12 + int(parts[1]) if len(parts) > 1 and all(p.isdigit() for p in parts[:2]) else 0


def _progress(b: Mapping[str, Any]) -> IndicatorProgress | None:
    start, value, target = b["depart"], b["valeur"], b["cible"]
    if start is None or value is None or target is None:
        return None
    done = (value - start) / (target - start) if target != start else float(value >= target)
    expected = _expected(b)
    told = "" if expected is None else pace(done, expected)
    wanted = "" if expected is None else f" ; le temps passé en demanderait {percent(expected)}"
    said = (
        f"{b['indicateur']} ({b['titre']}) : de {_told(start)} à {_told(value)} pour {_told(target)}{NBSP}"
        f"{b['unite']}, soit {percent(done)} du chemin{wanted}{f' : {told}' if told else ''}."
    )
    return IndicatorProgress(b["id"], b["indicateur"], start, value, target, done, expected, told, said)


def pace(done: float, expected: float) -> str:
    """EARLY, ON_TIME or LATE: both are shares of a way."""
    if abs(done - expected) <= MARGIN:
        return ON_TIME
    return EARLY if done > expected else LATE


def _told(x: float) -> str:
    return integer(x) if x == round(x) else decimal(x)


def _expected(b: Mapping[str, Any]) -> float | None:
    """Share of the time of the action that had passed when it was measured."""
    at, start, end = _index(b["date_valeur"]), b["debut"], b["fin"]
    if not at or not start[:1].isdigit() or not end[:1].isdigit():
        return None
    first, last = _index(start), _index(end)
    return min(1.0, max(0.0, (at - first + 1) / (last - first + 1)))


def _summary(changes: list[ActionChange], indicators: tuple[IndicatorProgress, ...]) -> str:
    words = (
        ("faite", "action faite", "actions faites"),
        ("en retard", "en retard", "en retard"),
        ("décalée", "décalée", "décalées"),
        ("nouvelle", "nouvelle", "nouvelles"),
        ("disparue", "sortie du plan", "sorties du plan"),
        ("modifiée", "modifiée", "modifiées"),
        ("signal éteint", "signal éteint", "signaux éteints"),
    )
    said = [count(n, one, many) for kind, one, many in words if (n := sum(c.kind == kind for c in changes))]
    paces = [count(n, f"indicateur {p}", f"indicateurs {p}") for p in (EARLY, ON_TIME, LATE)
             if (n := sum(i.pace == p for i in indicators))]  # fmt: skip
    if not said and not paces:
        return "Le plan n'a pas bougé." if not changes else "Seul l'avancement du plan a bougé."
    return f"Plan : {', '.join([*said, *paces])}."
