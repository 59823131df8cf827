"""Output, jobs and emissions of 32 branches, as calibrated for the ThreeME model."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """branch, output_meur, value_added_meur, jobs, ghg_t (direct emissions, tonnes of CO2 equivalent)."""
    number = {
        "output_meur": ("production_meur", 1.0),
        "value_added_meur": ("va_meur", 1.0),
        "jobs": ("emploi_milliers", 1e3),
        "ghg_t": ("ges_mt_co2e", 1e6),
    }
    return raw.select(
        branch="code", **{name: pl.col(old).cast(pl.Float64) * unit for name, (old, unit) in number.items()}
    ).sort("branch")
