"""The charts of a dossier. Each function takes the study (plain dict) and returns a `Figure`, drawn or not.

Bars run horizontally because activities have long names; numbers are written at the end of each bar.
"""

from typing import Any

from ancrage.present import theme, wording
from ancrage.present.figure import Figure, Study, is_estimated, source_line
from ancrage.present.theme import DEEP, GHOST, INK, PALE, QUIET, ROW_PX, WARM, Spec

SHOWN = 10  # rows a reader takes in; the workbook holds the rest
_QUOTIENT_TICKS = (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)


def _key(row: dict[str, Any]) -> str:
    """Unique axis key that ends with the wrapped label (`theme.label_axis` shows what follows "#")."""
    return f"{row.get('activite') or row['code']}#{theme.wrap(row['libelle'])}"


def _bars(
    values: list[Spec],
    order: list[str],
    x: Spec,
    *,
    width: int,
    title: str = "",
    labels: bool = True,
    color: str | Spec = DEEP,
) -> Spec:
    """Horizontal bars with their number written at the end. `values` hold key, value, text."""
    y = theme.label_axis("key", order, labels)
    ink = {"value": color} if isinstance(color, str) else color
    return {
        "data": {"values": values},
        "width": width,
        "height": {"step": ROW_PX},
        **({"title": title} if title else {}),
        "layer": [
            {"mark": {"type": "bar", "height": 16}, "encoding": {"y": y, "x": x, "color": ink}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5},
                "encoding": {"y": y, "x": {**x, "field": "value"}, "text": {"field": "text"}},
            },
        ],
    }


def _domain(values: list[float], room: float = 1.22) -> list[float]:
    """From zero to the largest value plus the room its label needs."""
    return [0, (max(values, default=0) or 1) * room]


def specialisations(study: Study) -> Figure:
    """Jobs of the first specialisations, and beside them how far above the national share they stand."""
    rows = study["diagnostic"]["specialisations"][:SHOWN]
    path = "diagnostic.specialisations."
    title = "Ce que le territoire sait faire : les premières spécialités"
    if not rows:
        return Figure("specialisations", title, "Trop peu d'établissements pour dire une spécialité.", "")
    order = [_key(r) for r in rows]
    est = " (estimés)" if is_estimated(study, path + "emplois") else ""
    jobs = _bars(
        [
            {"key": k, "value": r["emplois"], "text": wording.number(r["emplois"])}
            for k, r in zip(order, rows, strict=True)
        ],
        order,
        {
            "field": "value",
            "type": "quantitative",
            "title": f"Emplois{est}",
            "axis": {"tickCount": 4, "format": ",d"},
            "scale": {"domain": _domain([r["emplois"] for r in rows], 1.28)},
        },
        width=230,
        title="Combien d'emplois",
    )
    svg = theme.render(
        {"hconcat": [jobs, _quotients(rows, order)]},
        "specialisations",
        f"{title}. "
        + " ; ".join(
            f"{r['libelle']} : {wording.number(r['emplois'])} emplois, {wording.times(r['quotient_lisse'])}"
            for r in rows[:5]
        ),
    )
    first = rows[0]
    return Figure(
        "specialisations",
        title,
        f"En tête : {first['libelle']} ({first['activite']}), {wording.plural(first['emplois'], 'emploi')}{est}, "
        f"{wording.times(first['quotient_lisse'])} la part nationale (quotient lissé).",
        source_line(study, [path + "emplois", path + "quotient_lisse"]),
        svg,
        (
            "Activité",
            "Libellé",
            f"Emplois{est}",
            "Établissements",
            "Part ici",
            "Part en France",
            "Quotient brut",
            "Quotient lissé",
            "Intervalle",
            "Qualité",
        ),
        tuple(
            (
                r["activite"],
                r["libelle"],
                wording.number(r["emplois"]),
                wording.number(r["etablissements"]),
                wording.percent(r["part"]),
                wording.percent(r["part_france"]),
                wording.times(r["quotient"]),
                wording.times(r["quotient_lisse"]),
                _interval(r),
                r["qualite"],
            )
            for r in rows
        ),
    )


def _interval(row: dict[str, Any]) -> str:
    bounds = row["intervalle"] or {"bas": None, "haut": None}
    return wording.between(bounds["bas"], bounds["haut"])


def _quotients(rows: list[dict[str, Any]], order: list[str]) -> Spec:
    """Shrunken quotients as points with their interval, on a log scale where 1 is the national share."""
    values = [
        {
            "key": k,
            "q": r["quotient_lisse"],
            "low": (r["intervalle"] or {}).get("bas"),
            "high": (r["intervalle"] or {}).get("haut"),
            "text": wording.times(r["quotient_lisse"]),
        }
        for k, r in zip(order, rows, strict=True)
        if r["quotient_lisse"]
    ]
    low = min([0.8, *(v["low"] or v["q"] for v in values)])
    high = max([2, *(v["high"] or v["q"] for v in values)])
    ticks = [t for t in _QUOTIENT_TICKS if low <= t <= high]
    y = theme.label_axis("key", order, show=False)
    x = {
        "type": "quantitative",
        "scale": {"type": "log", "domain": [low * 0.9, high * 1.5]},
        "title": "Part d'ici / part nationale (échelle log)",
        "axis": {"values": ticks, "labelExpr": "'×' + replace(datum.label, '.', ',')"},
    }
    return {
        "data": {"values": values},
        "width": 230,
        "height": {"step": ROW_PX},
        "title": "Combien de fois la part nationale",
        "layer": [
            {"mark": {"type": "rule", "color": QUIET, "strokeDash": [3, 3]}, "encoding": {"x": {**x, "datum": 1}}},
            {
                "mark": {"type": "rule", "color": PALE, "strokeWidth": 5},
                "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 70, "color": DEEP, "opacity": 1},
                "encoding": {"y": y, "x": {**x, "field": "q"}},
            },
            {
                "mark": {"type": "text", "dy": -10},
                "encoding": {"y": y, "x": {**x, "field": "q"}, "text": {"field": "text"}},
            },
        ],
    }


def sectors(study: Study) -> Figure:
    """Divisions with the most jobs above and below the national share."""
    every = study["diagnostic"]["secteurs"]
    title = "Secteurs sur-représentés et sous-représentés"
    over = [r for r in every if r["ecart_emplois"] > 0][:6]
    under = [r for r in every if r["ecart_emplois"] < 0][-6:]
    rows = over + under
    if not rows:
        return Figure("secteurs", title, "Trop peu d'établissements pour comparer les secteurs à la France.", "")
    order = [_key(r) for r in rows]
    reach = max(abs(r["ecart_emplois"]) for r in rows) * 1.25
    values = [
        {
            "key": k,
            "value": r["ecart_emplois"],
            "text": _signed(r["ecart_emplois"]),
            "side": "plus" if r["ecart_emplois"] > 0 else "moins",
        }
        for k, r in zip(order, rows, strict=True)
    ]
    est = " (est.)" if is_estimated(study, "diagnostic.secteurs.ecart_emplois") else ""
    x = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [-reach, reach]},
        "axis": {"tickCount": 5, "format": ",d"},
        "title": f"Emplois{est} en plus ou en moins que si la part nationale s'appliquait ici",
    }
    y = theme.label_axis("key", order)
    text = {"encoding": {"y": y, "x": x, "text": {"field": "text"}}}
    svg = theme.render(
        {
            "data": {"values": values},
            "width": 440,
            "height": {"step": 30},
            "layer": [
                {
                    "mark": {"type": "bar", "height": 16},
                    "encoding": {
                        "y": y,
                        "x": x,
                        "color": {
                            "field": "side",
                            "legend": None,
                            "scale": {"domain": ["plus", "moins"], "range": [DEEP, WARM]},
                        },
                    },
                },
                {
                    **text,
                    "transform": [{"filter": "datum.value > 0"}],
                    "mark": {"type": "text", "align": "left", "dx": 5},
                },
                {
                    **text,
                    "transform": [{"filter": "datum.value < 0"}],
                    "mark": {"type": "text", "align": "right", "dx": -5},
                },
                {"mark": {"type": "rule", "color": INK}, "encoding": {"x": {"datum": 0}}},
            ],
        },
        "secteurs",
        f"{title}. " + " ; ".join(f"{r['libelle']} : {_signed(r['ecart_emplois'])} emplois" for r in rows),
    )
    most = " et ".join(f"{r['libelle']} ({_signed(r['ecart_emplois'])})" for r in over[:2]) or "aucun"
    least = " et ".join(f"{r['libelle']} ({_signed(r['ecart_emplois'])})" for r in reversed(under[-2:])) or "aucun"
    return Figure(
        "secteurs",
        title,
        f"Par rapport à la part nationale, en emplois : plus ici, {most} ; moins ici, {least}.",
        source_line(study, ["diagnostic.secteurs.ecart_emplois"]),
        svg,
        ("Division", "Libellé", f"Emplois{est}", "Part ici", "Part en France", "Quotient", "Écart en emplois"),
        tuple(
            (
                r["code"],
                r["libelle"],
                wording.number(r["emplois"]),
                wording.percent(r["part"]),
                wording.percent(r["part_france"]),
                wording.times(r["quotient"]),
                _signed(r["ecart_emplois"]),
            )
            for r in rows
        ),
    )


def _signed(value: float) -> str:
    return f"+{wording.number(value)}" if value > 0 else wording.number(value)


def targets(study: Study) -> Figure:
    """Score of the first targets and, side by side, the four groups of reasons that make it."""
    rows = study["cibles"][:SHOWN]
    title = "Les premières cibles, et ce qui les fait monter"
    if not rows:
        return Figure("cibles", title, "Aucune cible n'a pu être classée.", "")
    order = [f"{r['activite']}#{theme.wrap(str(r['rang']) + '. ' + r['libelle'])}" for r in rows]
    groups = study["strategie"]["groupes"]
    total = sum(g["poids"] for g in groups) or 1
    panels = [_panel(order, [r["score"] for r in rows], "Score", DEEP, labels=True, width=90)]
    for group in groups:
        head = f"{group['libelle']}"
        panels.append(
            _panel(
                order,
                [r["groupes"][group["code"]] for r in rows],
                [*theme.wrap(head, 16).split("|"), f"(poids {wording.percent(group['poids'] / total)})"],
                PALE,
                labels=False,
                width=90,
            )
        )
    svg = theme.render(
        {"hconcat": panels, "spacing": 12},
        "cibles",
        f"{title}. " + " ; ".join(f"{r['rang']}. {r['libelle']} : {wording.number(r['score'], 2)}" for r in rows),
    )
    first = rows[0]
    best = max(
        (g for g in groups if first["groupes"][g["code"]] is not None),
        key=lambda g: first["groupes"][g["code"]],
        default=None,
    )
    why = f" ; son point le plus fort : {best['libelle'][0].lower()}{best['libelle'][1:]}" if best else ""
    return Figure(
        "cibles",
        title,
        f"La première cible est {first['libelle']} ({first['activite']}){why}.",
        source_line(study, ["cibles.score"]),
        svg,
        (
            "Rang",
            "Activité",
            "Libellé",
            "Score (0 à 1)",
            *(f"{g['libelle']} (0 à 1)" for g in groups),
            "Chances de rester dans les 5 premières",
        ),
        tuple(
            (
                str(r["rang"]),
                r["activite"],
                r["libelle"],
                wording.number(r["score"], 2),
                *(wording.number(r["groupes"][g["code"]], 2) for g in groups),
                wording.percent(r["acceptabilite"]["top5"]),
            )
            for r in rows
        ),
    )


def _panel(
    order: list[str], scores: list[float | None], title: str | list[str], color: str, *, labels: bool, width: int
) -> Spec:
    """One column of 0-1 scores; an absent score is written, not drawn."""
    values = [
        {"key": k, "value": s or 0, "whole": 1, "text": "absent" if s is None else wording.number(s, 2)}
        for k, s in zip(order, scores, strict=True)
    ]
    x: Spec = {"field": "value", "type": "quantitative", "scale": {"domain": [0, 1.45]}, "axis": None}
    panel = _bars(values, order, x, width=width, labels=labels, color=color)
    y = panel["layer"][0]["encoding"]["y"]
    whole = {"mark": {"type": "bar", "height": 16, "color": GHOST}, "encoding": {"y": y, "x": {**x, "field": "whole"}}}
    return {**panel, "layer": [whole, *panel["layer"]], "title": {"text": title, "fontSize": 11}}


def trade(study: Study) -> Figure:
    """Imports against exports of the first goods among the targets, summed over their products."""
    goods = [t for t in study["cibles"] if t["produits"]][:8]
    title = "Ce que la France importe et exporte pour ces cibles"
    path = "cibles.produits."
    if not goods:
        return Figure("echanges", title, "Aucune des cibles n'a de commerce extérieur par produit.", "")
    sums = [
        (
            t,
            sum(p["importations_eur"] or 0 for p in t["produits"]),
            sum(p["exportations_eur"] or 0 for p in t["produits"]),
        )
        for t in goods
    ]
    order = [_key(t) for t in goods]
    values = [
        {"key": _key(t), "flow": flow, "value": value, "text": f"{flow} {wording.euros(value)}"}
        for t, imports, exports in sums
        for flow, value in (("importe", imports), ("exporte", exports))
    ]
    x = {
        "field": "value",
        "type": "quantitative",
        "title": "Valeur sur la période (milliards d'euros)",
        "axis": {"tickCount": 5, "labelExpr": "replace(datum.value / 1e9, '.', ',')"},
        "scale": {"domain": _domain([v["value"] for v in values], 1.35)},
    }
    y = theme.label_axis("key", order)
    offset = {"field": "flow", "sort": ["importe", "exporte"]}
    svg = theme.render(
        {
            "data": {"values": values},
            "width": 440,
            "height": {"step": 21},
            "layer": [
                {
                    "mark": {"type": "bar", "height": 17},
                    "encoding": {
                        "y": y,
                        "x": x,
                        "yOffset": offset,
                        "color": {
                            "field": "flow",
                            "legend": None,
                            "scale": {"domain": ["importe", "exporte"], "range": [DEEP, PALE]},
                        },
                    },
                },
                {
                    "mark": {"type": "text", "align": "left", "dx": 5},
                    "encoding": {"y": y, "x": x, "yOffset": offset, "text": {"field": "text"}},
                },
            ],
        },
        "echanges",
        f"{title}. "
        + " ; ".join(f"{t['libelle']} : importe {wording.euros(m)}, exporte {wording.euros(e)}" for t, m, e in sums),
    )
    deficit = min(sums, key=lambda s: s[2] - s[1])
    gap = deficit[2] - deficit[1]
    sentence = (
        f"Le plus grand déficit parmi ces cibles : {deficit[0]['libelle']}, {wording.euros(gap)}."
        if gap < 0
        else "Aucune de ces cibles n'est en déficit sur la période observée."
    )
    return Figure(
        "echanges",
        title,
        sentence,
        source_line(study, [path + "importations_eur", path + "exportations_eur"]),
        svg,
        ("Activité", "Libellé", "Importations", "Exportations", "Solde"),
        tuple(
            (t["activite"], t["libelle"], wording.euros(m), wording.euros(e), wording.euros(e - m)) for t, m, e in sums
        ),
    )


def employers(study: Study) -> Figure:
    """Share of the register's jobs held by the first, three and ten first employers."""
    found = study["diagnostic"]["dependance_employeurs"]
    path = "diagnostic.dependance_employeurs."
    title = "Dépendance à quelques employeurs"
    bars = [
        ("Premier employeur", found["part_premier"]),
        ("Trois premiers", found["part_trois_premiers"]),
        ("Dix premiers", found["part_dix_premiers"]),
    ]
    bars = [(label, share) for label, share in bars if share is not None]
    if not bars:
        return Figure("employeurs", title, found["phrase"], "")
    order = [label for label, _ in bars]
    est = " (estimés)" if is_estimated(study, path + "part_premier") else ""
    x = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, 1.12]},
        "title": f"Part des emplois{est} du registre",
        "axis": {"values": [0, 0.25, 0.5, 0.75, 1], "format": ".0%"},
    }
    chart = _bars(
        [{"key": k, "value": v, "whole": 1, "text": wording.percent(v)} for k, v in bars], order, x, width=440
    )
    y = chart["layer"][0]["encoding"]["y"]
    whole = {"mark": {"type": "bar", "height": 16, "color": GHOST}, "encoding": {"y": y, "x": {**x, "field": "whole"}}}
    svg = theme.render(
        {**chart, "layer": [whole, *chart["layer"]]},
        "employeurs",
        f"{title}. " + " ; ".join(f"{k} : {wording.percent(v)}" for k, v in bars),
    )
    return Figure(
        "employeurs",
        title,
        found["phrase"],
        source_line(study, [path + "part_premier"]),
        svg,
        ("Employeurs", f"Part des emplois{est} du registre"),
        tuple((k, wording.percent(v)) for k, v in bars),
    )
