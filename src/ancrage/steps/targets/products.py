"""The products of an activity (NC8): trade figures, and supplier countries at the finest level that exists."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from ancrage.steps.national import national
from ancrage.steps.targets.values import french_suppliers
from ancrage.warehouse.edition import Edition, derived

SHOWN = 10
EXACT, PROXY = "code exact", "poste CPA (approximation)"


@dataclass(frozen=True, slots=True)
class Suppliers:
    """`level` says whether the figures are of the product itself or of the wider item that stands in for it."""

    level: str
    code: str
    perimeter: str
    top_country: str
    top_share: float
    extra_eu_share: float | None
    hhi_extra_eu: float | None


@dataclass(frozen=True, slots=True)
class Product:
    """Euros over the customs window of the edition; `coverage` exports / imports, None without imports."""

    code: str
    label: str
    import_eur: float
    export_eur: float
    balance_eur: float
    coverage: float | None
    duty_pct: float | None
    window_flag: str | None
    suppliers: Suppliers | None


@derived
def countries(edition: Edition) -> dict[str, str]:
    rows = edition.table("countries")
    return dict(zip(rows["iso3"], rows["label"], strict=True))


@derived
def _exact(edition: Edition) -> dict[str, dict[str, Any]]:
    """Last year of each code; French figures before those of the EU."""
    rows = edition.table("supplier_exact").sort("code", "scope", "year", descending=[False, True, False])
    last = rows.group_by("code", "scope", maintain_order=True).last()
    found: dict[str, dict[str, Any]] = {}
    for row in last.iter_rows(named=True):
        if row["code"] not in found or row["scope"] == "France":
            found[row["code"]] = row
    return found


@derived
def products(edition: Edition, activity: str) -> tuple[Product, ...]:
    """Products of a NAF class by decreasing imports, SHOWN at most."""
    rows = (
        edition.table("trade_product")
        .filter(pl.col("class") == activity)
        .sort(["import_eur", "nc8"], descending=[True, False])
        .head(SHOWN)
    )
    return tuple(
        Product(
            code=row["nc8"],
            label=row["label"],
            import_eur=row["import_eur"],
            export_eur=row["export_eur"],
            balance_eur=row["balance_eur"],
            coverage=row["coverage"],
            duty_pct=row["duty_pct"],
            window_flag=row["covid_flag"],
            suppliers=suppliers(edition, row["nc8"], activity),
        )
        for row in rows.iter_rows(named=True)
    )


def suppliers(edition: Edition, nc8: str, activity: str) -> Suppliers | None:
    """The product's own code (NC8, then HS6), else the CPA item of its class."""
    names, exact = countries(edition), _exact(edition)
    for code in (nc8, nc8[:6]):
        if code in exact:
            row = exact[code]
            return Suppliers(
                EXACT,
                code,
                str(row["scope"]),
                names.get(str(row["top_country"]), str(row["top_country"])),
                float(row["top_share"]),
                _optional(row["extra_eu_share"]),
                _optional(row["hhi_extra_eu"]),
            )
    country = national(edition)
    item = country.classes["cpa_item"][country.index[activity]]
    proxy = french_suppliers(edition).get(item)
    if proxy is None:
        return None
    top = str(proxy["top_country"])
    return Suppliers(
        PROXY,
        item,
        "France",
        names.get(top, top),
        float(proxy["top_share"]),
        _optional(proxy["extra_eu_share"]),
        _optional(proxy["hhi_extra_eu"]),
    )


def _optional(value: Any) -> float | None:
    return None if value is None else float(value)
