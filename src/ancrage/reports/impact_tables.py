"""The tables of `impact`: what the page shows in part and the workbook whole. Same rules as `tables`."""

from typing import Any

from ancrage.present.credits import Study
from ancrage.reports.tables import Table, table

ENDS = ("bas", "central", "haut")
TOGETHER = "Portefeuille"
_JOBS = tuple(f"emplois.{name}.{end}" for name in ("directs", "fournisseurs", "induits", "total") for end in ENDS)
_OTHERS = tuple(f"{name}.{end}" for name in ("valeur_ajoutee_meur.total", "co2_t.total") for end in ENDS)
_ASIDE = ("production_meur", "impots_production_meur", "terrain_ha", "co2_monde_t", "co2_ailleurs_t")


def _all(study: Study) -> list[dict[str, Any]]:
    """The targets, then the portfolio, with a name for each."""
    found, whole = study["impact"]["cibles"], study["impact"]["portefeuille"]
    return [*found, *([whole | {"activite": TOGETHER, "libelle": whole["objet"]}] if whole else [])]


def _each(study: Study, part: str) -> list[dict[str, Any]]:
    return [
        {"activite": i["activite"], "libelle": i["libelle"], "nature": i["nature"], **row}
        for i in _all(study)
        for row in i[part]
    ]


def circles(study: Study) -> Table:
    """One row a target and circle."""
    return table(
        study,
        "impact_cercles",
        "Impact d'un projet de taille courante de chaque cible, du territoire à la France",
        ("activite", "libelle", "nature", "cercle", *_JOBS, *_OTHERS),
        [row | {"cercle": row["nom"]} for row in _each(study, "cercles")],
        base="impact.cibles.cercles",
        empty=study["impact"]["phrase"],
    )


def beside(study: Study) -> Table:
    """Output, taxes, land and CO2 of each target."""
    names = tuple(f"{name}.{end}" for name in _ASIDE for end in ENDS)
    return table(
        study,
        "impact_autres",
        "Production, impôts, terrain et CO2 du même projet",
        ("activite", "libelle", "nature", *names),
        _all(study),
        base="impact.cibles",
        empty=study["impact"]["phrase"],
    )


def sensitivity(study: Study) -> Table:
    return table(
        study,
        "impact_sensibilite",
        "Sensibilité : ce que change chaque hypothèse, seule, au nombre d'emplois",
        ("activite", "libelle", "hypothese", "bas", "central", "haut", "ici_bas", "ici_haut", "france_bas",
         "france_haut", "pourquoi"),
        _each(study, "sensibilite"),
        base="impact.cibles.sensibilite",
        headings={"bas": "hypothese_bas", "central": "hypothese_centrale", "haut": "hypothese_haute"},
        empty=study["impact"]["phrase"],
    )  # fmt: skip


def bounds(study: Study) -> Table:
    return table(
        study,
        "impact_bornes",
        "Ordres de grandeur publiés à côté des nôtres",
        ("activite", "borne", "perimetre", "unite_borne", "publie_bas", "publie_haut", "ici_bas", "ici_central",
         "ici_haut", "verdict", "source_borne", "date"),
        _each(study, "bornes"),
        base="impact.cibles.bornes",
        headings={"ici_bas": "notre_bas", "ici_central": "notre_central", "ici_haut": "notre_haut",
                  "date": "date_borne"},
        empty=study["impact"]["phrase"],
    )  # fmt: skip


def shares(study: Study) -> Table:
    return table(
        study,
        "impact_partage",
        "Où va un euro produit",
        ("activite", "libelle", "ou", "part"),
        _each(study, "partage"),
        base="impact.cibles.partage",
        headings={"ou": "destination_euro", "part": "part_euro"},
        empty=study["impact"]["phrase"],
    )


def sheet(study: Study) -> list[Table]:
    """Tables of the sheet of the workbook."""
    return [circles(study), beside(study), sensitivity(study), bounds(study), shares(study)]
