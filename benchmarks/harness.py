"""Run Ancrage and its peers side by side: each in its own process and environment, same data, time and peak memory.

A script to measure is a Python file with `compute(data) -> dict[str, array]`, and `prepare(inputs) -> data` when the
arrays of the payload (an .npz file) need a shape of the peer's own first: only `compute` is timed.

    python = environment("ecomplexity")                     # from requirements-ecomplexity.txt, made once
    result = measure(python, "peers/ecomplexity_suite.py", "payload.npz")
    result.seconds, result.peak_mb, result.outputs["eci"]
"""

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
ROOT = HERE.parent
RESULTS = HERE / "results"


@dataclass(frozen=True)
class Result:
    """`seconds` of the best repeat, `peak_mb` of the whole process, or `error` when it did not finish.

    `cpu_seconds` adds up the cores: unlike the clock, it hardly depends on what else the machine is doing.
    """

    seconds: float
    peak_mb: float
    outputs: dict[str, np.ndarray] = field(default_factory=dict)
    error: str = ""
    cpu_seconds: float = np.nan


def environment(peer: str) -> Path:
    """Interpreter of the peer's own environment, `.venv-<peer>` at the root, made from its pinned requirements."""
    home = ROOT / f".venv-{peer}"
    python = home / "bin" / "python"
    wanted = HERE / f"requirements-{peer}.txt"
    done = home / "requirements.txt"
    if not done.exists() or done.read_text() != wanted.read_text():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "-r", str(wanted)], check=True)
        done.write_text(wanted.read_text())
    return python


def measure(
    python_exe: str | Path,
    script: str | Path,
    payload_npz: str | Path,
    *,
    repeats: int = 1,
    timeout: float = 3600,
    memory_limit_mb: float | None = None,
) -> Result:
    """Run `script` (relative to this folder) on the payload in a fresh process of `python_exe`.

    A crash, a time out or a lack of memory is a result (`error`), not an exception: it is what one wants to know.
    """

    def limit() -> None:
        if memory_limit_mb is not None:
            size = int(memory_limit_mb * 2**20)
            resource.setrlimit(resource.RLIMIT_AS, (size, size))

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        command = [
            str(python_exe),
            str(HERE / "child.py"),
            str(HERE / script),
            str(payload_npz),
            str(out),
            str(repeats),
        ]
        source = {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        try:
            done = subprocess.run(
                command,
                env=os.environ | source,
                preexec_fn=limit,
                timeout=timeout,
                capture_output=True,
                text=True,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Result(np.nan, np.nan, error=f"plus de {timeout:.0f} s")
        if done.returncode != 0:
            lines = done.stderr.strip().splitlines()
            return Result(np.nan, np.nan, error=lines[-1][:200] if lines else f"arrêté (code {done.returncode})")
        with np.load(f"{out}.npz") as stored:
            outputs = {name: stored[name] for name in stored.files}
        said = json.loads(Path(f"{out}.json").read_text())
        return Result(said["seconds"], said["peak_mb"], outputs, cpu_seconds=said["cpu_seconds"])


def disagreement(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Largest absolute difference, relative to the largest value of theirs; NaN must be in the same places."""
    if ours.shape != theirs.shape or (np.isnan(ours) != np.isnan(theirs)).any():
        return np.inf
    return float(np.nanmax(np.abs(ours - theirs)) / max(np.nanmax(np.abs(theirs)), 1e-300))


def machine() -> str:
    """One line: processor, cores, memory, versions."""
    cpuinfo = Path("/proc/cpuinfo")
    found = [s for s in cpuinfo.read_text().splitlines() if s.startswith("model name")] if cpuinfo.exists() else []
    processor = found[0].split(":")[1].strip() if found else platform.processor()
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}"
    return f"{processor}, {os.cpu_count()} cœurs, {memory_gb:.0f} Go, {versions}"


def table(rows: list[dict[str, Any]]) -> str:
    """Markdown table; the headings are the keys of the first row, floats get three significant digits."""
    heads = list(rows[0])
    cells = [[_cell(row.get(head, "")) for head in heads] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in [heads, ["---"] * len(heads), *cells])


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return "—"
    if not isinstance(value, float):
        return str(value)
    return (f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}").replace(".", ",")


def save(name: str, rows: list[dict[str, Any]]) -> Path:
    """Write the rows and the machine line to results/<name>.json (NaN becomes null), for docs/performance.md."""
    RESULTS.mkdir(exist_ok=True)
    clean = [{k: None if isinstance(v, float) and not np.isfinite(v) else v for k, v in row.items()} for row in rows]
    path = RESULTS / f"{name}.json"
    text = json.dumps({"machine": machine(), "lignes": clean}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def saved(name: str) -> list[dict[str, Any]]:
    """The rows of the last run, if any."""
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))["lignes"] if path.exists() else []
