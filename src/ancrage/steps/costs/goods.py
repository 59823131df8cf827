"""The goods of a business case: code, activity, duty, and what its branch says of wages, energy and carbon."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.steps.costs.estimates import READ, TO_CHECK, Estimate, parameter
from ancrage.steps.costs.family import BorderCarbon, Family, border_carbon, family
from ancrage.steps.costs.places import home
from ancrage.steps.input_output import input_output
from ancrage.steps.national import national
from ancrage.warehouse.edition import Edition, derived

DUTIES, CUSTOMS = "customs_duties", "customs_nc8"
ENERGY = ("D", "C19")  # electricity and gas, refined oil
SMALLEST = 4  # digits of a customs code that still say what goods these are


@dataclass(frozen=True, slots=True)
class Goods:
    """`code` is a customs code of 4 to 8 digits or "" when only the activity is known (`chapter` then is that of its
    largest imports). Shares are of the cost at home; `co2` kg CO2e a euro; `added` value added a euro of output.
    None: the branch has no such number. `full_duty`: duty without preference, % ad valorem."""

    code: str
    label: str
    activity: str
    activity_label: str
    chapter: str
    family: Family
    full_duty: Estimate | None
    border: BorderCarbon | None
    wages: Estimate | None
    energy: Estimate | None
    co2: Estimate | None
    added: float | None
    import_eur: float


def goods(edition: Edition, code: str = "", activity: str = "") -> Goods:
    """From a customs code (NC8, HS6 or HS4, dots and spaces allowed) or a NAF class or sub-class.

    Raises AncrageError: neither given, or unknown.
    """
    code = code.replace(" ", "").replace(".", "")
    if code:
        return _of_code(edition, code, activity)
    if not activity:
        raise AncrageError(
            "Ni produit ni activité : on ne sait pas de quoi il s'agit.",
            'Donnez un code douanier (code = "84807100") ou une activité (activite = "25.73").',
        )
    return _of_activity(edition, activity)


def _of_code(edition: Edition, code: str, activity: str) -> Goods:
    rows = edition.table("trade_product").filter(pl.col("nc8").str.starts_with(code))
    if not code.isdecimal() or len(code) < SMALLEST or rows.is_empty():
        near = edition.table("trade_product").filter(pl.col("nc8").str.starts_with(code[:SMALLEST])).head(4)
        hint = " ; ".join(f"{r['nc8']} {r['label'][:60]}" for r in near.iter_rows(named=True))
        raise AncrageError(
            f"Le code douanier « {code[:20]} » n'existe pas.",
            f"Les plus proches : {hint}." if hint else "Donnez 4, 6 ou 8 chiffres de la nomenclature combinée.",
        )
    top = rows.sort(["import_eur", "nc8"], descending=[True, False], nulls_last=True).row(0, named=True)
    return _goods(edition, rows, code, _class(edition, activity) if activity else top["class"], str(top["label"]))


def _of_activity(edition: Edition, activity: str) -> Goods:
    found = _class(edition, activity)
    rows = edition.table("trade_product").filter(pl.col("class") == found)
    if rows.is_empty():
        raise AncrageError(
            f"L'activité {found} ne fait pas de biens suivis par les douanes : le coût total compare des biens.",
            "Donnez le code douanier d'un produit, ou une activité de l'industrie ou de l'agriculture.",
        )
    return _goods(edition, rows, "", found, national(edition).labels[found])


def _class(edition: Edition, activity: str) -> str:
    """Class of a class or sub-class. Raises AncrageError with the nearest ones."""
    labels = national(edition).labels
    wanted = activity.strip().upper()
    for code in (wanted, wanted[:5]):
        if code in labels:
            return code
    near = [f"{c} {labels[c]}" for c in labels if c.startswith(wanted[:2])][:4]
    raise AncrageError(
        f"L'activité « {activity[:20]} » n'existe pas dans la NAF.",
        f"Les plus proches : {' ; '.join(near)}." if near else "Donnez une classe, par exemple 25.73.",
    )


def _goods(edition: Edition, rows: pl.DataFrame, code: str, activity: str | None, label: str) -> Goods:
    by_chapter = rows.group_by(pl.col("nc8").str.slice(0, 2).alias("chapter")).agg(pl.col("import_eur").sum())
    ranked = by_chapter.sort(["import_eur", "chapter"], descending=[True, False], nulls_last=True)
    chapter = code[:2] if code else next((c for c in ranked["chapter"] if c <= "97"), "84")
    wages, energy, co2, added = _branch(edition, activity) if activity else (None, None, None, None)
    return Goods(
        code=code,
        label=label,
        activity=activity or "",
        activity_label=national(edition).labels.get(activity or "", ""),
        chapter=chapter,
        family=family(chapter),
        full_duty=_full_duty(edition, rows),
        border=border_carbon(code or _main_code(rows)),
        wages=wages,
        energy=energy,
        co2=co2,
        added=added,
        import_eur=float(rows["import_eur"].sum()),
    )


def _main_code(rows: pl.DataFrame) -> str:
    return str(rows.sort(["import_eur", "nc8"], descending=[True, False], nulls_last=True)["nc8"][0])


def _full_duty(edition: Edition, rows: pl.DataFrame) -> Estimate | None:
    """Mean of the lines weighted by imports, from the lowest to the highest line; None: no ad valorem duty is known."""
    known = rows.filter(pl.col("duty_pct").is_not_null())
    if known.is_empty():
        return None
    weight = known["import_eur"].fill_null(0) + 1
    mean = float(np.average(known["duty_pct"].to_numpy(), weights=weight.to_numpy()))
    low, high = float(known["duty_pct"].min()), float(known["duty_pct"].max())  # type: ignore[arg-type]
    vintage = next((s.vintage for s in edition.sources("trade_product") if s.id == DUTIES), edition.id)
    note = "" if known.height == 1 else f"{known.height} lignes de nomenclature"
    unit = "% de la valeur en douane"
    return Estimate(low, min(max(mean, low), high), high, unit, vintage, "tarif extérieur commun", READ, note)


Branch = tuple[Estimate | None, Estimate | None, Estimate | None, float | None]


@derived
def _branch(edition: Edition, activity: str) -> Branch:
    """Wages and energy (% of the cost), carbon (kg a euro), value added (a euro) of the branch of a class."""
    country = national(edition)
    sector = country.classes["icio"][country.index[activity]]
    found = edition.table("branch_coefficients").filter(pl.col("sector") == sector)
    io = input_output(edition)
    energy = None
    if sector in io.sectors:
        buyer = io.sectors.index(sector)
        rows = [io.sectors.index(s) for s in ENERGY if s in io.sectors and s != sector]
        share = 100 * float((io.domestic + io.imported)[rows, buyer].sum())
        credit = next(iter(edition.sources("icio_domestic")))
        note = "achats d'électricité, de gaz et de carburants de la branche ; bornes de moitié et demie"
        energy = Estimate(
            share / 2, share, 1.5 * share, "% du prix", credit.vintage, f"{credit.producer}, {credit.title}", READ, note
        )
    if found.is_empty():
        return None, energy, None, None
    row = found.row(0, named=True)
    return _wages(edition, row), energy, _carbon(edition, row), row["value_added_share"]


def _wages(edition: Edition, row: dict[str, float]) -> Estimate | None:
    if row["jobs_per_meur"] is None:
        return None
    hours, wage = parameter("heures_annuelles").central, home().wage
    jobs = (row["jobs_per_meur_low"], row["jobs_per_meur"], row["jobs_per_meur_high"])
    # jobs per million euros x yearly cost of a job, as a share of a million
    share = [min(80.0, j * hours * w / 1e4) for j, w in zip(jobs, wage.points, strict=True)]
    note = "emplois par million d'euros de la branche × coût annuel d'un emploi"
    credit = next(iter(edition.sources("branch_coefficients")))
    return Estimate(share[0], share[1], share[2], "% du prix", credit.vintage, "calcul Ancrage", TO_CHECK, note)


def _carbon(edition: Edition, row: dict[str, float]) -> Estimate | None:
    if row["co2_kg_per_keur"] is None:
        return None
    kg = row["co2_kg_per_keur"] / 1000
    credit = next((s for s in edition.sources("branch_coefficients") if s.id == "base_carbone"), None)
    source, vintage = (f"{credit.producer}, {credit.title}", credit.vintage) if credit else ("Base Carbone", edition.id)
    note = "ratio monétaire de la branche ; bornes de moitié et demie"
    return Estimate(kg / 2, kg, 1.5 * kg, "kg CO2e par €", vintage, source, READ, note)
