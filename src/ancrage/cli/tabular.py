"""The same rows as text, CSV or JSON on standard output."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import click

from ancrage.cli.terminal import plain
from ancrage.files.spreadsheets import harmless


def echo_rows(rows: Sequence[Mapping[str, Any]], output_format: str, columns: Sequence[str]) -> None:
    """Print `rows` (French keys): `texte` for people, `csv` (comma, header, formulas made harmless) and `json` (a list)
    for machines."""
    if output_format == "json":
        kept = [{name: row[name] for name in columns} for row in rows]
        click.echo(json.dumps(kept, ensure_ascii=False, indent=1))
    elif output_format == "csv":
        text = io.StringIO()
        writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: harmless(value) for name, value in row.items()} for row in rows)
        click.echo(text.getvalue(), nl=False)
    else:
        cells = [list(columns), *([_text(row[name]) for name in columns] for row in rows)]
        widths = [max(len(line[i]) for line in cells) for i in range(len(columns))]
        for line in cells:
            click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _text(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, int):
        return f"{value:,}".replace(",", "\u202f")
    # a line end would break the table, a colour or a mark that reverses the line would fool its reader
    return plain(str(value))
