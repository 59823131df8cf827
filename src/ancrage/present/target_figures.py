"""Figures of the targets. Each takes the study (plain dict) and returns a `Figure`, drawn or not."""

from typing import Any

from ancrage.present.credits import Study, own_words, source_line
from ancrage.present.credits import find as find_credits
from ancrage.present.figure import Figure, row_key
from ancrage.present.shortlist import kept
from ancrage.sections import charts, theme, wording
from ancrage.writers import svg

SHOWN = 10
TRADED = 8
FLOWS = ("importe", "exporte")


def targets(study: Study) -> Figure:
    """Score of the first targets and, side by side, the four groups of criteria that make it."""
    rows = kept(study)[:SHOWN]
    title = "Les premières cibles, et ce qui les fait monter"
    if not rows:
        return Figure("cibles", title, "Aucune cible n'a pu être classée.")
    groups = study["strategie"]["groupes"]
    total = sum(group["poids"] for group in groups) or 1
    order = [row_key(row, f"{row['rang']}. ") for row in rows]
    columns = [("Score|(de 0 à 1)", [row["score"] for row in rows])]
    for group in groups:
        head = f"{theme.wrap(group['libelle'], 15)}|poids {wording.percent(group['poids'] / total)}"
        columns.append((head, [row["groupes"][group["code"]] for row in rows]))
    told = " ; ".join(f"{row['rang']}. {row['libelle']} : {wording.number(row['score'], 2)}" for row in rows)
    return Figure(
        "cibles",
        title,
        _leader(rows[0], groups),
        source_line(study, ["cibles.score"]),
        svg.render(charts.score_columns(order, columns), "cibles", f"{title}. {told}"),
        ("Rang", "Activité", "Libellé", "Score (0 à 1)", *(f"{group['libelle']} (0 à 1)" for group in groups),
         "Chances de rester dans les 5 premières", "… dans les 10 premières"),
        tuple(
            (str(row["rang"]), row["activite"], row["libelle"], wording.number(row["score"], 2),
             *(wording.number(row["groupes"][group["code"]], 2) for group in groups),
             wording.percent(row["acceptabilite"]["top5"]), wording.percent(row["acceptabilite"]["top10"]))
            for row in rows
        ),
    )  # fmt: skip


def _leader(first: dict[str, Any], groups: list[dict[str, Any]]) -> str:
    known = [group for group in groups if first["groupes"][group["code"]] is not None]
    best = max(known, key=lambda group: first["groupes"][group["code"]], default=None)
    why = f" ; son point le plus fort : {best['libelle'].lower()}" if best else ""
    return f"La première cible est « {first['libelle']} » ({first['activite']}){why}."


def trade(study: Study) -> Figure:
    """Imports against exports of the first goods among the targets, whole class, from their criteria."""
    title = "Ce que la France importe et exporte pour ces cibles"
    goods = [(target, *found) for target in kept(study) if (found := _flows(target))][:TRADED]
    if not goods:
        return Figure("echanges", title, "Aucune des cibles n'a de commerce extérieur connu.")
    described = goods[0][0]["criteres"]["importations"]
    values = [
        {"key": row_key(target), "flow": flow, "value": value, "text": f"{flow} {wording.euros(value)}"}
        for target, *flows in goods
        for flow, value in zip(FLOWS, flows, strict=True)
    ]
    axis = f"Milliards d'euros, {described['millesime']}"
    chart = charts.paired(values, [row_key(target) for target, *_ in goods], FLOWS, axis)
    told = " ; ".join(
        f"{target['libelle']} : importe {wording.euros(imports)}, exporte {wording.euros(exports)}"
        for target, imports, exports in goods
    )
    worst, imports, exports = min(goods, key=lambda good: good[2] - good[1])
    gap = exports - imports
    return Figure(
        "echanges",
        title,
        f"Le plus grand déficit parmi ces cibles : « {worst['libelle']} », {wording.euros(gap)}."
        if gap < 0
        else "Aucune de ces cibles n'est en déficit sur la période observée.",
        _credit(study, described),
        svg.render(chart, "echanges", f"{title}. {told}"),
        ("Activité", "Libellé", "Importations", "Exportations", "Solde"),
        tuple(
            (target["activite"], target["libelle"], wording.euros(imports), wording.euros(exports),
             wording.euros(exports - imports))
            for target, imports, exports in goods
        ),
    )  # fmt: skip


def _flows(target: dict[str, Any]) -> tuple[float, float] | None:
    """Imports and exports in euros; the study gives the deficit (imports less exports)."""
    imports = target["criteres"].get("importations", {}).get("valeur")
    deficit = target["criteres"].get("deficit", {}).get("valeur")
    return None if imports is None or deficit is None else (imports, imports - deficit)


def _credit(study: Study, described: dict[str, Any]) -> str:
    found = find_credits(study, described["source"], described["millesime"])
    text = " ; ".join(c.attribution for c in found) or own_words(described["source"], described["millesime"])
    return f"{text} ({described['statut']})"
