"""Rows not found, or doubtful and still undecided, matched again: with a fuller edition, or a better method."""

from collections.abc import Callable

from django.db import transaction

from ancrage.inputs.columns import OF_FIRMS
from ancrage.store.matching import DOUBTFUL, NOT_FOUND, Match, Register
from ancrage.store.models import ImportedRow, Workspace
from ancrage.store.rows import wanted_of
from ancrage.store.writing import OF_ESTABLISHMENTS, add_event, hold, write_entries


def rematch(
    workspace: Workspace,
    register: Register,
    *,
    edition: str,
    author: str,
    progress: Callable[[int], None] = lambda done: None,
) -> dict[str, int]:
    """Count of rows by new status, those that changed alone. What someone decided is left as it is."""
    waiting = ImportedRow.objects.filter(
        imported__workspace=workspace,
        imported__kind__in=OF_FIRMS,
        status__in=(DOUBTFUL, NOT_FOUND),
        decided_at=None,
    ).select_related("imported")
    rows = list(waiting)
    better: dict[int, Match] = {}
    for threshold in sorted({row.imported.threshold for row in rows}):
        some = [row for row in rows if row.imported.threshold == threshold]
        matches = register.match([wanted_of(row.values) for row in some], threshold, progress)
        better |= {row.pk: match for row, match in zip(some, matches, strict=True)}
    changed: dict[str, int] = {}
    with transaction.atomic():
        hold(workspace)
        for row in waiting.all():  # read again: some were decided or erased meanwhile
            match = better.get(row.pk)
            if match and (row.status, row.siret) != (match.status, match.siret):
                _change(row, match)
                changed[match.status] = changed.get(match.status, 0) + 1
        if changed:
            add_event(workspace, author, "rapprochement", edition, changed)
    return changed


def _change(row: ImportedRow, match: Match) -> None:
    for model in OF_ESTABLISHMENTS:
        model.objects.filter(row=row).delete()
    row.status, row.siret, row.score, row.reason = match.status, match.siret, match.score, match.reason
    row.candidates = [list(c) for c in match.candidates]
    row.save()
    write_entries(row.imported, [row], row.imported.author)
