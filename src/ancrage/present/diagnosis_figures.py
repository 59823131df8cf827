"""Figures of the diagnosis. Each takes the study (plain dict) and returns a `Figure`, drawn or not."""

from typing import Any

from ancrage.domain.wording import count, times_range
from ancrage.present import charts, theme, wording
from ancrage.present.credits import Study, is_estimated, source_line
from ancrage.present.figure import Figure

SHOWN = 10  # rows a reader takes in; the workbook holds the rest
SIDE = 6  # sectors on each side
_TOO_LITTLE = "Trop peu d'établissements pour"


def specialisations(study: Study) -> Figure:
    """Jobs of the first specialisations, and beside them how far above the national share they stand."""
    rows = study["diagnostic"]["specialisations"][:SHOWN]
    path = "diagnostic.specialisations."
    title = "Ce que le territoire sait faire : les premières spécialités"
    if not rows:
        return Figure("specialisations", title, f"{_TOO_LITTLE} dire une spécialité.")
    est = " (estimés)" if is_estimated(study, path + "emplois") else ""
    order = [charts.key(row) for row in rows]
    values = [
        {"key": k, "value": row["emplois"], "text": wording.number(row["emplois"])}
        for k, row in zip(order, rows, strict=True)
    ]
    x = {
        "field": "value",
        "type": "quantitative",
        "title": f"Emplois{est}",
        "axis": {"tickCount": 4, "format": ",d"},
        "scale": charts.domain([row["emplois"] for row in rows], 1.28),
    }
    jobs = {**charts.bars(values, order, x, width=220), "title": "Combien d'emplois"}
    alt = " ; ".join(
        f"{row['libelle']} : {count(row['emplois'], 'emploi')}, {wording.times(row['quotient_lisse'])}"
        for row in rows[:5]
    )
    first = rows[0]
    return Figure(
        "specialisations",
        title,
        f"En tête : {first['libelle']} ({first['activite']}), {count(first['emplois'], 'emploi')}{est}, "
        f"{_share_told(first)} la part nationale, fiabilité {first['qualite']}.",
        source_line(study, [path + "emplois", path + "quotient_lisse"]),
        theme.render({"hconcat": [jobs, charts.quotients(rows, order, 230)]}, "specialisations", f"{title}. {alt}"),
        ("Activité", "Libellé", f"Emplois{est}", "Établissements", "Part ici", "Part en France", "Quotient brut",
         "Quotient lissé", "Intervalle", "Fiabilité"),
        tuple(_specialisation(row) for row in rows),
    )  # fmt: skip


def _share_told(row: dict[str, Any]) -> str:
    """The interval rather than one number, as in the sentences of the study."""
    low, high = row["intervalle"]["bas"], row["intervalle"]["haut"]
    if low is None or high is None:
        return wording.times(row["quotient_lisse"])
    return times_range(low, high)


def _specialisation(row: dict[str, Any]) -> tuple[str, ...]:
    return (
        row["activite"],
        row["libelle"],
        wording.number(row["emplois"]),
        wording.number(row["etablissements"]),
        wording.percent(row["part"]),
        wording.percent(row["part_france"]),
        wording.times(row["quotient"]),
        wording.times(row["quotient_lisse"]),
        wording.between(row["intervalle"]["bas"], row["intervalle"]["haut"]),
        row["qualite"],
    )


def sectors(study: Study) -> Figure:
    """Divisions with the most jobs above and below the national share."""
    every = study["diagnostic"]["secteurs"]
    title = "Secteurs sur-représentés et sous-représentés"
    over = [row for row in every if row["ecart_emplois"] >= 1][:SIDE]
    under = [row for row in every if row["ecart_emplois"] <= -1][-SIDE:]
    if not over + under:
        return Figure("secteurs", title, f"{_TOO_LITTLE} comparer les secteurs à la France.")
    path = "diagnostic.secteurs.ecart_emplois"
    est = " (estimés)" if is_estimated(study, path) else ""
    rows = over + under
    order = [charts.key(row) for row in rows]
    values = [
        {"key": k, "value": row["ecart_emplois"], "text": signed(row["ecart_emplois"])}
        for k, row in zip(order, rows, strict=True)
    ]
    axis = f"Emplois{est} en plus ou en moins que si la part nationale s'appliquait ici"
    chart = charts.diverging(values, order, axis, (theme.DEEP, theme.WARM))
    told = [f"{row['libelle']} : {signed(row['ecart_emplois'])}" for row in rows]
    return Figure(
        "secteurs",
        title,
        "Écart à la part nationale, en emplois. "
        + (f"Le plus au-dessus : {told[0]}. " if over else "")
        + (f"Le plus au-dessous : {told[-1]}." if under else ""),
        source_line(study, [path]),
        theme.render(chart, "secteurs", f"{title}, en emplois. {' ; '.join(told)}"),
        ("Division", "Libellé", f"Emplois{est}", "Part ici", "Part en France", "Quotient", "Écart en emplois"),
        tuple(
            (row["code"], row["libelle"], wording.number(row["emplois"]), wording.percent(row["part"]),
             wording.percent(row["part_france"]), wording.times(row["quotient"]), signed(row["ecart_emplois"]))
            for row in rows
        ),
    )  # fmt: skip


def signed(value: float) -> str:
    """Number with its sign, also when positive."""
    return f"+{wording.number(value)}" if value > 0 else wording.number(value)


def employers(study: Study) -> Figure:
    """Share of the register's jobs held by the first, three and ten first employers."""
    found = study["diagnostic"]["dependance_employeurs"]
    title = "Dépendance à quelques employeurs"
    path = "diagnostic.dependance_employeurs."
    named = (("Premier employeur", "part_premier"), ("Trois premiers", "part_trois_premiers"),
             ("Dix premiers", "part_dix_premiers"))  # fmt: skip
    shares = [(label, found[name]) for label, name in named if found[name] is not None]
    sentence = " ".join([found["phrase"], *found["remarques"]])
    if not shares:
        return Figure("employeurs", title, sentence)
    est = " (estimés)" if is_estimated(study, path + "part_premier") else ""
    x = {
        "field": "value",
        "type": "quantitative",
        "title": f"Part des emplois{est} du registre",
        "scale": {"domain": [0, 1.12]},
        "axis": {"values": [0, 0.25, 0.5, 0.75, 1], "format": ".0%"},
    }
    values = [{"key": k, "value": v, "whole": 1, "text": wording.percent(v)} for k, v in shares]
    chart = charts.bars(values, [label for label, _ in shares], x, width=430)
    told = " ; ".join(f"{label} : {wording.percent(share)}" for label, share in shares)
    return Figure(
        "employeurs",
        title,
        sentence,
        source_line(study, [path + "part_premier"]),
        theme.render(chart, "employeurs", f"{title}. {told}"),
        ("Employeurs", f"Part des emplois{est} du registre"),
        tuple((label, wording.percent(share)) for label, share in shares),
    )
