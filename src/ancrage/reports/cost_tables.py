"""The tables of `couts`: what the page shows in part and the workbook whole. Same rules as `tables`."""

from typing import Any

from ancrage.present.credits import Study
from ancrage.reports.tables import Table, table

BASE = "couts.cibles.origines"
HYPOTHESIS = (
    "cout_hypothese", "ou", "cout_bas", "cout_central", "cout_haut", "unite", "cout_statut", "millesime", "source",
    "remarque",
)  # fmt: skip


def sheet(study: Study) -> list[Table]:
    """Tables of the sheet of the workbook; none when there is nothing to tell."""
    return [bearable(study), hypotheses(study)] if _rows(study) else []


def _rows(study: Study) -> list[dict[str, Any]]:
    return [
        {
            **origin,
            "cible": target["activite"],
            "cible_libelle": target["libelle"],
            "facteurs": " ; ".join(origin["facteurs"]),
        }
        for target in study["couts"].get("cibles", [])
        for origin in target["origines"]
    ]


def bearable(study: Study) -> Table:
    names = (
        "cible", "cible_libelle", "pays_nom", "part_importations", "ecart_supportable.bas", "ecart_supportable.median",
        "ecart_supportable.haut", "parts.certain", "parts.autre", "parts.risque", "parts.strategique",
        "parts.environnement", "droit_pct", "droit_note", "macf", "facteurs",
    )  # fmt: skip
    return table(
        study, "couts", "Écart de prix que chaque cible supporte, par pays fournisseur (médiane et huit cas sur dix)",
        names, _rows(study), base=BASE, headings={"droit_pct": "droit_pct_retenu"},
    )  # fmt: skip


def hypotheses(study: Study) -> Table:
    """Every default used, with its range, source, date and confidence."""
    return table(
        study,
        "hypotheses_couts",
        "Hypothèses du coût total : à corriger dans un dossier (ancrage cout)",
        HYPOTHESIS,
        [hypothesis_row(row) for row in study["couts"]["hypotheses"]],
    )


def hypothesis_row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "cout_hypothese": row["libelle"],
        "ou": row.get("ou", ""),
        "cout_bas": row["bas"],
        "cout_central": row["central"],
        "cout_haut": row["haut"],
        "unite": row["unite"],
        "cout_statut": row["statut"],
        "millesime": row["millesime"],
        "source": row["source"],
        "remarque": row["note"],
    }
