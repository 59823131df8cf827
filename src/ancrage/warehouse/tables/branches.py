"""What a million euros of output means in jobs, value added and emissions, sector by sector."""

import polars as pl
from pandera.polars import Column

from ancrage.domain.errors import AncrageError
from ancrage.domain.measure import Status
from ancrage.reference import read_reference
from ancrage.sources.codes import refuse_unknown
from ancrage.warehouse.table import Inputs, Table, column


def usd_per_eur(year: int) -> float:
    """Average exchange rate of a year. Raises AncrageError when reference/parametres.csv does not have it."""
    key = f"taux_change_usd_par_eur_{year}"
    found = read_reference("parametres.csv").filter(pl.col("cle") == key)["valeur"]
    if found.is_empty():
        raise AncrageError(f"Le taux de change moyen de {year} manque.", f"Ajoutez {key} à reference/parametres.csv.")
    return float(found[0])


def _correspondence(inputs: Inputs) -> pl.DataFrame:
    """sector, branch (ThreeME, one row each) and what Base Carbone items stand for it."""
    rows = read_reference("branches_icio.csv").rename({"secteur": "sector"})
    branches = rows.select("sector", pl.col("branches_threeme").str.split(";").alias("branch")).explode(
        "branch", empty_as_null=True
    )
    remedy = "Corrigez reference/branches_icio.csv."
    refuse_unknown(branches["branch"], inputs.source("threeme")["branch"], "branche", "threeme", remedy)
    return branches


def _staff(inputs: Inputs) -> pl.DataFrame:
    """sector, staff10 (establishments of 10 and more, all sectors), staff20 (register of 20 and more, productive)."""
    sectors = inputs.tables["naf_classes"].select("class", sector="icio")
    by_size = {
        "staff10": inputs.tables["jobs_departement_class"],
        "staff20": inputs.tables["jobs_territory_class"].filter(pl.col("level") == "france"),
    }
    counted = [
        rows.join(sectors, on="class").group_by("sector").agg(pl.col("jobs").sum().cast(pl.Float64).alias(name))
        for name, rows in by_size.items()
    ]
    return counted[0].join(counted[1], on="sector", how="left")


def _branch_jobs(inputs: Inputs, staff: pl.DataFrame) -> pl.DataFrame:
    """sector, branch_jobs (its part of the jobs of its branches), branch_ratio (jobs per M€), direct_co2_kg_per_keur.

    Sectors that share the same branches split their jobs according to their staff in establishments of 10 and more.
    """
    group = pl.col("branch").sort().str.join(";").alias("group")
    links = _correspondence(inputs).join(inputs.source("threeme"), on="branch")
    per_sector = links.group_by("sector").agg(group, pl.col("jobs", "output_meur", "ghg_t").sum())
    weight = pl.col("staff10").fill_null(0)
    return per_sector.join(staff, on="sector", how="left").select(
        "sector",
        branch_jobs=pl.col("jobs") * weight / weight.sum().over("group"),
        branch_ratio=pl.col("jobs") / pl.col("output_meur"),
        direct_co2_kg_per_keur=pl.col("ghg_t") / pl.col("output_meur"),
    )


def _purchase_footprint(inputs: Inputs, year: int) -> pl.DataFrame:
    """sector, co2_kg_per_keur (mean of its Base Carbone items), carbon_match."""
    factors = inputs.source("base_carbone").filter(pl.col("year") == year)
    rows = read_reference("branches_icio.csv").filter(pl.col("postes_base_carbone").is_not_null())
    items = rows.select(
        sector="secteur", item=pl.col("postes_base_carbone").str.split(";"), carbon_match="correspondance_carbone"
    ).explode("item", empty_as_null=True)
    refuse_unknown(items["item"], factors["item"], "poste", "base_carbone", "Corrigez reference/branches_icio.csv.")
    return (
        items.join(factors, on="item")
        .group_by("sector", "carbon_match")
        .agg(co2_kg_per_keur=pl.col("kg_per_keur").mean())
    )


def build_coefficients(inputs: Inputs) -> pl.DataFrame:
    year = int(inputs.vintage("oecd_icio_summary"))
    sectors = inputs.tables["icio_sectors"].select(
        "sector",
        output_meur=pl.col("output_musd") / usd_per_eur(year),
        value_added_share=pl.col("value_added_musd") / pl.col("output_musd"),
    )
    staff = _staff(inputs)
    productive = pl.col("sector").str.contains(r"^[BC]\d")
    return (
        sectors.join(_branch_jobs(inputs, staff), on="sector")
        .join(staff, on="sector", how="left")
        .join(_purchase_footprint(inputs, year), on="sector", how="left")
        .with_columns(
            ten=pl.col("staff10") / pl.col("output_meur"),
            twenty=pl.when(productive).then(pl.col("staff20") / pl.col("output_meur")),
            whole=pl.when(pl.col("branch_jobs") > 0).then(pl.col("branch_jobs") / pl.col("output_meur")),
        )
        .with_columns(
            jobs_per_meur_low=pl.min_horizontal("ten", "twenty", "whole", "branch_ratio"),
            jobs_per_meur=pl.when(productive)
            .then(pl.coalesce("ten", "branch_ratio"))
            .otherwise(pl.concat_list("ten", "whole", "branch_ratio").list.median()),
            jobs_per_meur_high=pl.max_horizontal("ten", "twenty", "whole", "branch_ratio"),
            origin=pl.concat_str(
                pl.when(productive & pl.col("ten").is_not_null())
                .then(pl.lit("emplois : établissements de 10 salariés et plus rapportés à la production ICIO"))
                .when(productive)
                .then(pl.lit("emplois : ratio de la branche ThreeME"))
                .otherwise(pl.lit("emplois : médiane de trois mesures (Sirene, branche ThreeME, ratio ThreeME)")),
                pl.when(pl.col("carbon_match").is_null())
                .then(pl.lit(" ; empreinte d'achat : absente de la Base Carbone"))
                .otherwise(pl.format(" ; empreinte d'achat : Base Carbone, correspondance {}", "carbon_match")),
            ),
        )
        .select(*COLUMNS)
        .sort("sector")
    )


def check_order(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    low, mid, high = (rows[f"jobs_per_meur{end}"] for end in ("_low", "", "_high"))
    problems = [] if ((low <= mid) & (mid <= high)).all() else ["une fourchette d'emplois n'est pas dans l'ordre"]
    if not rows["value_added_share"].is_between(0, 1).all():
        problems.append("une part de valeur ajoutée sort de l'intervalle 0-1")
    return problems


def _jobs(label: str) -> Column:
    return column(pl.Float64, "emplois par million d'euros", label, status=Status.ESTIMATED)


COLUMNS = {
    "sector": column(pl.String, "code", "Secteur ICIO"),
    "jobs_per_meur": _jobs("Emplois par million d'euros produit"),
    "jobs_per_meur_low": _jobs("Emplois par million d'euros produit, bas"),
    "jobs_per_meur_high": _jobs("Emplois par million d'euros produit, haut"),
    "value_added_share": column(
        pl.Float64, "part (0-1)", "Part de la valeur ajoutée dans la production (majorant)", status=Status.ESTIMATED
    ),
    "co2_kg_per_keur": column(
        pl.Float64,
        "kg CO2e par k€",
        "Empreinte d'un achat au secteur, amont compris",
        status=Status.ESTIMATED,
        nullable=True,
    ),
    "direct_co2_kg_per_keur": column(
        pl.Float64, "kg CO2e par k€", "Émissions directes de la branche", status=Status.ESTIMATED
    ),
    "origin": column(pl.String, "texte", "Comment ces coefficients ont été formés"),
}

TABLES = (
    Table(
        name="branch_coefficients",
        title="Emplois, valeur ajoutée et CO2 par euro produit, par secteur",
        columns=COLUMNS,
        key=("sector",),
        sources=(
            "oecd_icio_summary",
            "sirene_departements",
            "sirene_etablissements",
            "threeme",
            "base_carbone",
        ),
        method=(
            "Production ICIO convertie au taux de change moyen de l'année. Quatre mesures d'emplois par million "
            "d'euros : établissements de 10 salariés et plus, de 20 salariés et plus (industrie seulement), emplois "
            "de la branche ThreeME partagés entre ses secteurs selon les établissements de 10 salariés et plus, "
            "ratio de la branche en euros de son année. Valeur centrale : la première pour l'industrie (l'excès des "
            "milieux de tranche, environ 13 %, y compense à peu près les petits établissements absents), médiane des "
            "autres ailleurs. Bas et haut : les extrêmes des quatre. Valeur ajoutée : majorant, impôts nets sur les "
            "produits et achats au reste du monde compris. L'énergie (D) est rapportée à une production gonflée par "
            "les prix de la crise."
        ),
        build=build_coefficients,
        check=check_order,
        needs=("naf_classes", "jobs_departement_class", "jobs_territory_class", "icio_sectors"),
    ),
)
