"""Input-output of France: what sectors buy from each other, from where, and what an order sets in motion."""

import numpy as np
import polars as pl
from pandera.polars import Column

from ancrage.domain.measure import Status
from ancrage.methods import multipliers
from ancrage.reference import read_reference
from ancrage.sources.countries import eu_countries
from ancrage.warehouse.table import Inputs, Table, column

HOME, CHINA = "FRA", "CHN"
ICIO = ("oecd_icio_domestic", "oecd_icio_origins", "oecd_icio_summary")
NO_REST_OF_WORLD = (
    "Le « reste du monde » (pays hors ICIO) manque dans la source : les parts importées sont des minimums."
)


def _imports(inputs: Inputs) -> pl.DataFrame:
    """Flows from abroad with their zone flags."""
    return (
        inputs.source("oecd_icio_origins")
        .filter(pl.col("country") != HOME)
        .with_columns(eu=pl.col("country").is_in(eu_countries()), china=pl.col("country") == CHINA)
    )


def _output(inputs: Inputs, by: str) -> pl.DataFrame:
    return inputs.source("oecd_icio_summary").select(pl.col("sector").alias(by), "output_musd")


def build_domestic(inputs: Inputs) -> pl.DataFrame:
    return (
        inputs.source("oecd_icio_domestic")
        .join(_output(inputs, "buyer"), on="buyer")
        .select("supplier", "buyer", "flow_musd", coefficient=pl.col("flow_musd") / pl.col("output_musd"))
        .sort("supplier", "buyer")
    )


def build_imported(inputs: Inputs) -> pl.DataFrame:
    flow = pl.col("flow_musd")
    return (
        _imports(inputs)
        .group_by("supplier", "buyer")
        .agg(
            eu_musd=flow.filter("eu").sum(),
            non_eu_musd=flow.filter(~pl.col("eu")).sum(),
            china_musd=flow.filter("china").sum(),
        )
        .join(_output(inputs, "buyer"), on="buyer")
        .with_columns(coefficient=(pl.col("eu_musd") + pl.col("non_eu_musd")) / pl.col("output_musd"))
        .drop("output_musd")
        .sort("supplier", "buyer")
    )


def build_origins(inputs: Inputs) -> pl.DataFrame:
    return _imports(inputs).group_by("buyer", "country").agg(pl.col("flow_musd").sum()).sort("buyer", "country")


def coefficient_matrix(domestic: pl.DataFrame, sectors: list[str]) -> np.ndarray:
    """A (supplier x buyer) in the order of `sectors`, from the long table."""
    wide = domestic.pivot(on="buyer", index="supplier", values="coefficient").sort("supplier").select(sectors)
    return wide.to_numpy()


def build_sectors(inputs: Inputs) -> pl.DataFrame:
    summary = inputs.source("oecd_icio_summary").drop(
        "output_multiplier", "imported_share", "non_eu_share", "china_share"
    )
    sectors = summary["sector"].to_list()
    labels = read_reference("icio_secteurs.csv").select(sector="secteur", label="libelle")
    home = inputs.tables["icio_domestic"].group_by("buyer").agg(home=pl.col("flow_musd").sum())
    abroad = inputs.tables["icio_imported"].group_by("buyer").agg(pl.col("eu_musd", "non_eu_musd", "china_musd").sum())
    bought = pl.col("home") + pl.col("eu_musd") + pl.col("non_eu_musd")

    def share(*parts: str) -> pl.Expr:
        return pl.when(bought > 0).then(pl.sum_horizontal(*parts) / bought)

    effect = multipliers(coefficient_matrix(inputs.tables["icio_domestic"], sectors))
    return (
        summary.with_columns(output_multiplier=pl.Series(effect))
        .join(labels, on="sector")
        .join(home, left_on="sector", right_on="buyer", how="left")
        .join(abroad, left_on="sector", right_on="buyer", how="left")
        .with_columns(
            imported_share=share("eu_musd", "non_eu_musd"),
            non_eu_share=share("non_eu_musd"),
            china_share=share("china_musd"),
        )
        .select(*SECTOR_COLUMNS)
        .sort("sector")
    )


def check_sectors(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    """Our multipliers and shares are those the source publishes (shares: the file of origins leaves out tiny flows)."""
    published = inputs.source("oecd_icio_summary")
    problems = []
    for name, tolerance in (("output_multiplier", 1e-3), ("imported_share", 2e-3), ("non_eu_share", 2e-3)):
        gaps = (rows[name] - published[name]).abs().drop_nulls()
        if (gaps > tolerance).any():
            problems.append(f"« {name} » s'écarte de la source de {gaps.to_numpy().max():.4f}")
    return problems


def check_domestic(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    heaviest = rows.group_by("buyer").agg(pl.col("coefficient").sum())["coefficient"].to_numpy().max()
    return [] if heaviest < 1 else [f"un secteur achète {heaviest:.2f} fois sa production"]


def _musd(label: str, *, status: Status = Status.PUBLISHED) -> Column:
    return column(pl.Float64, "millions de dollars", label, status=status)


def _sector(label: str) -> Column:
    return column(pl.String, "code", label)


SECTOR_COLUMNS = {
    "sector": _sector("Secteur ICIO"),
    "label": column(pl.String, "texte", "Libellé du secteur"),
    "output_musd": _musd("Production"),
    "value_added_musd": _musd("Valeur ajoutée, impôts nets sur les produits et achats au reste du monde"),
    "final_use_musd": _musd("Demande finale et exportations"),
    "output_multiplier": column(
        pl.Float64, "sans unité", "Multiplicateur de production intérieure", status=Status.ESTIMATED
    ),
    "imported_share": column(pl.Float64, "part (0-1)", "Part importée des achats intermédiaires", nullable=True),
    "non_eu_share": column(
        pl.Float64, "part (0-1)", "Part des achats intermédiaires venue de hors de l'Union", nullable=True
    ),
    "china_share": column(pl.Float64, "part (0-1)", "Part des achats intermédiaires venue de Chine", nullable=True),
}

TABLES = (
    Table(
        name="icio_domestic",
        title="Achats intermédiaires entre secteurs français",
        columns={
            "supplier": _sector("Secteur vendeur"),
            "buyer": _sector("Secteur acheteur"),
            "flow_musd": _musd("Ventes du vendeur à l'acheteur"),
            "coefficient": column(pl.Float64, "part (0-1)", "Coefficient technique intérieur : achats / production"),
        },
        key=("supplier", "buyer"),
        sources=("oecd_icio_domestic", "oecd_icio_summary"),
        method="Coefficient a_ij = z_ij / x_j : ventes françaises du secteur i au secteur j, par dollar produit par j.",
        build=build_domestic,
        check=check_domestic,
    ),
    Table(
        name="icio_imported",
        title="Achats intermédiaires importés des secteurs français",
        columns={
            "supplier": _sector("Secteur vendeur, à l'étranger"),
            "buyer": _sector("Secteur français acheteur"),
            "eu_musd": _musd("Achats venus de l'Union européenne"),
            "non_eu_musd": _musd("Achats venus de hors de l'Union européenne"),
            "china_musd": _musd("Achats venus de Chine"),
            "coefficient": column(pl.Float64, "part (0-1)", "Coefficient importé : achats à l'étranger / production"),
        },
        key=("supplier", "buyer"),
        sources=ICIO,
        method=f"Somme des pays d'origine par zone (Union à 27, Royaume-Uni dehors). {NO_REST_OF_WORLD}",
        build=build_imported,
    ),
    Table(
        name="icio_origins",
        title="Pays d'origine des achats intermédiaires importés",
        columns={
            "buyer": _sector("Secteur français acheteur"),
            "country": column(pl.String, "code", "Pays d'origine (ISO3)"),
            "flow_musd": _musd("Achats venus du pays"),
        },
        key=("buyer", "country"),
        sources=("oecd_icio_origins",),
        method=f"Somme des secteurs vendeurs de chaque pays. {NO_REST_OF_WORLD}",
        build=build_origins,
    ),
    Table(
        name="icio_sectors",
        title="Secteurs de l'économie française : production, multiplicateur, achats importés",
        columns=SECTOR_COLUMNS,
        key=("sector",),
        sources=ICIO,
        method=(
            "Multiplicateur : somme des colonnes de l'inverse de Leontief des coefficients intérieurs. Parts "
            "importées : achats intermédiaires d'une origine / achats intermédiaires de toutes origines. "
            f"{NO_REST_OF_WORLD}"
        ),
        build=build_sectors,
        check=check_sectors,
        needs=("icio_domestic", "icio_imported"),
    ),
)
