"""A table that breaks its contract, told row by row: which column, which row, which line of which file."""

import pandera.errors
import polars as pl

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import count, integer, listing
from ancrage.sources.unreadable import lines_holding
from ancrage.warehouse.table import Inputs, SourceMissingError, Table

SHOWN = 3


def contract_problems(table: Table, rows: pl.DataFrame, inputs: Inputs | None = None) -> list[str]:
    """French sentences, without a full stop; none when types, bounds and keys hold. With `inputs`, they name the lines
    of the source files that hold the rows."""
    try:
        table.schema().validate(rows, lazy=True)
    except (pandera.errors.SchemaError, pandera.errors.SchemaErrors) as error:
        return _shape(table, rows) or _cells(table, rows, inputs) or [_first_line(error)]
    return []


def _shape(table: Table, rows: pl.DataFrame) -> list[str]:
    absent = [name for name in table.columns if name not in rows.columns]
    strange = [name for name in rows.columns if name not in table.columns]
    problems = [f"la colonne « {name} » ({table.columns[name].metadata['label']}) manque" for name in absent]
    problems += [f"la colonne « {name} » n'est pas au contrat" for name in strange]
    for name, column in table.columns.items():
        if name in rows.columns and not column.dtype.check(table.schema().dtypes[name], rows[name].dtype):
            problems.append(f"la colonne « {name} » est de type {rows[name].dtype}, et non {column.dtype}")
    if not problems and rows.columns != list(table.columns):
        problems.append(f"ses colonnes ne sont pas dans l'ordre du contrat ({listing(list(table.columns))})")
    return problems


def _cells(table: Table, rows: pl.DataFrame, inputs: Inputs | None) -> list[str]:
    problems = []
    for name, column in table.columns.items():
        what = f"la colonne « {name} » ({column.metadata['label']})"
        empty = rows.filter(pl.col(name).is_null())
        if not column.nullable and empty.height:
            problems.append(f"{what} est vide {_where(table, empty, inputs)}")
        for check in column.checks:
            kept = rows.drop_nulls(name)
            wrong = kept.filter(~_passes(table, name, check, kept))
            if wrong.height:
                value = wrong[name][0]
                problems.append(f"{what} vaut {value}, hors de ses bornes, {_where(table, wrong, inputs)}")
    several = rows.filter(pl.struct(table.key).is_duplicated()).sort(table.key)
    if several.height:
        problems.append(f"la clé ({listing(list(table.key))}) est en double {_where(table, several, inputs)}")
    return problems


def _passes(table: Table, name: str, check: object, kept: pl.DataFrame) -> pl.Series:
    """Whether each row passes one check, alone."""
    import pandera.polars as pa

    one = pa.DataFrameSchema({name: pa.Column(table.columns[name].dtype, checks=[check])})  # type: ignore[list-item]

    def holds(value: object) -> bool:
        try:
            one.validate(pl.DataFrame({name: [value]}, schema={name: kept[name].dtype}))
        except (pandera.errors.SchemaError, pandera.errors.SchemaErrors):
            return False
        return True

    known = {value: holds(value) for value in kept[name].unique()}
    return kept[name].map_elements(known.__getitem__, return_dtype=pl.Boolean)


def _where(table: Table, rows: pl.DataFrame, inputs: Inputs | None) -> str:
    """« pour siret 123 (fichier x.csv, lignes 12 et 15), et 3 autres »."""
    keys = rows.select(table.key).unique(maintain_order=True)
    said = [
        ", ".join(f"{name} {value}" for name, value in row.items()) for row in keys.head(SHOWN).iter_rows(named=True)
    ]
    left = f" et {count(keys.height - SHOWN, 'autre')}" if keys.height > SHOWN else ""
    lines = _lines(table, str(keys.row(0)[0]), inputs)
    return f"pour {' ; '.join(said)}{left}{lines}"


def _lines(table: Table, value: str, inputs: Inputs | None) -> str:
    """Where the sources of the table hold a value; nothing when they are not at hand."""
    for source in table.sources if inputs else ():
        try:
            path = inputs.path(source)  # type: ignore[union-attr]
        except SourceMissingError:
            continue
        lines = lines_holding(path, value)
        if lines:
            numbers = listing([integer(line) for line in lines[:SHOWN]])
            return f" (fichier {path.name}, {'ligne' if len(lines) == 1 else 'lignes'} {numbers})"
    return ""


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]


def refuse_faults(table: Table, rows: pl.DataFrame, inputs: Inputs | None = None) -> None:
    """Raise AncrageError naming the table, the first rows that break its contract, and what to do."""
    problems = contract_problems(table, rows, inputs)
    if problems:
        raise AncrageError(
            f"La table « {table.name} » ne respecte pas son contrat : {' ; '.join(problems)}.",
            "Corrigez ces lignes dans le fichier source, ou reprenez le fichier d'origine.",
        )
