"""World trade by product: who exports it, how concentrated, how complex, and what France is good at."""

import numpy as np
import polars as pl

from ancrage.domain.measure import Status
from ancrage.methods import eci_pci, presence, rca
from ancrage.warehouse.table import Inputs, Table, column
from ancrage.warehouse.tables.suppliers import concentration

HOME = "FRA"
# below a billion dollars of exports, comparative advantages are those of a few shipments
MIN_COUNTRY_EXPORT_USD = 1e9
# commodities not specified, and special transactions: not products
NOT_PRODUCTS = ("98", "99")
# a flow ten times the world total of its product, and nine tenths of all declared flows, is a slip of the declarant
MISTAKEN_TIMES_WORLD, MISTAKEN_SHARE = 10, 0.9


def _world_total(inputs: Inputs) -> pl.DataFrame:
    year = int(inputs.vintage("world_exports_hs4"))
    totals = inputs.source("world_totals_hs4").filter(pl.col("year") == year)
    return totals.select(
        "hs4", world_export_usd="export_usd", world_share=pl.col("export_usd") / pl.col("export_usd").sum()
    )


def _exports(inputs: Inputs) -> pl.DataFrame:
    """hs4, country, export_usd of real products, mistaken declarations left out."""
    rows = inputs.source("world_exports_hs4").join(_world_total(inputs), on="hs4", how="left")
    flow = pl.col("export_usd")
    mistaken = (flow > MISTAKEN_TIMES_WORLD * pl.col("world_export_usd")) & (
        flow > MISTAKEN_SHARE * flow.sum().over("hs4")
    )
    return rows.filter(~pl.col("hs4").str.head(2).is_in(NOT_PRODUCTS) & ~mistaken.fill_null(False)).drop(
        "world_export_usd", "world_share"
    )


def _complexity(exports: pl.DataFrame) -> pl.DataFrame:
    """hs4, pci, france_rca from the matrix of countries large enough."""
    large = (
        exports.group_by("country")
        .agg(pl.col("export_usd").sum())
        .filter(pl.col("export_usd") >= MIN_COUNTRY_EXPORT_USD)
    )
    wide = (
        exports.join(large.select("country"), on="country", how="semi")
        .pivot(on="hs4", index="country", values="export_usd", sort_columns=True)
        .fill_null(0)
        .sort("country")
    )
    advantage = rca(wide.drop("country").to_numpy())
    pci = eci_pci(presence(advantage)).pci
    home = wide["country"].index_of(HOME)
    return pl.DataFrame({"hs4": wide.columns[1:], "pci": pci, "france_rca": advantage[home]}).with_columns(
        pl.col("pci").fill_nan(None)
    )


def build_hs4(inputs: Inputs) -> pl.DataFrame:
    exports = _exports(inputs)
    labels = inputs.source("world_totals_hs4").unique("hs4", keep="first", maintain_order=True)
    market = concentration(exports.rename({"export_usd": "value"}), ["hs4"])
    france = (
        exports.with_columns(share=pl.col("export_usd") / pl.col("export_usd").sum().over("hs4"))
        .filter(pl.col("country") == HOME)
        .select("hs4", france_share="share")
    )
    return (
        market.select("hs4", "hhi", "top_country", "top_share")
        .join(_complexity(exports), on="hs4", how="left")
        .join(france, on="hs4", how="left")
        .join(labels.select("hs4", "label_en"), on="hs4", how="left")
        .join(_world_total(inputs).select("hs4", "world_share"), on="hs4", how="left")
        .with_columns(pl.col("france_share").fill_null(0), pl.col("france_rca").fill_null(0))
        .select(*HS4_COLUMNS)
        .sort("hs4")
    )


def build_class(inputs: Inputs) -> pl.DataFrame:
    """HS4 indices of the products of each class, weighted by the French imports of each NC8."""

    def weighted(name: str) -> pl.Expr:
        known = pl.col(name).is_not_null()
        weight = pl.col("weight").filter(known).sum()
        return pl.when(weight > 0).then((pl.col(name) * pl.col("weight")).sum() / weight).alias(name)

    return (
        inputs.tables["product_class"]
        .join(inputs.tables["trade_product"].select("nc8", "import_eur"), on="nc8")
        .with_columns(hs4=pl.col("nc8").str.head(4), weight=pl.col("import_eur") * pl.col("share"))
        .join(inputs.tables["world_hs4"], on="hs4")
        .group_by("class")
        .agg(weighted("hhi"), weighted("pci"), weighted("france_rca"))
        .sort("class")
    )


def check_scale(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    """PCI is standardised over the products; France exports what it says it exports."""
    pci = rows["pci"].drop_nulls().to_numpy()
    problems = []
    if abs(pci.mean()) > 1e-6 or abs(np.std(pci, ddof=1) - 1) > 1e-6:
        problems.append("l'indice de complexité n'est pas centré réduit")
    if not rows["hhi"].is_between(0, 1 + 1e-9).all():
        problems.append("une concentration sort de l'intervalle 0-1")
    return problems


_INDEX = "indice 0-1"

HS4_COLUMNS = {
    "hs4": column(pl.String, "code", "Produit (SH4)"),
    "label_en": column(pl.String, "texte", "Libellé anglais de la source", nullable=True),
    "world_share": column(
        pl.Float64, "part (0-1)", "Part du produit dans le commerce mondial", status=Status.ESTIMATED, nullable=True
    ),
    "hhi": column(pl.Float64, _INDEX, "Concentration des pays exportateurs (HHI)", status=Status.ESTIMATED),
    "top_country": column(pl.String, "code", "Premier pays exportateur (ISO3)", status=Status.ESTIMATED),
    "top_share": column(pl.Float64, "part (0-1)", "Part du premier exportateur", status=Status.ESTIMATED),
    "pci": column(
        pl.Float64, "sans unité", "Complexité du produit (PCI, centrée réduite)", status=Status.ESTIMATED, nullable=True
    ),
    "france_rca": column(pl.Float64, "sans unité", "Avantage comparatif révélé de la France", status=Status.ESTIMATED),
    "france_share": column(
        pl.Float64, "part (0-1)", "Part de la France dans les exportations mondiales", status=Status.ESTIMATED
    ),
}

TABLES = (
    Table(
        name="world_hs4",
        title="Exportations mondiales par produit : concentration, complexité, place de la France",
        columns=HS4_COLUMNS,
        key=("hs4",),
        sources=("world_exports_hs4", "world_totals_hs4"),
        method=(
            "Avantage comparatif de Balassa (RCA) ; présence quand RCA >= 1 ; complexité (PCI) : second vecteur "
            "propre, centré et réduit, signe tel que les pays diversifiés soient complexes. Pays d'au moins un "
            "milliard de dollars d'exportations ; chapitres 98 et 99 exclus, et tout flux dix fois plus grand que le "
            "total mondial de son produit (une déclaration fautive). La Roumanie et Taïwan manquent dans la source : "
            "l'électronique y paraît moins concentrée en Asie. Part dans le commerce mondial : totaux de l'ITC, même "
            "année. Seuls des indices et des parts sont repris."
        ),
        build=build_hs4,
        check=check_scale,
    ),
    Table(
        name="world_class",
        title="Place mondiale des produits de chaque classe d'activité",
        columns={
            "class": column(pl.String, "code", "Classe NAF"),
            "hhi": column(
                pl.Float64, _INDEX, "Concentration mondiale des exportateurs", status=Status.ESTIMATED, nullable=True
            ),
            "pci": column(
                pl.Float64, "sans unité", "Complexité des produits (PCI)", status=Status.ESTIMATED, nullable=True
            ),
            "france_rca": column(
                pl.Float64,
                "sans unité",
                "Avantage comparatif révélé de la France",
                status=Status.ESTIMATED,
                nullable=True,
            ),
        },
        key=("class",),
        sources=("world_exports_hs4", "customs_concordance", "customs_nc8"),
        method=(
            "Moyenne des indices SH4 des produits de la classe, pondérée par les importations françaises de chaque "
            "produit NC8 : la moyenne se lit comme la complexité de ce que la France achète dans cette classe."
        ),
        build=build_class,
        needs=("product_class", "trade_product", "world_hs4"),
    ),
)
