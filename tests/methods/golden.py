"""Golden numbers: map each vector (inputs, expected outputs, source, tolerance) to a call, compare at its tolerance.

A vector is a JSON file {id, method, source, published, tolerance: {abs, rel}, inputs, expected, data_file?}.
`calls_*.py` register one function a vector id, from its inputs to a dict shaped like `expected`.
Run on another folder of vectors: python -m tests.methods.golden FOLDER
"""

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

GOLDEN = Path(__file__).parent.parent / "golden"
CALLS: dict[str, Callable[[dict[str, Any], Path], dict[str, Any]]] = {}


def call(vector_id: str) -> Callable[[Callable[..., dict[str, Any]]], Callable[..., dict[str, Any]]]:
    """Register `f(inputs, folder) -> outputs` for a vector id (`folder` holds its data file, if any)."""

    def register(f: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        if vector_id in CALLS:
            raise ValueError(f"two calls for {vector_id}")
        CALLS[vector_id] = f
        return f

    return register


def load_calls() -> None:
    for path in sorted(Path(__file__).parent.glob("calls_*.py")):
        import_module(f"tests.methods.{path.stem}")


def differences(got: Any, expected: Any, tolerance: dict[str, float], where: str = "") -> list[str]:
    """Every place where `got` is not `expected` (numbers at the stated tolerance, the rest exactly)."""
    if isinstance(expected, dict):
        missing = [f"{where}.{k}: absent" for k in expected if not isinstance(got, dict) or k not in got]
        present = [k for k in expected if isinstance(got, dict) and k in got]
        return missing + [d for k in present for d in differences(got[k], expected[k], tolerance, f"{where}.{k}")]
    if isinstance(expected, list):
        got = list(got)
        if len(got) != len(expected):
            return [f"{where}: {len(got)} values, {len(expected)} expected"]
        return [d for i, e in enumerate(expected) for d in differences(got[i], e, tolerance, f"{where}[{i}]")]
    if isinstance(expected, bool | str) or expected is None:
        return [] if got == expected else [f"{where}: {got!r} instead of {expected!r}"]
    close = np.isclose(float(got), expected, rtol=tolerance.get("rel", 0), atol=tolerance.get("abs", 0))
    return [] if close else [f"{where}: {got!r} instead of {expected!r}"]


def check(path: Path) -> list[str]:
    vector = json.loads(path.read_text(encoding="utf-8"))
    got = CALLS[vector["id"]](vector["inputs"], path.parent)
    return differences(got, vector["expected"], vector["tolerance"])


def main(folder: str) -> int:
    load_calls()
    bad = 0
    for path in sorted(Path(folder).glob("*.json")):
        if path.stem not in CALLS:
            sys.stdout.write(f"sans appel  {path.stem}\n")
            bad += 1
            continue
        found = check(path)
        bad += bool(found)
        sys.stdout.write(f"{'différent ' if found else 'conforme  '}  {path.stem} {found[:3] or ''}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    # run as a module: the calls register in the imported copy of this file, not in __main__
    sys.exit(import_module("tests.methods.golden").main(sys.argv[1]))
