"""What happened to communes since 1943: mergers, renamings, changes of département, re-establishments."""

from pathlib import Path

import polars as pl


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def tidy(raw: pl.DataFrame) -> pl.DataFrame:
    """date, event, then type (COM, COMD, COMA, ARM), code and label before and after (null: created, or gone)."""
    return raw.select(
        date=pl.col("date_effet").str.to_date(),
        event="mod",
        type_before="type_av",
        before="com_av",
        label_before="libelle_av",
        type_after="type_ap",
        after="com_ap",
        label_after="libelle_ap",
    ).sort("date", "event", "before", "after", "type_before", "type_after", nulls_last=True)
