"""The tables of `plan`: what the page shows in part and the workbook whole. Same rules as `tables`."""

import re
from typing import Any

from ancrage.domain.plan import FIELDS, PROPOSED, START_LABEL
from ancrage.domain.wording import integer
from ancrage.present.credits import Study
from ancrage.present.headings import heading
from ancrage.reports.tables import Cell, Column, Table
from ancrage.sections import wording
from ancrage.steps.plan.action import TELLING

EDITED = tuple(FIELDS)
PRINTED = 1 + len(EDITED)  # columns of the sheet « Plan » that go on paper: the ones people edit
# columns of the reserve that may be edited: what brings an action back, and why not
RESERVE = ("titre", "etape", "statut", "commentaire")


def sheet(study: Study) -> list[Table]:
    """Tables of the sheet of the workbook, in the order they are read back."""
    plan = study["plan"]
    return [settings(study), actions(study), *([reserve(study)] if plan["reserve"] else []), undecided(study),
            hypotheses(study)]  # fmt: skip


def settings(study: Study) -> Table:
    plan = study["plan"]
    rows: list[tuple[Cell, ...]] = [
        (START_LABEL, plan["debut"]),
        ("Horizon", f"{plan['horizon_mois']} mois"),
        ("Mode d'emploi", "Modifiez les cellules des actions, ajoutez des lignes (identifiant vide) et des colonnes, "
         "effacez des lignes ; puis : ancrage etude TERRITOIRE --plan CE_FICHIER. Vos changements sont gardés, le "
         "reste suit les nouvelles données."),
        ("Début et fin", "Un mois du plan (M1, M2…), ou une date (AAAA-MM, MM/AAAA) quand son début est donné."),
    ]  # fmt: skip
    return _table("reglages", "Réglages du plan", ("reglage", "reglage_valeur"), rows)


def actions(study: Study) -> Table:
    """Everything people may edit first, then what explains it, then the columns they added."""
    rows = study["plan"]["actions"]
    theirs = sorted({name for row in rows for name in row["autres"]})
    names = ("plan_id", *(f"plan_{name}" for name in EDITED), "plan_signal", "plan_enjeux", "plan_but", "plan_priorite",
             "plan_cout_phrase", "plan_aides", "plan_risque", "plan_gestes", "plan_modifie")  # fmt: skip
    cells = [
        (
            row["id"],
            *(row[name] for name in EDITED),
            row["signal"]["phrase"],
            ", ".join(s["libelle"] for s in row["enjeux"] if s["part"] > 0),
            (row["but"] or {}).get("phrase", ""),
            (row["priorite"] or {}).get("phrase", ""),
            row["cout_phrase"],
            " ".join(f"{s['nom']} ({s['organisme']}) : {s['phrase']}" for s in row["aides"]),
            risk(row),
            " ".join(f"{n}. {step}" for n, step in enumerate(row["gestes"], start=1)),
            ", ".join(row["modifie"]),
            *(row["autres"].get(name, "") for name in theirs),
        )
        for row in rows
    ]
    found = _table("actions", "Les actions du plan", names, cells, study["plan"]["phrase"])
    return Table(found.id, found.title, (*found.columns, *(Column(name, name, "text") for name in theirs)), found.rows,
                 empty=found.empty)  # fmt: skip


def risk(row: dict[str, Any]) -> str:
    """The risk, and what happened elsewhere."""
    seen = f" Vu ailleurs : {' ; '.join(row['echecs'])}" if row["echecs"] else ""
    return f"{row['risque'][:1].upper()}{row['risque'][1:]}.{seen}" if row["risque"] else seen.strip()


def purpose(row: dict[str, Any]) -> str:
    """The goal of the strategy that the action serves; else its stakes, and that no goal is set."""
    goal = row["but"]
    if goal and goal["annee"] is not None:
        return f"Objectif : {goal['phrase']}"
    served = [s["libelle"] for s in row["enjeux"] if s["part"] > 0 and s["poids"] >= TELLING]
    if not served:
        return "Sert peu vos enjeux, tels que vous les pesez." if row["priorite"] else ""
    whole = len(row["enjeux"]) > 3 and len({s["poids"] for s in row["enjeux"]}) == 1
    named = f"{'Enjeux servis' if served[1:] else 'Enjeu servi'} : {' ; '.join(served[:2])}"
    return f"{'Sert toute la stratégie' if whole else named}.{' Objectif chiffré à fixer.' if goal else ''}"


def amounts(text: str) -> str:
    """Published ceilings, with their thousands apart: « 150 000 000 ; 200 000 000 en AFR »."""
    return re.sub(r"\d{5,}", lambda found: integer(int(found[0])), text)


def reserve(study: Study) -> Table:
    names = ("plan_id", *(f"plan_{name}" for name in RESERVE), "plan_signal", "plan_priorite", "plan_pourquoi")
    rows: list[tuple[Cell, ...]] = [
        (row["id"], *(row[name] for name in RESERVE), row["signal"]["phrase"], row["priorite"]["phrase"],
         row["pourquoi"])
        for row in study["plan"]["reserve"]
    ]  # fmt: skip
    return _table("reserve", "En réserve : écrivez « retenue » pour faire entrer une action au plan", names, rows)


def undecided(study: Study) -> Table:
    rows: list[tuple[Cell, ...]] = [(r["titre"], r["question"]) for r in study["plan"]["a_decider"]]
    return _table("a_decider", "À décider vous-mêmes : aucune donnée ne le dit", ("plan_titre", "plan_question"), rows)


def hypotheses(study: Study) -> Table:
    said = [*study["plan"]["avertissements"], *study["plan"]["hypotheses"]]
    return _table("hypotheses_plan", "Hypothèses", ("rubrique", "chiffre"), [("Plan", s) for s in said])


def timetable(study: Study) -> Table:
    """The plan in one look: for the page."""
    actions = study["plan"]["actions"]
    # a new plan has nothing under way yet: its column would say so at every line
    status = ("plan_statut",) if any(row["statut"] != PROPOSED for row in actions) else ()
    names = ("plan_quand", "plan_etape", "plan_titre", "plan_pilote", *status, "plan_indicateur_phrase", "plan_cout")
    rows: list[tuple[Cell, ...]] = [
        (span(study, row), row["etape"], row["titre"], row["pilote"], *(row["statut"] for _ in status),
         indicator(row), cost(row))
        for row in actions
    ]  # fmt: skip
    return _table("calendrier", "Le plan en un tableau", names, rows)


MONTHS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def when(study: Study, month: int) -> str:
    """« mars 2030 », or « mois 3 » in a plan without a date."""
    start = study["plan"]["debut"]
    if not start:
        return f"mois {month}"
    year, first = (int(t) for t in start.split("-")[:2])
    months = year * 12 + first - 1 + month - 1
    return f"{MONTHS[months % 12]} {months // 12}"


def span(study: Study, row: dict[str, Any]) -> str:
    """« mois 1 à 3 », « janv. à mars 2030 »."""
    first, last = when(study, row["mois_debut"]), when(study, row["mois_fin"])
    if first == last:
        return first
    before, _, shared = first.rpartition(" ")
    if not study["plan"]["debut"]:
        return f"mois {row['mois_debut']} à {row['mois_fin']}"
    return f"{before} à {last}" if last.endswith(f" {shared}") else f"{first} à {last}"


def indicator(row: dict[str, Any]) -> str:
    """« Entretiens menés : 0 → 31 à 46 (à valider) »."""
    start = "à mesurer" if row["depart"] is None else wording.short(row["depart"], 4)
    if row["cible_bas"] is None and row["cible_haut"] is None:
        aim = "à fixer"
    else:
        low, high = (wording.short(v, 4) for v in (row["cible_bas"], row["cible_haut"]))
        low, high = (low if row["cible_bas"] is not None else high), (high if row["cible_haut"] is not None else low)
        proposed = not {"cible_bas", "cible_haut"} & set(row["modifie"]) and bool(row["propose"])
        aim = f"{low if low == high else f'{low} à {high}'} {row['unite_indicateur'] or ''}".strip()
        aim += " (à valider)" if proposed else ""
    return f"{row['indicateur'] or 'Indicateur à choisir'} : {start} → {aim}"


def cost(row: dict[str, Any]) -> str:
    """« 11 k€ à 38 k€, à vérifier »; what is not known stays so."""
    low, high = row["cout_bas_eur"], row["cout_haut_eur"]
    if low is None and high is None:
        return "à chiffrer" if row["cout_phrase"] else "non renseigné"
    known = [wording.euros(v) for v in (low, high) if v is not None]
    proposed = not {"cout_bas_eur", "cout_haut_eur"} & set(row["modifie"]) and bool(row["propose"])
    return " à ".join(dict.fromkeys(known)) + (", à vérifier" if proposed else "")


def _table(id: str, title: str, names: tuple[str, ...], rows: list[tuple[Cell, ...]], source: str = "") -> Table:
    columns = tuple(Column(name, heading(name).heading, heading(name).kind) for name in names)
    return Table(id, title, columns, tuple(rows), source, empty="Aucune action.")
