"""FLQ and multipliers of all territories: Ancrage in one call against a loop over pymrio.

python -m benchmarks.regional_io            1,254 territories x 64 sectors
python -m benchmarks.regional_io --petit    120 x 20, for CI: checks that both agree
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import harness

SEED = 20260101
AGREEMENT = 1e-10
# how pymrio is called -> (its tables are data frames, ratio to reach)
PEERS = {
    "pymrio, tableaux de données": (True, 9.0),
    "pymrio, matrices nues": (False, None),
}


def economy(territories: int, sectors: int) -> dict[str, np.ndarray]:
    """A nation of territories of very unequal sizes, a quarter of whose cells are empty, and four contents."""
    rng = np.random.default_rng(SEED)
    coefficients = rng.random((sectors, sectors)) * (rng.random((sectors, sectors)) < 0.7)
    coefficients *= rng.uniform(0.25, 0.65, sectors) / coefficients.sum(axis=0)
    size = rng.lognormal(0, 1.3, (territories, 1))
    jobs = np.ceil(20 * size * rng.lognormal(0, 1.2, (territories, sectors)))
    jobs *= rng.random((territories, sectors)) < 0.75
    output, value_added = np.ones(sectors), 1 - coefficients.sum(axis=0)
    return {
        "coefficients": coefficients,
        "regional": jobs,
        "national": jobs.sum(axis=0),
        "intensities": np.stack([output, rng.uniform(2, 15, sectors), value_added, rng.uniform(20, 900, sectors)]),
        "delta": np.array(0.3),
    }


def measured(python: str | Path, script: str, inputs: dict[str, np.ndarray], repeats: int) -> harness.Result:
    with tempfile.TemporaryDirectory() as folder:
        payload = Path(folder) / "economy.npz"
        np.savez(payload, **inputs)
        result = harness.measure(python, f"peers/{script}.py", payload, repeats=repeats)
    if result.error:
        raise RuntimeError(f"{script}: {result.error}")
    return result


def main(small: bool) -> int:
    territories, sectors = (120, 20) if small else (1254, 64)
    repeats = 2 if small else 7
    inputs = economy(territories, sectors)
    ours = measured(sys.executable, "regional_io_ancrage", inputs, repeats)
    python = harness.environment("pymrio")
    rows: list[dict[str, Any]] = []
    good = True
    for name, (frames, target) in PEERS.items():
        peer = measured(python, "regional_io_pymrio", inputs | {"frames": np.array(frames)}, repeats)
        gap = harness.disagreement(ours.outputs["multipliers"], peer.outputs["multipliers"])
        ratio = peer.seconds / ours.seconds
        rows.append(
            {
                "tâche": f"FLQ et 4 multiplicateurs, {territories} territoires x {sectors} secteurs",
                "pair": name,
                "Ancrage (s)": ours.seconds,
                "pair (s)": peer.seconds,
                "rapport": ratio,
                "à atteindre": target if target else np.nan,
                "Ancrage (Mo)": ours.peak_mb,
                "pair (Mo)": peer.peak_mb,
                "plus grand écart": gap,
            }
        )
        # the small form proves agreement only: its times are too short to judge a ratio
        good = good and gap <= AGREEMENT and (small or not target or ratio >= target)
    print(harness.table(rows))
    if not small:
        harness.save("regional_io", rows)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main("--petit" in sys.argv[1:]))
