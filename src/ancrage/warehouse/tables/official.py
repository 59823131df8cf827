"""What official statistics say: salaried jobs of places and branches, the weight of manufacturing by country."""

import pandera.polars as pa
import polars as pl

from ancrage.domain.measure import Status
from ancrage.reference import read_reference
from ancrage.sources.codes import refuse_unknown
from ancrage.warehouse.successions import current_communes
from ancrage.warehouse.table import Inputs, Table, column

FRANCE = "FRA"
PEERS = (FRANCE, "DEU", "ITA", "ESP", "GBR")  # France and the four largest economies around it
GAP_SHARE = 0.0001  # part of the jobs that may stand in another zone: communes that changed zone
NOT_PUBLISHED = "Une case non publiée, ou sans emploi, reste vide."


def _zone_branch(inputs: Inputs, source: str) -> pl.DataFrame:
    rows = inputs.source(source)
    remedy = "Vérifiez la nomenclature de la source."
    known = read_reference("branches_a38.csv")["code"]
    refuse_unknown(rows["zone_emploi"], inputs.tables["communes"]["zone_emploi"], "zone d'emploi", source, remedy)
    refuse_unknown(rows["a38"], known, "branche A38", source, remedy)
    return rows.sort("zone_emploi", "a38", "year")


def _salaried(inputs: Inputs) -> pl.DataFrame:
    return _zone_branch(inputs, "insee_flores")


def _private(inputs: Inputs) -> pl.DataFrame:
    return _zone_branch(inputs, "urssaf_zones")


def _communes(inputs: Inputs) -> pl.DataFrame:
    """Communes that merged since are added to the one that follows them."""
    rows = inputs.source("urssaf_communes")
    current = current_communes(inputs, rows["commune"], "urssaf_communes")
    return (
        rows.with_columns(current.alias("commune"))
        .group_by("commune", "year")
        .agg(pl.col("jobs").sum())
        .sort("commune", "year")
    )


def _check_private(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    """The branches of a zone make its total, as the communes do: two files of one producer."""
    zones = inputs.tables["communes"].select("commune", "zone_emploi")
    of_communes = (
        inputs.tables["private_jobs_commune"]
        .join(zones, on="commune")
        .group_by("zone_emploi", "year")
        .agg(pl.col("jobs").sum())
    )
    both = (
        rows.group_by("zone_emploi", "year")
        .agg(pl.col("jobs").sum())
        .join(of_communes, on=["zone_emploi", "year"], how="left", suffix="_communes")
        .group_by("year")
        .agg(gap=(pl.col("jobs") - pl.col("jobs_communes").fill_null(0)).abs().sum(), jobs=pl.col("jobs").sum())
        .filter(pl.col("gap") > GAP_SHARE * pl.col("jobs"))
        .sort("year")
    )
    return [f"{gap} emplois d'écart entre les zones et leurs communes en {year}" for year, gap, _ in both.iter_rows()]


def _weight(inputs: Inputs) -> pl.DataFrame:
    rows = inputs.source("onu_comptes").filter(pl.col("iso3").is_in(PEERS))
    names = inputs.tables["countries"].select("iso3", "label")
    refuse_unknown(rows["iso3"], names["iso3"], "pays", "onu_comptes", "Ajoutez-le à reference/pays.csv.")
    return (
        rows.join(names, on="iso3")
        .select(
            "iso3",
            "label",
            "year",
            manufacturing_share=pl.col("manufacturing") / pl.col("value_added"),
            manufacturing_gdp_share=pl.col("manufacturing") / pl.col("gdp"),
            industry_share=pl.col("industry") / pl.col("value_added"),
        )
        .sort("iso3", "year")
    )


def _check_weight(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    problems = [f"pays absent : {code}" for code in PEERS if code not in set(rows["iso3"])]
    narrow = rows.filter(pl.col("industry_share") < pl.col("manufacturing_share")).height
    return problems + ([f"{narrow} années où l'industrie pèse moins que la seule manufacture"] if narrow else [])


_ZONE = column(pl.String, "code", "Zone d'emploi")
_BRANCH = column(pl.String, "code", "Branche (A38)")
_YEAR = column(pl.Int64, "année", "Année")


def _share(label: str) -> pa.Column:
    return column(pl.Float64, "part (0-1)", label, status=Status.ESTIMATED)


TABLES = (
    Table(
        name="salaried_jobs_zone",
        title="Emplois salariés officiels par zone d'emploi et branche",
        columns={
            "zone_emploi": _ZONE,
            "a38": _BRANCH,
            "year": _YEAR,
            "jobs": column(pl.Int64, "emplois", "Emplois salariés, publics et privés", nullable=True),
        },
        key=("zone_emploi", "a38", "year"),
        sources=("insee_flores",),
        method=f"Tableau de l'INSEE, une ligne par zone, branche et année. {NOT_PUBLISHED}",
        build=_salaried,
        needs=("communes",),
    ),
    Table(
        name="private_jobs_commune",
        title="Emplois salariés privés officiels par commune",
        columns={
            "commune": column(pl.String, "code", "Commune"),
            "year": _YEAR,
            "jobs": column(pl.Int64, "emplois", "Emplois salariés privés"),
        },
        key=("commune", "year"),
        sources=("urssaf_communes", "cog_mouvements"),
        method=(
            "Tableau de l'URSSAF ; les communes réunies depuis à une autre sont ajoutées à celle qui leur succède, les "
            "arrondissements à leur ville. Pas de ligne où rien n'est publié. La table se partage sous licence ODbL."
        ),
        build=_communes,
        needs=("communes",),
    ),
    Table(
        name="private_jobs_zone",
        title="Emplois salariés privés officiels par zone d'emploi et branche",
        columns={
            "zone_emploi": _ZONE,
            "a38": _BRANCH,
            "year": _YEAR,
            "jobs": column(pl.Int64, "emplois", "Emplois salariés privés", nullable=True),
        },
        key=("zone_emploi", "a38", "year"),
        sources=("urssaf_zones",),
        method=(
            f"Tableau de l'URSSAF, une ligne par zone, branche et année. {NOT_PUBLISHED} La table se partage sous "
            "licence ODbL."
        ),
        build=_private,
        check=_check_private,
        needs=("communes", "private_jobs_commune"),
    ),
    Table(
        name="manufacturing_weight",
        title="Poids de l'industrie manufacturière dans l'économie, par pays",
        columns={
            "iso3": column(pl.String, "code", "Pays"),
            "label": column(pl.String, "texte", "Nom du pays"),
            "year": _YEAR,
            "manufacturing_share": _share("Industrie manufacturière dans la valeur ajoutée"),
            "manufacturing_gdp_share": _share("Industrie manufacturière dans le PIB"),
            "industry_share": _share("Industrie avec mines, énergie, eau et déchets dans la valeur ajoutée"),
        },
        key=("iso3", "year"),
        sources=("onu_comptes",),
        method=(
            "Rapports de montants publiés, aux prix de chaque année : valeur ajoutée de la branche / valeur ajoutée "
            "totale, ou / PIB (valeur ajoutée plus impôts moins subventions sur les produits)."
        ),
        build=_weight,
        check=_check_weight,
        needs=("countries",),
    ),
)
