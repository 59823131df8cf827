"""The plan as a page of text: what to do on Monday first, then each action in a few lines."""

from textwrap import fill
from typing import Any

from ancrage.domain.plan import STAGES
from ancrage.present.credits import Study
from ancrage.reports.plan_tables import cost, indicator, purpose, span

WIDTH = 110


def plan_text(study: Study) -> str:
    plan = study["plan"]
    page = [f"Plan d'action : {study['territoire']['nom']}", plan["phrase"], *plan["avertissements"]]
    if plan["premiers_gestes"]:
        page += ["", "DANS LES QUATRE-VINGT-DIX JOURS"]
        for row in plan["premiers_gestes"]:
            page += ["", f"  {row['titre']}", f"  Pilote : {row['pilote'] or 'à désigner'}"]
            page += [_line(f"{n}. {step}", 4) for n, step in enumerate(row["gestes"], start=1)]
    for stage in STAGES:
        rows = [row for row in plan["actions"] if row["etape"] == stage]
        if rows:
            page += ["", stage.upper()]
        for row in rows:
            page += ["", *_action(study, row)]
    if plan["reserve"]:
        page += ["", "EN RÉSERVE", *(_line(f"{r['titre']} ({r['pourquoi']})", 2) for r in plan["reserve"][:8])]
    if plan["a_decider"]:
        page += ["", "À DÉCIDER VOUS-MÊMES (aucune donnée ne le dit)"]
        page += [_line(r["titre"], 2) for r in plan["a_decider"]]
    page += ["", "HYPOTHÈSES", *(_line(h, 2) for h in plan["hypotheses"])]
    return "\n".join(page) + "\n"


def _action(study: Study, row: dict[str, Any]) -> list[str]:
    status = "" if row["statut"] == "proposée" else f" ({row['statut']})"
    said = [
        f"{row['titre']}{status}",
        f"{span(study, row)} ; {row['pilote'] or 'pilote à désigner'} ; {cost(row)}",
        f"Pourquoi : {row['signal']['phrase']}",
    ]
    said.append(purpose(row))
    said.append(f"{indicator(row)}")
    if row["aides"]:
        said.append(f"Aides à regarder : {' ; '.join(a['nom'] for a in row['aides'][:3])}")
    first, *rest = [s for s in said if s]
    return [f"  {first}  [{row['id']}]", *(_line(s, 4) for s in rest)]


def _line(text: str, indent: int) -> str:
    blank = " " * indent
    return fill(text, WIDTH, initial_indent=blank, subsequent_indent=blank + "  ", break_long_words=False)
