"""NAF rév. 2: sous-classes, classes, and where each class sits in the OECD and CPA lists."""

import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.reference import read_reference
from ancrage.warehouse.table import Inputs, Table, column

FIRST_MANUFACTURING, LAST_MANUFACTURING = "10", "33"
# services the strategy text names (data, artificial intelligence, hosting, research, cybersecurity)
NAMED_SERVICES = ("62.01Z", "62.02A", "62.03Z", "62.09Z", "63.11Z", "72.19Z", "80.20Z")


def classes_of(prefixes: pl.DataFrame, classes: pl.Series, code: str) -> dict[str, str]:
    """{class: code} by the longest prefix that begins the class; `prefixes` has `code` and `classes` ("24.1;24.2")."""
    pairs = [(p, row[code]) for row in prefixes.iter_rows(named=True) for p in row["classes"].split(";")]
    pairs.sort(key=lambda pair: len(pair[0]))
    return {c: item for prefix, item in pairs for c in classes if c.startswith(prefix)}


def _naf(inputs: Inputs) -> pl.DataFrame:
    return inputs.source("naf_rev2")


def _classes(inputs: Inputs) -> pl.DataFrame:
    naf = inputs.tables["naf"]
    labels = read_reference("naf_libelles.csv")
    authored = {level: dict(labels.filter(niveau=level).select("code", "libelle").iter_rows())
                for level in ("classe", "division", "section")}  # fmt: skip
    single = naf.filter(pl.len().over("class") == 1)
    class_labels = dict(single.select("class", "label").iter_rows()) | authored["classe"]
    unnamed = sorted(set(naf["class"]) - set(class_labels))
    if unnamed:
        raise AncrageError(f"Des classes de la NAF sont sans libellé : {', '.join(unnamed)}.",
                           "Ajoutez-les à reference/naf_libelles.csv.")  # fmt: skip
    rows = naf.select("class", "group", "division", "a38", "a21").unique()
    sectors = classes_of(read_reference("icio_secteurs.csv"), rows["class"], "secteur")
    items = read_reference("cpa_postes.csv").filter(pl.col("classes").is_not_null(), poste_fin="oui")
    cpa = classes_of(items, rows["class"], "poste")
    services = set(naf.filter(pl.col("naf").is_in(NAMED_SERVICES))["class"])
    return rows.select(
        "class",
        label=pl.col("class").replace_strict(class_labels),
        group="group",
        division="division",
        division_label=pl.col("division").replace_strict(authored["division"]),
        a38="a38",
        a21="a21",
        section_label=pl.col("a21").replace_strict(authored["section"]),
        icio=pl.col("class").replace_strict(sectors, default=None, return_dtype=pl.String),
        cpa_item=pl.col("class").replace_strict(cpa, default=None, return_dtype=pl.String),
        is_manufacturing=pl.col("division").is_between(pl.lit(FIRST_MANUFACTURING), pl.lit(LAST_MANUFACTURING)),
        is_named_service=pl.col("class").is_in(services),
    ).sort("class")


def _check_classes(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    problems = [] if rows.height == 615 else [f"{rows.height} classes au lieu de 615"]
    homeless = rows.filter(pl.col("icio").is_null(), pl.col("a21") != "U")["class"].to_list()
    if homeless:
        problems.append(f"classes sans secteur de l'OCDE : {homeless}")
    # the CPA items of the source cover every manufactured good; class 33 (repair) is a service
    uncovered = rows.filter(pl.col("is_manufacturing"), pl.col("cpa_item").is_null(), pl.col("division") != "33")
    if uncovered.height:
        problems.append(f"classes manufacturières sans poste CPA : {uncovered['class'].to_list()}")
    return problems


NAF = Table(
    name="naf",
    title="Sous-classes de la NAF rév. 2 et niveaux supérieurs",
    columns={
        "naf": column(pl.String, "code", "Sous-classe"),
        "label": column(pl.String, "texte", "Libellé de la sous-classe"),
        "class": column(pl.String, "code", "Classe"),
        "group": column(pl.String, "code", "Groupe"),
        "a129": column(pl.String, "code", "Poste A129"),
        "division": column(pl.String, "code", "Division"),
        "a64": column(pl.String, "code", "Poste A64"),
        "a38": column(pl.String, "code", "Poste A38"),
        "a21": column(pl.String, "code", "Section"),
        "a10": column(pl.String, "code", "Poste A10"),
    },
    key=("naf",),
    sources=("naf_rev2",),
    method="Nomenclature publiée ; la lettre « œ », perdue dans quatre libellés du fichier, est rétablie.",
    build=_naf,
    check=lambda rows, inputs: [] if rows.height == 732 else [f"{rows.height} sous-classes au lieu de 732"],
)

CLASSES = Table(
    name="naf_classes",
    title="Classes de la NAF rév. 2, secteur de l'OCDE et poste de la CPA",
    columns={
        "class": column(pl.String, "code", "Classe"),
        "label": column(pl.String, "texte", "Libellé de la classe"),
        "group": column(pl.String, "code", "Groupe"),
        "division": column(pl.String, "code", "Division"),
        "division_label": column(pl.String, "texte", "Libellé de la division"),
        "a38": column(pl.String, "code", "Poste A38"),
        "a21": column(pl.String, "code", "Section"),
        "section_label": column(pl.String, "texte", "Libellé de la section"),
        "icio": column(pl.String, "code", "Secteur des tableaux entrées-sorties de l'OCDE", nullable=True),
        "cpa_item": column(pl.String, "code", "Poste CPA le plus fin qui contient la classe", nullable=True),
        "is_manufacturing": column(pl.Boolean, "oui/non", "Industrie manufacturière (divisions 10 à 33)"),
        "is_named_service": column(pl.Boolean, "oui/non", "Service numérique, de recherche ou de sécurité suivi"),
    },
    key=("class",),
    sources=("naf_rev2",),
    method=(
        "Libellés de l'INSEE : celui de la sous-classe seule dans sa classe, sinon celui de naf_libelles.csv. "
        "Secteur de l'OCDE et poste CPA par le plus long préfixe de code (icio_secteurs.csv, cpa_postes.csv) ; les "
        "organismes extraterritoriaux (section U) n'ont pas de secteur, les services non échangés n'ont pas de poste."
    ),
    build=_classes,
    check=_check_classes,
    needs=("naf",),
)

TABLES = (NAF, CLASSES)
