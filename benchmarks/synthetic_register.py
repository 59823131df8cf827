"""An edition with as many made-up establishments as one likes: python -m benchmarks.synthetic_register N DOSSIER

Activity, size and place of each come together from a real row of the embedded edition, its place moved by a kilometre
or so; one activity in five is drawn again from the whole country. SIRET are valid and unique, two firms in ten have
several sites, names are made of words of real firm names: no such firm exists. Written by pieces, in parts.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from ancrage.warehouse.edition import EMBEDDED, MANIFEST, Edition, open_edition
from ancrage.warehouse.parts import BATCH, whole_hash, write_parts

TABLE = "establishments"
SIRENS = 10**8
# odd and not a multiple of 5: multiplying by it modulo 10^8 visits every number once
STRIDE = 61_803_399
MULTI_SITE, NEW_ACTIVITY, NO_NAME = 0.2, 0.2, 0.01
SPREAD_KM = 1.5


def luhn_key(digits: np.ndarray) -> np.ndarray:
    """Check digit to append to each row of digits (n x k, of 0-9)."""
    doubled = digits[:, ::-1] * np.where(np.arange(digits.shape[1]) % 2 == 0, 2, 1)
    return (10 - np.where(doubled > 9, doubled - 9, doubled).sum(axis=1) % 10) % 10


def digits_of(numbers: np.ndarray, width: int) -> np.ndarray:
    return numbers[:, None] // 10 ** np.arange(width - 1, -1, -1) % 10


def sirets(firms: np.ndarray, places: np.ndarray) -> pl.Series:
    """Valid SIRET of place number `places` (0 to 9998) of each firm (0 to 10^8 - 1)."""
    siren = digits_of((firms.astype(np.int64) * STRIDE + 12_345_678) % SIRENS, 8)
    siren = np.hstack([siren, luhn_key(siren)[:, None]])
    both = np.hstack([siren, digits_of(places.astype(np.int64) + 1, 4)])
    both = np.hstack([both, luhn_key(both)[:, None]])
    text = (both + ord("0")).astype(np.uint8).tobytes().decode()
    return pl.Series("siret", [text]).str.extract_all("[0-9]{14}").explode()


def names(firms: np.ndarray, words: pl.Series) -> pl.Series:
    """Two or three words a firm, always the same for the same firm."""
    mixed = (firms.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    picks = [words.gather(((mixed >> np.uint64(shift)) % np.uint64(len(words))).astype(np.int64)) for shift in (7, 23)]
    last = words.gather(((mixed >> np.uint64(37)) % np.uint64(len(words))).astype(np.int64))
    three = pl.Series((mixed >> np.uint64(60)) % np.uint64(2) == 0)
    frame = pl.DataFrame({"a": picks[0], "b": picks[1], "c": last, "three": three})
    return frame.select(
        name=pl.when("three").then(pl.concat_str("a", "b", "c", separator=" ")).otherwise(
            pl.concat_str("a", "b", separator=" ")
        )
    )["name"]  # fmt: skip


def chunks(edition: Edition, count: int, seed: int = 4) -> Iterator[pl.DataFrame]:
    """`count` establishments, BATCH at a time."""
    rng = np.random.default_rng(seed)
    real = edition.table(TABLE)
    words = real["name"].drop_nulls().str.split(" ").explode()
    words = words.filter(words.str.len_chars() > 1)
    activities = real.select("naf", "class")
    pool = max(1, count // 40)  # firms that have several sites; the others follow
    used = np.zeros(pool, dtype=np.int64)
    next_firm = pool
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
        rows = real[rng.integers(real.height, size=size)]
        drawn = activities[rng.integers(real.height, size=size)]
        again = pl.Series(rng.random(size) < NEW_ACTIVITY)
        several = rng.random(size) < MULTI_SITE
        firms = np.empty(size, dtype=np.int64)
        firms[several] = (pool * rng.random(several.sum()) ** 1.5).astype(np.int64)
        firms[~several] = next_firm + np.arange((~several).sum())
        next_firm += int((~several).sum())
        places = np.zeros(size, dtype=np.int64)
        at = np.flatnonzero(several)
        order = at[np.argsort(firms[at], kind="stable")]
        found, first, times = np.unique(firms[order], return_index=True, return_counts=True)
        places[order] = used[firms[order]] + np.arange(len(order)) - np.repeat(first, times)
        used[found] += times
        if used.max() >= 9_999:
            raise SystemExit("Trop de sites pour une même entreprise : agrandissez le vivier.")
        north = rng.normal(scale=SPREAD_KM, size=size) / 111.2
        east = rng.normal(scale=SPREAD_KM, size=size) / (111.2 * np.cos(np.radians(rows["lat"].to_numpy())))
        named = pl.Series(rng.random(size) >= NO_NAME)
        yield rows.with_columns(
            sirets(firms, places),
            pl.when(named).then(names(firms, words)).alias("name"),
            *(
                pl.when(again).then(drawn[column]).otherwise(pl.col(column)).alias(column)
                for column in ("naf", "class")
            ),
            lon=(pl.col("lon") + pl.Series(east)).round(6),
            lat=(pl.col("lat") + pl.Series(north)).round(6),
        ).select(real.columns)


def make(count: int, target: Path) -> Path:
    """The embedded edition with `count` made-up establishments instead of its own, in `target` (new)."""
    edition = open_edition()
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".edition-", dir=target.parent))
    try:
        entries = edition.manifest["tables"]
        for name, entry in entries.items():
            if name != TABLE:
                shutil.copy2(EMBEDDED / entry["file"], work / entry["file"])
        parts = write_parts(chunks(edition, count), work / TABLE)
        made_up = entries[TABLE] | {
            "file": TABLE,
            "title": "Établissements inventés pour mesurer les temps",
            "rows": count,
            "bytes": sum(part["bytes"] for part in parts),
            "sha256": whole_hash(parts),
            "parts": parts,
        }
        manifest = edition.manifest | {"edition": "synthetique", "tables": entries | {TABLE: made_up}}
        (work / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
        work.rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


if __name__ == "__main__":
    print(make(int(sys.argv[1]), Path(sys.argv[2])))
