"""Figures of the diagnosis: specialities, sectors, dependence on few employers."""

from ancrage.domain.wording import count, times_range
from ancrage.sections import charts, theme, wording
from ancrage.sections.blocks import Figure
from ancrage.sections.charts import key
from ancrage.sections.table import Cell, data
from ancrage.steps.diagnostic.employers import EmployerDependence
from ancrage.steps.diagnostic.sectors import Sector
from ancrage.steps.diagnostic.specialisations import Specialisation

SHOWN = 10  # rows a reader takes in; the workbook holds the rest
SIDE = 6  # sectors on each side
TOO_LITTLE = "Trop peu d'établissements pour"
PATH = "diagnostic."


def specialities(every: tuple[Specialisation, ...]) -> Figure:
    """Jobs of the first specialities, and beside them how far above the national share they stand."""
    rows = every[:SHOWN]
    title = "Ce que le territoire sait faire : les premières spécialités"
    if not rows:
        return Figure("specialisations", title, f"{TOO_LITTLE} dire une spécialité.")
    order = [key(row.activity, row.label) for row in rows]
    values = [
        {"key": k, "value": row.jobs, "text": wording.number(row.jobs)} for k, row in zip(order, rows, strict=True)
    ]
    x = {
        "field": "value",
        "type": "quantitative",
        "title": "Emplois (estimés)",
        "axis": {"tickCount": 4, "format": ",d"},
        "scale": charts.domain([row.jobs for row in rows], 1.28),
    }
    jobs = {**charts.bars(values, order, x, width=220), "title": "Combien d'emplois"}
    quotients = [(row.shrunk_quotient, row.interval.low, row.interval.high) for row in rows]
    alt = " ; ".join(
        f"{row.label} : {count(row.jobs, 'emploi')}, {wording.times(row.shrunk_quotient)}" for row in rows[:5]
    )
    first = rows[0]
    heads = (
        ("Activité", "code"), ("Libellé", "text"), ("Emplois (estimés)", "integer"), ("Établissements", "integer"),
        ("Part ici", "share"), ("Part en France", "share"), ("Quotient brut", "times"), ("Quotient lissé", "times"),
        ("Borne basse", "times"), ("Borne haute", "times"), ("Fiabilité", "code"),
    )  # fmt: skip
    cells: list[tuple[Cell, ...]] = [
        (r.activity, r.label, r.jobs, r.establishments, r.share, r.national_share, r.quotient, r.shrunk_quotient,
         r.interval.low, r.interval.high, r.quality)
        for r in rows
    ]  # fmt: skip
    return Figure(
        "specialisations",
        title,
        f"En tête : {first.label} ({first.activity}), {count(first.jobs, 'emploi')} (estimés), "
        f"{times_range(first.interval.low, first.interval.high)} la part nationale, fiabilité {first.quality}.",
        data("specialisations", title, heads, cells),
        {"hconcat": [jobs, charts.quotients(quotients, order, 230)]},
        alt=f"{title}. {alt}",
        paths=(f"{PATH}specialisations.emplois", f"{PATH}specialisations.quotient_lisse"),
    )


def over_and_under(every: tuple[Sector, ...]) -> Figure:
    """Divisions with the most jobs above and below the national share."""
    title = "Secteurs sur-représentés et sous-représentés"
    over = [row for row in every if row.gap_jobs >= 1][:SIDE]
    under = [row for row in every if row.gap_jobs <= -1][-SIDE:]
    rows = over + under
    if not rows:
        return Figure("secteurs", title, f"{TOO_LITTLE} comparer les secteurs à la France.")
    order = [key(row.code, row.label) for row in rows]
    values = [
        {"key": k, "value": row.gap_jobs, "text": signed(row.gap_jobs)} for k, row in zip(order, rows, strict=True)
    ]
    axis = "Emplois (estimés) en plus ou en moins que si la part nationale s'appliquait ici"
    gaps = [f"{row.label} : {signed(row.gap_jobs)}" for row in rows]
    heads = (
        ("Division", "code"), ("Libellé", "text"), ("Emplois (estimés)", "integer"), ("Part ici", "share"),
        ("Part en France", "share"), ("Quotient", "times"), ("Écart en emplois", "signed"),
    )  # fmt: skip
    cells: list[tuple[Cell, ...]] = [
        (r.code, r.label, r.jobs, r.share, r.national_share, r.quotient, r.gap_jobs) for r in rows
    ]
    return Figure(
        "secteurs",
        title,
        "Écart à la part nationale, en emplois. "
        + (f"Le plus au-dessus : {gaps[0]}. " if over else "")
        + (f"Le plus au-dessous : {gaps[-1]}." if under else ""),
        data("secteurs", title, heads, cells),
        charts.diverging(values, order, axis, (theme.DEEP, theme.WARM)),
        alt=f"{title}, en emplois. {' ; '.join(gaps)}",
        paths=(f"{PATH}secteurs.ecart_emplois",),
    )


def signed(value: float) -> str:
    """Number with its sign, also when positive."""
    return f"+{wording.number(value)}" if value > 0 else wording.number(value)


def dependence(employers: EmployerDependence) -> Figure:
    """Share of the register's jobs held by the first, three and ten first employers."""
    title = "Dépendance à quelques employeurs"
    named = (
        ("Premier employeur", employers.top_share), ("Trois premiers", employers.top_three_share),
        ("Dix premiers", employers.top_ten_share),
    )  # fmt: skip
    shares = [(label, share) for label, share in named if share is not None]
    sentence = " ".join((employers.sentence, *employers.remarks))
    if not shares:
        return Figure("employeurs", title, sentence)
    x = {
        "field": "value",
        "type": "quantitative",
        "title": "Part des emplois (estimés) du registre",
        "scale": {"domain": [0, 1.12]},
        "axis": {"values": [0, 0.25, 0.5, 0.75, 1], "format": ".0%"},
    }
    values = [{"key": k, "value": v, "whole": 1, "text": wording.percent(v)} for k, v in shares]
    return Figure(
        "employeurs",
        title,
        sentence,
        data("employeurs", title, (("Employeurs", "text"), ("Part des emplois (estimés)", "share")), list(shares)),
        charts.bars(values, [label for label, _ in shares], x, width=430),
        alt=f"{title}. {' ; '.join(f'{label} : {wording.percent(share)}' for label, share in shares)}",
        paths=(f"{PATH}dependance_employeurs.part_premier",),
    )
