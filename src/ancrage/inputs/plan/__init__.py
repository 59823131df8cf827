"""Plans as files: a workbook or a TOML that people edit, read back into one record, or into one sentence of refusal."""

from pathlib import Path

from ancrage.domain.errors import AncrageError
from ancrage.domain.plan import EditedPlan
from ancrage.inputs.bytes import Kind, read_bytes, shown

MAX_BYTES, MAX_TEXT_BYTES = 5_000_000, 1_000_000
NEW_ONE = "Faites-en un : ancrage plan TERRITOIRE --format xlsx --sortie plan.xlsx"
PLAN = Kind("Le plan", NEW_ONE, "Gardez-y la seule feuille « Plan » et ses textes.")


def load_plan(path: Path) -> EditedPlan:
    """A plan that someone edited, from .xlsx, .ods or .toml. Raises AncrageError, in one sentence, whatever the
    file."""
    if path.suffix.lower() == ".toml":
        from ancrage.inputs.plan.toml_text import read_toml

        return read_toml(path)
    if path.suffix.lower() not in (".xlsx", ".ods"):
        raise AncrageError(f"Le plan {shown(path)} n'est ni un classeur (.xlsx, .ods) ni un fichier .toml.", NEW_ONE)
    raw = read_bytes(path, PLAN, MAX_BYTES)
    if not raw.strip():
        raise AncrageError(f"Le plan {shown(path)} est vide.", NEW_ONE)
    from ancrage.inputs.plan.workbook import read_workbook

    return read_workbook(raw, path)
