"""Do the shares of `location_chance` tell where new plants settled, and which ones? The births test.

Births: manufacturing establishments of the firms registered from the end of 2012 to the end of 2018, by the order of
SIREN numbers (divisions 10 to 32, bakeries apart). Inputs: the establishments of older firms only. The register is the
one known at the end of 2018, without later corrections: it comes as columns, whoever reads it.

AUC: mean percentile of what happened among the alternatives (0.5 is chance). Place given activity: rank of the right
territory for the class of the birth; activity given place: rank of the right class in the territory of the birth.
Intervals: bootstrap, cases of one place and class drawn together, the same draws for every score (paired).

Run: PYTHONPATH=src python -m benchmarks.births
"""

import json
import sys
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.methods import location_chance
from ancrage.methods.location import LocationChance

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

FIRST_SIREN, LAST_SIREN = 788_000_000, 844_999_999
BORN_DIVISIONS, BAKERIES = range(10, 33), "10.71"
# lower edges of the bands of a calibration table
PART_BANDS = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
CHANCE_BANDS = (0.0, 0.5, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 5.0)


@dataclass(frozen=True)
class Births:
    """The test at one level: older establishments give the scores, births (place, activity) say what happened."""

    result: LocationChance
    establishments: Floats  # territories x classes, older ones
    jobs: Floats
    place: Codes
    activity: Codes
    candidates: NDArray[np.bool_]  # classes that may be born
    inhabited: NDArray[np.bool_]  # territories with some manufacturing, old or new

    @cached_property
    def scores(self) -> dict[str, dict[str, Floats]]:
        """By question, the scores compared: territories x classes."""
        shape, of_class = self.jobs.shape, self.establishments.sum(axis=0)
        return {
            "place": {
                "part": self.result.part,
                "jobs here": self.jobs,
                "zone size": np.broadcast_to(self.result.size[:, None], shape),
            },
            "activity": {
                "part": self.result.part * of_class,
                "jobs here": self.jobs,
                "sector weight": np.broadcast_to(of_class, shape),
            },
        }

    def percentiles(self, question: str, score: Floats) -> Floats:
        """For each birth, the share of the alternatives that scored below what happened (ties half)."""
        if question == "place":
            others = score[self.inhabited][:, self.activity].T
        else:
            others = score[self.place][:, self.candidates]
        own = score[self.place, self.activity][:, None]
        return ((others < own).sum(axis=1) + ((others == own).sum(axis=1) - 1) / 2) / (others.shape[1] - 1)

    def auc(self, question: str, n_draws: int = 1000, seed: int = 0) -> dict[str, dict[str, Any]]:
        """AUC and 95 % interval of each score, and paired interval of what `part` adds to it."""
        every = np.stack([self.percentiles(question, score) for score in self.scores[question].values()])
        cell = np.unique(self.place * len(self.candidates) + self.activity, return_inverse=True)[1]
        size = np.bincount(cell)
        sums = np.stack([np.bincount(cell, one) for one in every])
        rng = np.random.default_rng(seed)
        drawn = rng.multinomial(len(size), np.full(len(size), 1 / len(size)), n_draws)
        means = drawn @ sums.T / (drawn @ size)[:, None]
        gain = means[:, :1] - means
        bounds, gains = (np.quantile(x, [0.025, 0.975], axis=0).T for x in (means, gain))
        return {
            name: {"auc": float(every[i].mean()), "interval": bounds[i].tolist(), "part adds": gains[i].tolist()}
            for i, name in enumerate(self.scores[question])
        }

    def calibration(self, announced: Floats, bands: tuple[float, ...], base: Floats) -> list[dict[str, float]]:
        """By band of `announced`: what is announced and what was observed, both relative to `base` (the births of a
        class that a neutral place would have), and the number of births behind."""
        cells = np.ix_(self.inhabited, self.candidates)
        born = np.zeros(self.jobs.shape)
        np.add.at(born, (self.place, self.activity), 1)
        expected = (base * born.sum(axis=0))[cells]
        value, births = announced[cells], born[cells]
        band = np.digitize(np.nan_to_num(value), bands) - 1
        rows = []
        for i, low in enumerate(bands):
            inside = (band == i) & (expected > 0) & ~np.isnan(value)
            weight = expected[inside].sum()
            if weight > 0:
                said = float((value[inside] * expected[inside]).sum() / weight)
                seen = float(births[inside].sum() / weight)
                rows.append({"from": low, "announced": said, "observed": seen, "births": int(births[inside].sum())})
        return rows

    def tables(self) -> dict[str, list[dict[str, float]]]:
        """Calibration of `part` relative to the average territory, and of the `chance` displayed, to a place of this
        size."""
        n = self.inhabited.sum()
        average, size = np.full(self.jobs.shape, 1 / n), np.broadcast_to(self.result.size[:, None], self.jobs.shape)
        return {
            "part": self.calibration(self.result.part * n, PART_BANDS, average),
            "chance": self.calibration(self.result.chance, CHANCE_BANDS, size),
        }


def births_test(establishments: pl.DataFrame, territory_of: pl.DataFrame, centres: pl.DataFrame) -> Births:
    """establishments: siret, class, jobs, commune, lon, lat (manufacturing, any number of rows); territory_of: commune,
    territory; centres: territory, lon, lat. The level is whatever `territory` is."""
    centres = centres.sort("territory")
    classes = establishments["class"].unique().sort()
    table = (
        establishments.join(territory_of, on="commune", how="left")
        .join(centres.select("territory").with_row_index("t"), on="territory", how="left")
        .join(pl.DataFrame({"class": classes}).with_row_index("c"), on="class")
        .with_columns(
            t=pl.col("t").cast(pl.Int64).fill_null(-1),
            siren=pl.col("siret").str.slice(0, 9).cast(pl.Int64),
            division=pl.col("class").str.slice(0, 2).cast(pl.Int64),
        )
        .sort("siret")
    )
    recent = pl.col("siren").is_between(FIRST_SIREN, LAST_SIREN)
    may_be_born = pl.col("division").is_in(list(BORN_DIVISIONS)) & (pl.col("class") != BAKERIES)
    older, born = table.filter(~recent), table.filter(recent & may_be_born & (pl.col("t") >= 0))
    division = classes.str.slice(0, 2)
    result = location_chance(
        older["c"],
        older["t"],
        older["lon"],
        older["lat"],
        division.to_list(),
        centre_lon=centres["lon"],
        centre_lat=centres["lat"],
    )
    shape = result.part.shape
    inside = older.filter(pl.col("t") >= 0)
    cell = (inside["t"] * shape[1] + inside["c"]).to_numpy()
    counts = np.bincount(cell, minlength=result.part.size).reshape(shape).astype(np.float64)
    jobs = np.bincount(cell, inside["jobs"].to_numpy(), result.part.size).reshape(shape)
    place, activity = born["t"].to_numpy(), born["c"].cast(pl.Int64).to_numpy()
    candidates = division.cast(pl.Int64).is_in(list(BORN_DIVISIONS)).to_numpy() & (classes != BAKERIES).to_numpy()
    inhabited = counts.sum(axis=1) > 0
    inhabited[place] = True
    return Births(result, counts, jobs, place, activity, candidates, inhabited)


def from_edition(edition: Any, level: str) -> Births:
    """The test on the register of an edition, at one level of its territories."""
    from ancrage.warehouse.register import as_published

    manufacturing = edition.table("naf_classes").filter(pl.col("is_manufacturing")).select("class")
    return births_test(
        as_published(edition).join(manufacturing, on="class"),
        edition.table("communes").select("commune", territory=level),
        edition.table("territories").filter(pl.col("level") == level).select("lon", "lat", territory="code"),
    )


def main() -> None:
    from ancrage.warehouse.edition import open_edition

    edition = open_edition()
    report = {}
    for level in ("zone_emploi", "epci", "departement"):
        test = from_edition(edition, level)
        report[level] = {
            "births": len(test.place),
            "territories": int(test.inhabited.sum()),
            "classes": int(test.candidates.sum()),
            **{question: test.auc(question) for question in test.scores},
            "calibration": test.tables(),
        }
    json.dump(report, sys.stdout, indent=1, default=float)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
