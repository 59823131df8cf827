"""Plans as files: a workbook or a TOML that people edit, read back into one record, or into one sentence of refusal."""

from pathlib import Path

from ancrage.domain.errors import AncrageError
from ancrage.domain.plan import EditedPlan

MAX_BYTES = 5_000_000
NEW_ONE = "Faites-en un : ancrage plan TERRITOIRE --format xlsx --sortie plan.xlsx"
UNREADABLE: dict[type[OSError], str] = {
    FileNotFoundError: "il n'existe pas",
    PermissionError: "vous n'en avez pas le droit",
    IsADirectoryError: "c'est un dossier",
}


def load_plan(path: Path) -> EditedPlan:
    """A plan that someone edited, from .xlsx or .toml. Raises AncrageError, in one sentence, whatever the file."""
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".toml"):
        raise AncrageError(f"Le plan {path} n'est ni un classeur .xlsx ni un fichier .toml.", NEW_ONE)
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise AncrageError(f"Le plan {path} n'est pas un fichier ordinaire.", NEW_ONE)
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = next((said for kind_, said in UNREADABLE.items() if isinstance(error, kind_)), "le système refuse")
        raise AncrageError(f"Le plan {path} ne se lit pas ({reason}).", NEW_ONE) from error
    if len(raw) > MAX_BYTES:
        raise AncrageError(
            f"Le plan {path} dépasse {MAX_BYTES // 1_000_000} Mo.", "Gardez-y la seule feuille « Plan » et ses textes."
        )
    if not raw.strip():
        raise AncrageError(f"Le plan {path} est vide.", NEW_ONE)
    if kind == ".xlsx":
        from ancrage.inputs.plan.workbook import read_workbook

        return read_workbook(raw, path)
    from ancrage.inputs.plan.toml_text import read_toml

    return read_toml(raw, path)
