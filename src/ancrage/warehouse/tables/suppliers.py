"""Supplier countries: from whom France and its comparators buy, and how concentrated these suppliers are."""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pandera.polars import Column

from ancrage.domain.measure import Status
from ancrage.methods import supplier_concentration
from ancrage.reference import read_reference
from ancrage.sources.countries import eu_countries
from ancrage.warehouse.table import Inputs, Table, column

HOME, CHINA = "FRA", "CHN"
RECENT_YEARS = 3
# the first source that knows a code wins: BACI of raw materials before the older list, Comtrade last
FRENCH_SOURCES = (("baci_crm", "$"), ("baci_materials", "$"), ("comtrade_battery", None))
MIRROR = (
    "Flux miroirs : les exportations déclarées par les partenaires surpondèrent les Pays-Bas et la Belgique (effet "
    "Rotterdam). Un poste CPA est un ordre de grandeur pour un produit donné."
)


def concentration(rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Supplier concentration of each group of `rows` (columns `by`, country, value)."""
    groups = rows.select(by).unique().sort(by).with_row_index("group")
    countries = sorted(set(rows["country"]))
    eu = set(eu_countries())
    coded = rows.join(groups, on=by).with_columns(
        partner=pl.col("country").replace_strict(countries, range(len(countries)), return_dtype=pl.Int64)
    )
    found = supplier_concentration(
        coded["group"], coded["partner"], coded["value"], [c in eu for c in countries], groups.height
    )
    china = rows.filter(pl.col("country") == CHINA).group_by(by).agg(china=pl.col("value").sum())
    leader = pl.Series(countries)
    return (
        groups.with_columns(
            value=pl.Series(found.total_imports),
            hhi=pl.Series(found.hhi),
            hhi_extra_eu=pl.Series(found.hhi_extra_eu).fill_nan(None),
            top_country=_named(found.top_supplier, leader),
            top_share=pl.Series(found.top_share),
            extra_eu_share=pl.Series(found.extra_eu_share),
            top_country_extra_eu=_named(found.top_supplier_extra_eu, leader),
            suppliers=pl.Series(found.suppliers, dtype=pl.Int64),
        )
        .filter(pl.col("value") > 0)
        .join(china, on=by, how="left")
        .with_columns(china_share=pl.col("china").fill_null(0) / pl.col("value"))
        .drop("group", "china")
    )


def _named(codes: NDArray[np.intp], names: pl.Series) -> pl.Series:
    positions = pl.Series(codes, dtype=pl.Int64)
    return names.gather(positions.replace(-1, None))


def build_countries(inputs: Inputs) -> pl.DataFrame:
    return read_reference("pays.csv").select("iso3", "iso2", label="libelle", eu=pl.col("ue") == "oui").sort("iso3")


def build_items(inputs: Inputs) -> pl.DataFrame:
    items = read_reference("cpa_postes.csv").filter(pl.col("poste_fin") == "oui")
    return items.select(item="poste", label="libelle").sort("item")


def build_shares(inputs: Inputs) -> pl.DataFrame:
    rows = inputs.source("oecd_btige").filter(pl.col("importer") == HOME)
    years = rows["year"].n_unique()
    return (
        rows.group_by("item", "country")
        .agg(value_kusd=pl.col("value_kusd").sum() / years)
        .filter(pl.col("value_kusd") > 0)
        .with_columns(share=pl.col("value_kusd") / pl.col("value_kusd").sum().over("item"))
        .sort("item", "country")
    )


def build_concentration(inputs: Inputs) -> pl.DataFrame:
    rows = inputs.source("oecd_btige").rename({"value_kusd": "value"})
    by = ["importer", "item", "year"]
    return concentration(rows, by).rename({"value": "value_kusd"}).select(*CONCENTRATION_COLUMNS).sort(by)


def _recent(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("year") > pl.col("year").max() - RECENT_YEARS)


def _label_of(codes: pl.Series, products: pl.DataFrame) -> pl.DataFrame:
    """code, label: the authored label, else that of the only NC8 product below the code, else null."""
    authored = read_reference("produits_exacts.csv").select("code", label="libelle")
    wanted = pl.DataFrame({"code": codes.unique().sort()})
    below = pl.concat(
        [
            products.select(code=pl.col("nc8").str.head(length), label="label").filter(pl.len().over("code") == 1)
            for length in (6, 8)
        ]
    )
    return wanted.join(
        pl.concat([authored, below]).unique("code", keep="first", maintain_order=True), on="code", how="left"
    )


def build_exact(inputs: Inputs) -> pl.DataFrame:
    by = ["code", "scope", "source", "year", "currency"]
    union = inputs.source("comext_critical").with_columns(source=pl.lit("comext_critical"), currency=pl.lit("€"))
    parts = [
        _recent(union).with_columns(scope=pl.lit("UE27")),
        _recent(union).filter(pl.col("importer") == HOME).with_columns(scope=pl.lit("France")),
    ]
    known: set[str] = set()
    for source, currency in FRENCH_SOURCES:
        rows = inputs.source(source).filter(~pl.col("code").is_in(list(known)))
        known |= set(rows["code"])
        described = _recent(rows).with_columns(
            source=pl.lit(source), currency=pl.lit(currency, dtype=pl.String), scope=pl.lit("France")
        )
        parts.append(described)
    rows = pl.concat([p.select(*by, "country", "value") for p in parts])
    labels = _label_of(rows["code"], inputs.source("customs_concordance"))
    world = concentration(inputs.source("baci_crm_world"), ["code"]).select(
        "code", world_hhi="hhi", world_top_country="top_country"
    )
    return (
        concentration(rows.with_columns(pl.col("currency").fill_null("")), by)
        .with_columns(
            value=pl.when(pl.col("currency") != "").then("value"),
            currency=pl.when(pl.col("currency") != "").then("currency"),
        )
        .join(labels, on="code", how="left")
        .join(world, on="code", how="left")
        .select(*EXACT_COLUMNS)
        .sort("code", "scope", "source", "year")
    )


def check_bounds(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    """An HHI lies between 1/n suppliers and 1, a leader's share between the HHI and its root."""
    close = 1e-9
    broken = rows.filter(
        (pl.col("hhi") > 1 + close)
        | (pl.col("hhi") * pl.col("suppliers") < 1 - close)
        | (pl.col("top_share") < pl.col("hhi") - close)
        | ~pl.col("extra_eu_share").is_between(-close, 1 + close)
    )
    return [f"{broken.height} lignes dont la concentration sort de ses bornes"] if broken.height else []


def check_shares(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    totals = rows.group_by("item").agg(pl.col("share").sum())["share"]
    return [] if ((totals - 1).abs() < 1e-9).all() else ["les parts d'un poste ne font pas un"]


def _share(label: str, *, nullable: bool = False) -> Column:
    return column(pl.Float64, "part (0-1)", label, nullable=nullable)


def _country(label: str, *, nullable: bool = False) -> Column:
    return column(pl.String, "code", label, nullable=nullable)


_INDICES = {
    "hhi": column(pl.Float64, "indice 0-1", "Concentration des fournisseurs (HHI)"),
    "hhi_extra_eu": column(
        pl.Float64, "indice 0-1", "Concentration des fournisseurs hors de l'Union (HHI)", nullable=True
    ),
    "top_country": _country("Premier pays fournisseur (ISO3)"),
    "top_share": _share("Part du premier fournisseur"),
    "extra_eu_share": _share("Part venue de hors de l'Union"),
    "top_country_extra_eu": _country("Premier fournisseur hors de l'Union (ISO3)", nullable=True),
    "china_share": _share("Part venue de Chine"),
    "suppliers": column(pl.Int64, "pays", "Pays fournisseurs"),
}

CONCENTRATION_COLUMNS = {
    "importer": _country("Pays importateur (ISO3)"),
    "item": column(pl.String, "code", "Poste CPA"),
    "year": column(pl.Int64, "année", "Année"),
    "value_kusd": column(pl.Float64, "milliers de dollars", "Importations"),
    **_INDICES,
}

EXACT_COLUMNS = {
    "code": column(pl.String, "code", "Produit (SH4, SH6 ou NC8)"),
    "label": column(pl.String, "texte", "Libellé du produit", nullable=True),
    "scope": column(pl.String, "texte", "Importateur : France ou UE27"),
    "source": column(pl.String, "code", "Source"),
    "year": column(pl.Int64, "année", "Année"),
    "value": column(pl.Float64, "voir la devise", "Importations", nullable=True),
    "currency": column(pl.String, "texte", "Devise", nullable=True),
    **_INDICES,
    "world_hhi": column(pl.Float64, "indice 0-1", "Concentration des exportateurs mondiaux (HHI)", nullable=True),
    "world_top_country": _country("Premier exportateur mondial (ISO3)", nullable=True),
}

TABLES = (
    Table(
        name="countries",
        title="Pays",
        columns={
            "iso3": _country("Pays (ISO 3166-1 alpha-3)"),
            "iso2": _country("Pays (ISO 3166-1 alpha-2)"),
            "label": column(pl.String, "texte", "Nom du pays"),
            "eu": column(pl.Boolean, "oui ou non", "Membre de l'Union européenne"),
        },
        key=("iso3",),
        sources=(),
        method="Liste ISO 3166-1 et Kosovo, noms français usuels. Union à 27 : le Royaume-Uni est dehors.",
        build=build_countries,
    ),
    Table(
        name="cpa_items",
        title="Postes de produits (CPA) des fournisseurs",
        columns={
            "item": column(pl.String, "code", "Poste CPA"),
            "label": column(pl.String, "texte", "Libellé du poste"),
        },
        key=("item",),
        sources=("oecd_btige",),
        method="Les postes les plus fins de la source, sans les agrégats ; libellés français écrits pour Ancrage.",
        build=build_items,
    ),
    Table(
        name="supplier_shares",
        title="Pays fournisseurs de la France par poste de produits",
        columns={
            "item": column(pl.String, "code", "Poste CPA"),
            "country": _country("Pays fournisseur (ISO3)"),
            "value_kusd": column(
                pl.Float64, "milliers de dollars", "Importations, moyenne annuelle", status=Status.ESTIMATED
            ),
            "share": column(pl.Float64, "part (0-1)", "Part du pays dans le poste", status=Status.ESTIMATED),
        },
        key=("item", "country"),
        sources=("oecd_btige",),
        method=f"Moyenne des années de la source ; les parts d'un poste font un. {MIRROR}",
        build=build_shares,
        check=check_shares,
    ),
    Table(
        name="supplier_concentration",
        title="Concentration des fournisseurs par poste de produits, France et comparateurs",
        columns=CONCENTRATION_COLUMNS,
        key=("importer", "item", "year"),
        sources=("oecd_btige",),
        method=(
            "HHI : somme des carrés des parts des pays. HHI hors Union : parts au sein des seules importations venues "
            f"de hors de l'Union, y compris pour un importateur qui n'en est pas membre. {MIRROR}"
        ),
        build=build_concentration,
        check=check_bounds,
    ),
    Table(
        name="supplier_exact",
        title="Concentration des fournisseurs de produits critiques, au code exact",
        columns=EXACT_COLUMNS,
        key=("code", "scope", "source", "year"),
        sources=(
            "comext_critical",
            "baci_crm",
            "baci_crm_world",
            "baci_materials",
            "comtrade_battery",
            "customs_concordance",
        ),
        method=(
            "Trois dernières années de chaque source. UE27 : achats des 27 membres, ceux faits à un autre membre "
            "compris. Un code présent dans plusieurs sources françaises est pris dans la première (BACI matières "
            "premières, BACI matériaux critiques, Comtrade). Une origine non précisée est laissée de côté. De "
            "Comtrade, seuls les indices sont repris, pas les valeurs. Libellé : celui des douanes quand un seul "
            "produit NC8 porte le code. Sur de très petites valeurs, la concentration ne veut rien dire."
        ),
        build=build_exact,
        check=check_bounds,
    ),
)
