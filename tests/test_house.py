"""Habits of the house, as tests: what no test enforces is not followed."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

from ancrage.cli.documentation import ROOT

TRACKED = [
    ROOT / name
    for name in subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    if name and (ROOT / name).is_file()
]
CODE = sorted((ROOT / "src").rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in CODE}
TEXTS = [p for p in TRACKED if p.suffix in {".py", ".toml", ".txt", ".in", ".md", ".sh", ".yml", ".j2", ".html", ""}]
YEAR = re.compile(r"\b(19|20)\d\d\b")
# names that hold a year without being a vintage: web addresses, citations, official nomenclatures
NAMES = re.compile(
    r"https?://\S+|et al\.,? \d{4}|\([A-Z][^()]* \d{4}\)|[A-Z]\w+ \(\d{4}\)|Zone d'emploi 2020|FAP 2009|NAF 2025"
)
# 2000 as a size is a number of employees or euros; 1980 is where the clock of a workbook starts
NOT_A_YEAR = (1980, 2000)


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def docstrings(tree: ast.AST) -> set[int]:
    """Ids of the constants that are docstrings: they cite their sources, years included."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef)
    bodies = [node.body[0] for node in ast.walk(tree) if isinstance(node, owners) and node.body]
    return {id(first.value) for first in bodies if isinstance(first, ast.Expr)}


def years_in(tree: ast.AST) -> list[tuple[int, object]]:
    """Years written in a module, outside docstrings and names."""
    cited = docstrings(tree)
    constants = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in cited]
    texts = [(n.lineno, n.value) for n in constants if isinstance(n.value, str)]
    texts = [found for found in texts if YEAR.search(NAMES.sub("", found[1]))]
    numbers = [(n.lineno, n.value) for n in constants if type(n.value) is int and 1900 <= n.value < 2100]
    return [*texts, *(found for found in numbers if found[1] not in NOT_A_YEAR)]


def test_a_vintage_is_data_never_written_in_code() -> None:
    """Methods may cite a year in a card; no module computes with one."""
    written = [(short(path), *year) for path, tree in TREES.items() for year in years_in(tree)]
    assert [row for row in written if "methods" not in row[0] or type(row[2]) is int] == []


def test_files_stay_small() -> None:
    sources = [p for p in TRACKED if p.suffix in {".py", ".sh", ".css", ".j2", ".html"} and "docs" not in p.parts]
    assert [short(p) for p in sources if len(p.read_text(encoding="utf-8").splitlines()) > 400] == []


def test_no_module_is_a_drawer() -> None:
    assert [short(p) for p in CODE if p.stem in {"utils", "util", "helpers", "misc", "common", "tools"}] == []


def test_a_private_name_stays_at_home() -> None:
    imported = [
        (short(path), alias.name)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ancrage")
        for alias in node.names
    ]
    assert [row for row in imported if row[1].startswith("_") and not row[1].startswith("__")] == []


def test_locks_name_no_address() -> None:
    locks = [p for p in TRACKED if p.parent.name == "requirements" or p.name == "pyproject.toml"]
    assert len(locks) >= 5
    assert [short(p) for p in locks if re.search(r"https?://|--(extra-)?index-url|--find-links", p.read_text())] == []


def test_every_locked_version_has_hashes() -> None:
    for name in ("run", "dev"):
        lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        pins = [i for i, line in enumerate(lines) if "==" in line]
        assert pins and all("--hash=sha256:" in lines[i + 1] for i in pins)


def test_locks_agree_with_each_other_and_with_the_package() -> None:
    pins = {
        name: dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements" / f"{name}.txt").read_text(), re.MULTILINE))
        for name in ("run", "dev")
    }
    assert pins["run"].items() <= pins["dev"].items()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for group in project["optional-dependencies"].values() for line in group]
    for lock, lines in (("run", project["dependencies"]), ("dev", extras)):
        assert {re.split(r"[\[<>=~!]", line)[0].lower() for line in lines} <= set(pins[lock])


def test_no_text_names_a_machine_or_a_package_index() -> None:
    forbidden = re.compile(r"(?<![\w/.])/(work|root|home)/|pypi\.org|pythonhosted")
    assert [
        short(p) for p in TEXTS if p.name != "test_house.py" and forbidden.search(p.read_text(encoding="utf-8"))
    ] == []


def sentences(tree: ast.AST) -> list[tuple[int, str]]:
    """Literal text of the first argument of every AncrageError (« {} » stands for a value)."""
    raised = [
        n.args[0]
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "AncrageError" and n.args
    ]
    found = []
    for text in raised:
        if isinstance(text, ast.Constant):
            found.append((text.lineno, str(text.value)))
        elif isinstance(text, ast.JoinedStr):
            parts = [str(p.value) if isinstance(p, ast.Constant) else "{}" for p in text.values]
            found.append((text.lineno, "".join(parts)))
    return found


def test_an_error_is_a_whole_sentence() -> None:
    for path, tree in TREES.items():
        for line, text in sentences(tree):
            assert text[0].isupper() or text[0] in "«{", f"{short(path)}:{line} {text}"
            assert text.endswith((".", "{}", "?")), f"{short(path)}:{line} {text}"


def test_the_embedded_edition_is_light() -> None:
    files = [p for p in TRACKED if p.suffix == ".parquet"]
    assert sum(p.stat().st_size for p in files) < 20_000_000


def test_what_comes_from_an_edition_is_kept_by_it() -> None:
    kept_elsewhere = [
        f"{short(path)}:{node.lineno}"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].annotation
        if ast.unparse(node.args.args[0].annotation) in {"Edition", "Local", "Economy"}
        if any("cache" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]
    assert kept_elsewhere == []
