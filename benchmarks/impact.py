"""Impact of every manufacturing class in every EPCI, in one go: against a loop over the territories.

python -m benchmarks.impact            the 1,255 EPCI, through the command line and as steps
python -m benchmarks.impact --petit    18 regions, for CI: checks that both say the same

Each way runs in its own process. The loop calls, for each territory, the same steps as `ancrage impact` for one
project; it is timed on every tenth territory, and said so.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.harness import save, table

RUNS = 3
EVERY = 10  # the loop takes one territory in ten
AGREEMENT = 1e-9


class Clock:
    """Seconds of the wall and of the processor since it was made."""

    def __init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def read(self) -> dict[str, Any]:
        return {"seconds": time.perf_counter() - self.wall, "cpu_seconds": time.process_time() - self.cpu}


def block(level: str) -> dict[str, Any]:
    """All territories together: seconds of the steps, and jobs here of every territory and class."""
    from ancrage.domain.territory import Level
    from ancrage.steps.impact.everywhere import everywhere
    from ancrage.warehouse.edition import open_edition

    edition = open_edition()
    clock = Clock()
    found = everywhere(edition, Level(level), digits=None)
    spent = clock.read()
    codes = found["code"].unique(maintain_order=True)
    jobs = found["emplois_total_ici_haut"].fill_null(-1).to_numpy().reshape(len(codes), -1)
    return spent | {
        "territories": len(codes), "rows": found.height, "codes": list(codes), "jobs": jobs.tolist()
    }  # fmt: skip


def loop(level: str, every: int) -> dict[str, Any]:
    """One territory after the other, all classes each."""
    from ancrage.domain.territory import Level
    from ancrage.steps.impact.assess import AT
    from ancrage.steps.impact.everywhere import RATIOS, typical_projects
    from ancrage.steps.impact.setting import setting
    from ancrage.steps.local import Local
    from ancrage.warehouse.edition import open_edition
    from ancrage.warehouse.territories import candidates, territory_of

    edition = open_edition()
    clock = Clock()
    projects = typical_projects(edition)
    codes, jobs = [], []
    for place in candidates(edition, Level(level))[::every]:
        there = setting(Local(edition, territory_of(edition, place)))
        found = there.assess(projects)
        band = found.band()
        for _, _, above, below in RATIOS.values():
            found.ratio(above, below)
        known = bool(there.observed[0])
        codes.append(place.code)
        jobs.append((band[2, 0, :, AT["jobs"]] if known else np.full(len(projects), -1.0)).tolist())
    return clock.read() | {"territories": len(codes), "codes": codes, "jobs": jobs}


def measured(*args: str) -> dict[str, Any]:
    """The quickest of several runs of this module as a child, with its processor time and peak memory."""
    found = []
    for _ in range(RUNS):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.impact", *args], check=True, capture_output=True, text=True
        )
        found.append(json.loads(done.stdout.splitlines()[-1]))
    return min(found, key=lambda run: run["cpu_seconds"])


def command(level: str) -> dict[str, Any]:
    """The whole command, from a cold start to the written file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m.csv"
        ancrage = [sys.executable, "-m", "ancrage", "impact", "--tous", level, "--sortie", str(path)]
        start = time.perf_counter()
        child = subprocess.Popen(ancrage, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise RuntimeError(f"ancrage impact --tous {level} : code {child.returncode}")
        return {
            "seconds": time.perf_counter() - start,
            "cpu_seconds": used.ru_utime + used.ru_stime,
            "peak_mb": used.ru_maxrss / 1024,
        }


def row(
    what: str, spent: dict[str, Any], together: dict[str, Any], times: float = 1.0, *, gap: float | None = None,
    ratio: float | None = None,
) -> dict[str, Any]:  # fmt: skip
    return {
        "quoi": what,
        "territoires": together["territories"],
        "lignes": together["rows"],
        "secondes": spent["seconds"] * times,
        "secondes de processeur": spent["cpu_seconds"] * times,
        "mémoire (Mo)": spent["peak_mb"],
        "fois plus vite": ratio,
        "écart": gap,
    }


def main(level: str, every: int, small: bool) -> int:
    together, one_by_one = measured("bloc", level), measured("boucle", level, str(every))
    at = {code: i for i, code in enumerate(together["codes"])}
    ours = np.array([together["jobs"][at[code]] for code in one_by_one["codes"]])
    theirs = np.array(one_by_one["jobs"])
    gap = float(np.abs(ours - theirs).max() / np.abs(theirs).max())
    many = together["territories"] / one_by_one["territories"]
    rows: list[dict[str, Any]] = [
        row("Ancrage", together, together, gap=gap, ratio=many * one_by_one["cpu_seconds"] / together["cpu_seconds"]),
        row(
            f"boucle, un territoire à la fois (mesurée sur {one_by_one['territories']})",
            one_by_one,
            together,
            many,
            ratio=1.0,
        ),
    ]
    if not small:
        rows.append(row(f"ancrage impact --tous {level}, du lancement au fichier", command(level), together))
    print(table(rows))
    if not small:
        save("impact", rows)
    return 0 if gap < AGREEMENT else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["bloc"]:
        child = block(sys.argv[2])
    elif sys.argv[1:2] == ["boucle"]:
        child = loop(sys.argv[2], int(sys.argv[3]))
    else:
        small_form = "--petit" in sys.argv
        sys.exit(main("region" if small_form else "epci", 1 if small_form else EVERY, small_form))
    child["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(child))
