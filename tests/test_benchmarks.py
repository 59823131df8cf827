"""The small form of each benchmark runs, measures something, and leaves the published rows alone."""

import os
import subprocess
import sys

import pytest
from benchmarks.harness import RESULTS, ROOT


@pytest.mark.parametrize(
    "name", ["complexity", "smaa", "promethee", "regional_io", "matching", "register", "impact", "actors_recall"]
)
def test_small_form_runs(name: str) -> None:
    if name == "regional_io" and not (ROOT / ".venv-pymrio").exists():
        pytest.skip("pymrio n'est pas installé : make benchmarks l'installe dans .venv-pymrio")
    before = {path: path.read_bytes() for path in RESULTS.glob("*.json")}
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", f"benchmarks.{name}", "--petit"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "| Ancrage |" in done.stdout
    assert {path: path.read_bytes() for path in RESULTS.glob("*.json")} == before
