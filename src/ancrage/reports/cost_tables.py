"""The tables of `couts`: what the page shows in part and the workbook whole. Same rules as `tables`."""

from ancrage.present.credits import Study
from ancrage.reports.tables import Table


def sheet(study: Study) -> list[Table]:
    """Tables of the sheet of the workbook; none when there is nothing to tell."""
    return []
