"""The measured process: loads the script and the payload, times `compute` alone, notes the peak memory.

Run by harness.py in a peer's environment: only NumPy and the standard library may be imported here.
"""

import json
import resource
import runpy
import sys
import time
from pathlib import Path

import numpy as np


def main(script: str, payload: str, out: str, repeats: str) -> None:
    functions = runpy.run_path(script)
    with np.load(payload, allow_pickle=False) as stored:
        inputs = {name: stored[name] for name in stored.files}
    data = functions["prepare"](inputs) if "prepare" in functions else inputs
    seconds, cpu_seconds = [], []
    outputs: dict[str, np.ndarray] = {}
    for _ in range(int(repeats)):
        outputs = {}  # the results of the repeat before must not count in the peak
        start, cpu_start = time.perf_counter(), time.process_time()
        outputs = functions["compute"](data)
        seconds.append(time.perf_counter() - start)
        cpu_seconds.append(time.process_time() - cpu_start)
    # before the outputs are written: saving them is not part of the work
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said = {"seconds": min(seconds), "cpu_seconds": min(cpu_seconds), "peak_mb": peak_mb}
    Path(f"{out}.json").write_text(json.dumps(said))
    np.savez(f"{out}.npz", **outputs)


if __name__ == "__main__":
    main(*sys.argv[1:])
