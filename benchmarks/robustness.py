"""What testing the ranking costs beside the rest of a study, in the same run: python -m benchmarks.robustness

Two parts: the 10,000 draws of weights and data, and every other test (methods, weights, stakes, criteria). Cold: the
command line in a fresh process, from its birth to the written file, imports included. Warm: the steps alone, for
another study of the same process.
"""

import importlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from benchmarks.harness import save, table

TERRITORIES = ("zone_emploi:8414", "departement:74", "epci:200033116")
RUNS = 5
DRAWS, TESTS = "draws", "tests"


def timed(module: str, name: str, spent: dict[str, float], part: str) -> None:
    """Replace a function of a module by itself with a clock."""
    home = importlib.import_module(module)
    function: Callable[..., Any] = getattr(home, name)

    @wraps(function)
    def run(*args: Any, **options: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*args, **options)
        finally:
            spent[part] += time.perf_counter() - start

    setattr(home, name, run)


def child(territory: str, birth: float) -> None:
    """One study through the command line, then its steps again; seconds of each part, as JSON on one line."""
    from ancrage.cli.main import main as command
    from ancrage.inputs.strategy import default_strategy
    from ancrage.inputs.territories import read_territory
    from ancrage.study import run_study
    from ancrage.warehouse.edition import open_edition

    spent = {DRAWS: 0.0, TESTS: 0.0}
    timed("ancrage.steps.targets.ranking", "top_probabilities", spent, DRAWS)
    timed("ancrage.study", "robustness", spent, TESTS)
    with tempfile.TemporaryDirectory() as folder:
        command(["etude", territory, "--sortie", folder, "--formats", "json"])
    cold = {"total": time.time() - birth} | spent
    edition = open_edition()
    place, strategy = read_territory(edition, territory).value, default_strategy()
    run_study(edition, place, strategy).as_dict()
    spent.update({DRAWS: 0.0, TESTS: 0.0})
    start = time.perf_counter()
    run_study(edition, place, strategy).as_dict()
    warm = {"total": time.perf_counter() - start} | spent
    print(json.dumps({"cold": cold, "warm": warm}))


def measured(territory: str) -> list[dict[str, Any]]:
    """Two rows, cold and warm: each the run, of RUNS, whose total is least."""
    runs = []
    for _ in range(RUNS):
        command = [sys.executable, "-m", "benchmarks.robustness", territory, str(time.time())]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    rows = []
    for way, label in (("cold", "à froid (commande)"), ("warm", "à chaud (étapes)")):
        best = min((run[way] for run in runs), key=lambda seconds: seconds["total"])
        part = best[DRAWS] + best[TESTS]
        rows.append(
            {
                "territoire": territory,
                "exécution": label,
                "10 000 tirages (ms)": best[DRAWS] * 1000,
                "autres épreuves (ms)": best[TESTS] * 1000,
                "reste de l'étude (ms)": (best["total"] - part) * 1000,
                "tirages / reste": best[DRAWS] / (best["total"] - part),
                "toutes épreuves / reste": part / (best["total"] - part),
            }
        )
    return rows


def main() -> None:
    rows = [row for territory in TERRITORIES for row in measured(territory)]
    print(table(rows))
    save("robustness", rows)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        child(sys.argv[1], float(sys.argv[2]))
    else:
        main()
