"""What a study costs, beside what starting Python with the same libraries costs: python -m benchmarks.study

Wall time of the best of several runs, from a warm disk, modules compiled once as an installation does; peak memory of
the heaviest run. Printed as a table.
"""

import importlib.util
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.harness import save

RUNS = 5
ENGINES = [name for name in ("polars", "duckdb", "numpy") if importlib.util.find_spec(name)]
ANCRAGE = [sys.executable, "-m", "ancrage"]


def best(command: list[str], runs: int = RUNS) -> float:
    """Seconds of the quickest of `runs`, after one that compiles what it imports when there are several."""
    if runs > 1:
        subprocess.run(command, check=True, capture_output=True)
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    rows: list[dict[str, object]] = []

    def show(what: str, seconds: float) -> None:
        peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        rows.append({"quoi": what, "secondes": seconds, "fois l'import": seconds / reference, "mémoire (Mo)": peak_mb})
        print(f"{what:<58} {seconds:8.2f} s {seconds / reference:6.1f} x", flush=True)

    reference = best([sys.executable, "-c", f"import {', '.join(ENGINES)}"])
    show(f"python -c 'import {', '.join(ENGINES)}'", reference)
    show("ancrage --help", best([*ANCRAGE, "--help"]))
    with tempfile.TemporaryDirectory() as folder:
        study = [*ANCRAGE, "etude", "zone_emploi:8414", "--sortie", str(Path(folder) / "one")]
        show("une étude, json", best([*study, "--formats", "json"]))
        show("une étude, html + json + xlsx", best(study))
        every = [*ANCRAGE, "etude", "--tous", "epci", "--sortie", str(Path(folder) / "all")]
        show("les 1 255 EPCI en une fois, json", best(every, runs=1))
    save("study", rows)


if __name__ == "__main__":
    main()
