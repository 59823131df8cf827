"""Proofs of life or of closing, found in public files, of establishments of the register."""

from pathlib import Path

import polars as pl

from ancrage.reference import read_reference
from ancrage.sources.codes import refuse_unknown

ID = "registre_etat"
# what a proof says, and of what: the plant or only the firm that holds it
PLANT_OPEN, FIRM_ALIVE, LIQUIDATION, STOPPED, PERHAPS_STOPPED = "ouvert", "entreprise", "liquidation", "arret", "arret?"
MEANINGS = {
    "etablissement_actif": PLANT_OPEN,
    "entreprise_active_site_unique": FIRM_ALIVE,
    "entreprise_active": FIRM_ALIVE,
    "liquidation_entreprise": LIQUIDATION,
    "arret_probable": STOPPED,
    "arret_a_verifier": PERHAPS_STOPPED,
}


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """siret, meaning (see MEANINGS), date (ISO), source (French name), detail, sites (of the firm in the register)."""
    refuse_unknown(
        raw["etat_propose"], MEANINGS, "état proposé", ID, "Ajoutez-le à MEANINGS (sources/registre_etat.py)."
    )
    labels = read_reference("preuves_registre.csv")
    refuse_unknown(raw["source"], labels["source"], "preuve", ID, "Ajoutez-la à reference/preuves_registre.csv.")
    return raw.select(
        "siret",
        "detail",
        meaning=pl.col("etat_propose").replace_strict(MEANINGS),
        date="date_preuve",
        source=pl.col("source").replace_strict(labels["source"], labels["libelle"]),
        sites=pl.col("etablissements_du_siren_dans_registre").cast(pl.Int64),
    ).sort("siret")
