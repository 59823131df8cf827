"""PROMETHEE II beside pymcdm, usual and linear preferences: python -m benchmarks.promethee

`--petit` runs a small case, with the peer only if its environment exists already (continuous integration).
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.harness import ROOT, Result, disagreement, environment, measure, save, table

PEER = "pymcdm"
N_CRITERIA = 12
SIZES, SMALL = (1254, 35_000), (120,)
# what the peer may take before it is stopped: it keeps every pair of alternatives for every criterion
MEMORY_LIMIT_MB = 12_000


def run(n_alternatives: int, kind: str, with_peer: bool) -> list[dict[str, Any]]:
    """One row a contender: seconds, ratio, memory, agreement of net flows."""
    rng = np.random.default_rng(6)
    with tempfile.TemporaryDirectory() as folder:
        payload = Path(folder) / "payload.npz"
        np.savez(
            payload,
            values=rng.lognormal(size=(n_alternatives, N_CRITERIA)).round(3),
            weights=rng.dirichlet(np.ones(N_CRITERIA)),
            types=rng.choice([-1, 1], N_CRITERIA),
            q=np.full(N_CRITERIA, 0.05),
            p=np.full(N_CRITERIA, 0.9),
            kind=kind,
        )
        ours = measure(sys.executable, "peers/ancrage_promethee.py", payload, repeats=3)
        if ours.error:
            raise SystemExit(ours.error)
        found = {"Ancrage": ours}
        if with_peer:
            script = "peers/pymcdm_promethee.py"
            found[PEER] = measure(environment(PEER), script, payload, memory_limit_mb=MEMORY_LIMIT_MB)
    label = f"{n_alternatives} × {N_CRITERIA}, préférence {'usuelle' if kind == 'usual' else 'linéaire'}"
    return [{"cas": label} | line(who, result, ours) for who, result in found.items()]


def line(who: str, result: Result, ours: Result) -> dict[str, Any]:
    return {
        "outil": who,
        "secondes": result.seconds,
        "fois le temps d'Ancrage": result.seconds / ours.seconds,
        "mémoire (Mo)": result.peak_mb,
        "écart maximal": ""
        if who == "Ancrage" or result.error
        else disagreement(ours.outputs["phi"], result.outputs["phi"]),
        "remarque": result.error,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--petit", action="store_true")
    small = parser.parse_args().petit
    with_peer = not small or (ROOT / f".venv-{PEER}").exists()
    rows = [r for n in (SMALL if small else SIZES) for kind in ("usual", "linear") for r in run(n, kind, with_peer)]
    print(table(rows))
    if not small:
        save("promethee", rows)


if __name__ == "__main__":
    main()
