"""The part `couts` of `etude.json`."""

from typing import TYPE_CHECKING, Any

from ancrage.domain.measure import Status

if TYPE_CHECKING:
    from ancrage.study import Study

# tables this part reads beside those of the others; rows of `study.measures`: (path, label, unit, tables, status)
TABLES: tuple[str, ...] = ()
MEASURES: tuple[tuple[str, str, str, tuple[str, ...], Status], ...] = ()


def document(study: "Study") -> dict[str, Any]:
    return {"statut": Status.ABSENT.value, "phrase": "Le dossier économique ne fait pas partie de cette version."}
