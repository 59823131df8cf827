"""A study needs only what `make etude` installs: the libraries of a build are not there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "args", [("etude", "Cognac", "--formats", "html,json,xlsx,geojson"), ("territoires", "arve"), ("cas", "textile")]
)
def test_no_command_of_every_day_asks_for_the_libraries_of_a_build(args: tuple[str, ...], tmp_path: Path) -> None:
    code = "import sys; sys.modules.update(pandera=None); from ancrage.__main__ import run; run()"
    around = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, text=True, check=False, env=around, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
