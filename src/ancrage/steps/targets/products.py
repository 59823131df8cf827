"""The products of an activity (NC8): trade figures, and supplier countries at the finest level that exists."""

from typing import Annotated, Any

import polars as pl

from ancrage.domain.described import Record, born, field, number, text
from ancrage.domain.units import INDEX, SHARE
from ancrage.steps.national import national
from ancrage.steps.targets.values import french_suppliers
from ancrage.warehouse.edition import Edition, derived

SHOWN = 10
NC8 = "customs_nc8"
SUPPLIERS = ("supplier_exact", "supplier_concentration")
EXACT, PROXY = "code exact", "poste CPA (approximation)"


class Suppliers(Record):
    """`level` says whether the figures are of the product itself or of the wider item that stands in for it."""

    level: Annotated[str, text("Niveau observé", head="Fournisseurs : niveau observé", repeats=True)] = field(
        name="niveau"
    )
    code: Annotated[str, text("Code observé", head="Fournisseurs : code observé", kind="code", repeats=True)]
    perimeter: Annotated[str, text("Pays ou union observés", repeats=True)] = field(name="perimetre")
    top_country: Annotated[str, text("Premier pays fournisseur", repeats=True)] = field(name="premier")
    top_share: Annotated[
        float,
        number("Part du premier pays fournisseur", SHARE, of=SUPPLIERS, head="Part du premier fournisseur"),
    ] = field(name="part_premier")
    extra_eu_share: Annotated[
        float | None, number("Part venue de hors UE", SHARE, of=SUPPLIERS, head="Part hors UE")
    ] = field(name="part_hors_ue")
    hhi_extra_eu: Annotated[
        float | None,
        number("Concentration des fournisseurs hors UE", INDEX, of=SUPPLIERS, head="Concentration hors UE (HHI)"),
    ] = field(name="hhi_hors_ue")


class Product(Record):
    """A product (NC8) over the customs window of the edition; `coverage` exports / imports, None without imports."""

    code: Annotated[str, text("Produit (NC8)", kind="code")]
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    import_eur: Annotated[
        float, born("trade_product.import_eur", "Importations françaises", source=NC8, head="Importations (€)")
    ] = field(name="importations_eur")
    export_eur: Annotated[
        float, born("trade_product.export_eur", "Exportations françaises", source=NC8, head="Exportations (€)")
    ] = field(name="exportations_eur")
    balance_eur: Annotated[float, born("trade_product.balance_eur", "Solde", source=NC8, head="Solde (€)")] = field(
        name="solde_eur"
    )
    coverage: Annotated[
        float | None,
        born(
            "trade_product.coverage",
            "Taux de couverture",
            source=NC8,
            head="Couverture (exportations / importations)",
            kind="decimal",
        ),
    ] = field(name="couverture")
    duty_pct: Annotated[
        float | None,
        born(
            "trade_product.duty_pct",
            "Droit de douane de l'UE",
            source="customs_duties",
            head="Droit de douane UE (%)",
            kind="number",
        ),
    ] = field(name="droit_pct")
    window_flag: Annotated[str | None, text("Fenêtre Covid")] = field(name="fenetre_covid")
    suppliers: Annotated[Suppliers | None, text("Pays fournisseurs")] = field(name="fournisseurs")


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
