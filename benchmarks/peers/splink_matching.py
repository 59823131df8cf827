"""Splink (MIT): names and communes of rows linked to the register, with the settings of its own tutorial.

Jaro-Winkler at three thresholds with term frequencies, exact commune; blocking on the commune, the first word and the
first five letters; u from random pairs, m by expectation-maximisation.
"""

from typing import Any

import numpy as np
import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on


def frame(names: np.ndarray, towns: np.ndarray) -> pd.DataFrame:
    rows = pd.DataFrame({"unique_id": np.arange(len(names)), "name": names, "town": towns})
    rows["name"] = rows["name"].where(rows["name"] != "", None)
    rows["town"] = rows["town"].where(rows["town"] >= 0, None)
    rows["first_word"] = rows["name"].str.split(" ").str[0]
    rows["start"] = rows["name"].str[:5]
    return rows


def prepare(inputs: dict[str, np.ndarray]) -> dict[str, Any]:
    return {
        "rows": frame(inputs["names"], inputs["towns"]),
        "register": frame(inputs["register_names"], inputs["register_towns"]),
    }


def compute(data: dict[str, Any]) -> dict[str, np.ndarray]:
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.8]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("town").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[block_on("town"), block_on("first_word"), block_on("start")],
        probability_two_random_records_match=0.5 / len(data["register"]),
    )
    aliases = ["a_rows", "b_register"]
    linker = Linker([data["rows"], data["register"]], settings, DuckDBAPI(), input_table_aliases=aliases)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("town"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_word"))
    found = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    best = np.full(len(data["rows"]), -1)
    probability = np.zeros(len(data["rows"]))
    found = found.sort_values(["match_probability", "unique_id_r"], ascending=[False, True])
    first = found.drop_duplicates("unique_id_l")
    best[first["unique_id_l"].astype(int)] = first["unique_id_r"].astype(int)
    probability[first["unique_id_l"].astype(int)] = first["match_probability"]
    return {"best": best, "probability": probability}
