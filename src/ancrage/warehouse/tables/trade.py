"""Foreign trade of France: which class makes which product, and what is bought and sold abroad."""

import polars as pl
from pandera.polars import Column

from ancrage.domain.measure import Status
from ancrage.reference import read_reference
from ancrage.sources.codes import refuse_unknown
from ancrage.warehouse.table import Inputs, Table, column

INFLATED, DEFLATED, PROTECTION = "gonflé", "dégonflé", "masques et équipements de protection"
PROTECTIVE_HS6 = ("392620", "401511", "401519", "621010", "621600", "630790", "650610", "900490", "902000")
FLAG_RATIO = 2.0
FLAG_MIN_EUR = 1e6

FLAG_RULE = (
    "Drapeau Covid : pour le flux dominant du produit (importations ou exportations), rapport entre la part de la "
    "seconde année et la part de la première, divisé par le même rapport tous produits confondus. À 2 ou plus le "
    "produit est gonflé, à 1/2 ou moins il est dégonflé ; les gonflés parmi neuf SH6 de protection sont nommés "
    "masques et équipements de protection. Sans drapeau : flux de moins d'un million d'euros, codes ouverts ou "
    "fermés pendant la période. Le drapeau ne distingue pas une crise d'une saison (fruits, jouets, manteaux)."
)


def _classes_of_cpf4(inputs: Inputs, cpf4: pl.Series) -> pl.DataFrame:
    """cpf4, class, share, rule: one class with its CPF number, else several classes by their national jobs."""
    jobs = inputs.tables["jobs_territory_class"].filter(pl.col("level") == "france").select("class", "jobs")
    classes = set(inputs.tables["naf_classes"]["class"])
    weight = pl.col("jobs").fill_null(0)
    total = weight.sum().over("cpf4")
    split = (
        read_reference("cpf4_classes.csv")
        .filter(pl.col("cpf4").is_in(cpf4.to_list()))
        .select("cpf4", pl.col("classes").str.split(";").alias("class"))
        .explode("class", empty_as_null=True)
        .join(jobs, on="class", how="left")
        .select(
            "cpf4",
            "class",
            share=pl.when(total > 0).then(weight / total).otherwise(1 / pl.len().over("cpf4")),
            rule=pl.when(total > 0)
            .then(pl.lit("partage selon les emplois nationaux"))
            .otherwise(pl.lit("partage à parts égales")),
        )
        .filter(pl.col("share") > 0)
    )
    direct = (
        pl.DataFrame({"cpf4": cpf4.unique().sort()})
        .join(split, on="cpf4", how="anti")
        .with_columns(
            pl.concat_str(pl.col("cpf4").str.head(2), pl.lit("."), pl.col("cpf4").str.tail(2)).alias("class"),
            share=pl.lit(1.0),
            rule=pl.lit("classe de même numéro"),
        )
    )
    links = pl.concat([direct, split])
    remedy = "Ajoutez le groupe CPF et ses classes à reference/cpf4_classes.csv."
    refuse_unknown(links["class"], classes, "classe NAF", "customs_concordance", remedy)
    return links


def build_product_class(inputs: Inputs) -> pl.DataFrame:
    products = inputs.source("customs_concordance")
    links = _classes_of_cpf4(inputs, products["cpf4"])
    return products.join(links, on="cpf4").select("nc8", "class", "share", "rule").sort("nc8", "class")


def covid_flag() -> pl.Expr:
    """The flag of a product (see FLAG_RULE), from the four half-window flows and the validity years."""
    ratio = {f: pl.col(f"{f}_during_eur") / pl.col(f"{f}_before_eur") for f in ("import", "export")}
    usual = {f: pl.col(f"{f}_during_eur").sum() / pl.col(f"{f}_before_eur").sum() for f in ("import", "export")}
    imports_lead = pl.col("import_eur") >= pl.col("export_eur")
    shift = pl.when(imports_lead).then(ratio["import"] / usual["import"]).otherwise(ratio["export"] / usual["export"])
    in_use = (pl.col("valid_from") < pl.col("valid_to").max()) & (pl.col("valid_to") == pl.col("valid_to").max())
    protective = pl.col("nc8").str.head(6).is_in(PROTECTIVE_HS6)
    return (
        pl.when(~in_use | (pl.max_horizontal("import_eur", "export_eur") < FLAG_MIN_EUR))
        .then(None)
        .when((shift >= FLAG_RATIO) & protective)
        .then(pl.lit(PROTECTION))
        .when(shift >= FLAG_RATIO)
        .then(pl.lit(INFLATED))
        .when(shift <= 1 / FLAG_RATIO)
        .then(pl.lit(DEFLATED))
    )


def build_trade_product(inputs: Inputs) -> pl.DataFrame:
    flows = inputs.source("customs_nc8")
    products = inputs.source("customs_concordance")
    remedy = "La concordance des douanes est plus ancienne que les échanges : prenez un millésime qui couvre les deux."
    refuse_unknown(flows["nc8"], products["nc8"], "produit NC8", "customs_nc8", remedy)
    main = (
        inputs.tables["product_class"]
        .sort("nc8", "share", "class", descending=[False, True, False])
        .unique("nc8", keep="first")
        .select("nc8", "class")
    )
    return (
        flows.join(products, on="nc8")
        .join(main, on="nc8")
        .join(inputs.source("customs_duties"), on="nc8", how="left")
        .with_columns(hs6=pl.col("nc8").str.head(6))
        .join(inputs.source("protee"), on="hs6", how="left")
        .with_columns(
            import_eur=pl.col("import_before_eur") + pl.col("import_during_eur"),
            export_eur=pl.col("export_before_eur") + pl.col("export_during_eur"),
        )
        .with_columns(
            balance_eur=pl.col("export_eur") - pl.col("import_eur"),
            coverage=pl.when(pl.col("import_eur") > 0).then(pl.col("export_eur") / pl.col("import_eur")),
            covid_flag=covid_flag(),
        )
        .select(*TRADE_PRODUCT_COLUMNS)
        .sort("nc8")
    )


def build_trade_class(inputs: Inputs) -> pl.DataFrame:
    part = pl.col("import_eur") * pl.col("share")
    dutiable = part.filter(pl.col("duty_pct").is_not_null())
    swollen = part.filter(pl.col("covid_flag").is_in([INFLATED, PROTECTION]))
    return (
        inputs.tables["product_class"]
        .join(inputs.tables["trade_product"].drop("class"), on="nc8")
        .group_by("class")
        .agg(
            products=pl.len().cast(pl.Int64),
            import_eur=part.sum(),
            export_eur=(pl.col("export_eur") * pl.col("share")).sum(),
            duty_pct=pl.when(dutiable.sum() > 0).then((part * pl.col("duty_pct")).sum() / dutiable.sum()),
            covid_share=pl.when(part.sum() > 0).then(swollen.sum() / part.sum()),
        )
        .with_columns(
            balance_eur=pl.col("export_eur") - pl.col("import_eur"),
            coverage=pl.when(pl.col("import_eur") > 0).then(pl.col("export_eur") / pl.col("import_eur")),
        )
        .select(*TRADE_CLASS_COLUMNS)
        .sort("class")
    )


def _euro(label: str) -> Column:
    return column(pl.Float64, "€", label)


TRADE_PRODUCT_COLUMNS = {
    "nc8": column(pl.String, "code", "Produit (NC8)"),
    "label": column(pl.String, "texte", "Libellé du produit"),
    "class": column(pl.String, "code", "Classe NAF principale"),
    "import_eur": _euro("Importations sur douze mois"),
    "export_eur": _euro("Exportations sur douze mois"),
    "balance_eur": _euro("Solde : exportations moins importations"),
    "coverage": column(pl.Float64, "sans unité", "Taux de couverture : exportations / importations", nullable=True),
    "import_before_eur": _euro("Importations, part de la première année civile"),
    "import_during_eur": _euro("Importations, part de la seconde année civile"),
    "export_before_eur": _euro("Exportations, part de la première année civile"),
    "export_during_eur": _euro("Exportations, part de la seconde année civile"),
    "covid_flag": column(
        pl.String, "texte", "Effet probable du Covid sur la période", status=Status.ESTIMATED, nullable=True
    ),
    "duty_pct": column(pl.Float64, "% ad valorem", "Droit de douane de l'Union à l'entrée", nullable=True),
    "sigma": column(
        pl.Float64, "sans unité", "Élasticité du commerce au coût (SH6)", status=Status.ESTIMATED, nullable=True
    ),
    "valid_from": column(pl.Int64, "année", "Première année d'usage du code"),
    "valid_to": column(pl.Int64, "année", "Dernière année d'usage connue du code"),
}

TRADE_CLASS_COLUMNS = {
    "class": column(pl.String, "code", "Classe NAF"),
    "products": column(pl.Int64, "produits", "Produits NC8 échangés"),
    "import_eur": _euro("Importations sur douze mois"),
    "export_eur": _euro("Exportations sur douze mois"),
    "balance_eur": _euro("Solde : exportations moins importations"),
    "coverage": column(pl.Float64, "sans unité", "Taux de couverture : exportations / importations", nullable=True),
    "duty_pct": column(
        pl.Float64, "% ad valorem", "Droit de douane moyen, pondéré par les importations", nullable=True
    ),
    "covid_share": column(
        pl.Float64,
        "part (0-1)",
        "Part des importations dans des produits gonflés par le Covid",
        status=Status.ESTIMATED,
        nullable=True,
    ),
}

TABLES = (
    Table(
        name="product_class",
        title="Produits et classes d'activité qui les fabriquent",
        columns={
            "nc8": column(pl.String, "code", "Produit (NC8)"),
            "class": column(pl.String, "code", "Classe NAF"),
            "share": column(pl.Float64, "part (0-1)", "Part du produit attribuée à la classe", status=Status.ESTIMATED),
            "rule": column(pl.String, "texte", "Règle d'attribution"),
        },
        key=("nc8", "class"),
        sources=("customs_concordance", "naf_rev2", "sirene_etablissements"),
        method=(
            "Les quatre premiers chiffres de la CPF rév. 2.1 des douanes sont ceux de la classe NAF. Deux groupes "
            "CPF couvrent plusieurs classes (poissons 03.00, sièges et parties de meubles 31.00) : leurs produits "
            "sont partagés selon les emplois nationaux de ces classes (à parts égales s'ils n'en ont aucun). Les "
            "produits fermés restent, avec leurs années d'usage."
        ),
        build=build_product_class,
        needs=("naf_classes", "jobs_territory_class"),
    ),
    Table(
        name="trade_product",
        title="Commerce extérieur de la France par produit",
        columns=TRADE_PRODUCT_COLUMNS,
        key=("nc8",),
        sources=("customs_nc8", "customs_concordance", "customs_duties", "protee"),
        method=(
            "Somme des deux lignes de chaque produit (première et seconde année civile d'une période d'environ douze "
            f"mois). {FLAG_RULE} Classe principale : celle de plus forte part. Droit de douane absent quand il n'est "
            "pas un pourcentage. Élasticité reprise au niveau SH6."
        ),
        build=build_trade_product,
        needs=("product_class",),
    ),
    Table(
        name="trade_class",
        title="Commerce extérieur de la France par classe d'activité",
        columns=TRADE_CLASS_COLUMNS,
        key=("class",),
        sources=("customs_nc8", "customs_concordance", "customs_duties"),
        method=(
            "Somme des produits de la classe, au prorata de leur part. Droit moyen pondéré par les importations des "
            "produits dont le droit est un pourcentage. Les services n'ont pas de commerce par produit."
        ),
        build=build_trade_class,
        needs=("product_class", "trade_product"),
    ),
)
