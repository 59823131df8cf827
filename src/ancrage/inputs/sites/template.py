"""A list to start from: the headings and one row to replace."""

from ancrage.inputs.sites.columns import COLUMNS

EXAMPLE = "EXEMPLE à remplacer"


def sites_template() -> str:
    """CSV with semicolons: what a French spreadsheet opens at once."""
    example = [EXAMPLE, *(column.example for column in COLUMNS[1:])]
    return "\n".join([";".join(column.name for column in COLUMNS), ";".join(example)]) + "\n"
