"""Writing a folder whole or not at all, and where a study goes by default."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ancrage.domain.errors import AncrageError
from ancrage.domain.territory import Territory

STUDIES = Path("etudes")


def default_folder(territory: Territory) -> Path:
    """`etudes/la-vallee-de-l-arve_zone_emploi-8414`: readable, and different for two territories of one name."""
    from ancrage.warehouse.territories import normalise

    name = "" if territory.key.startswith("communes:") else normalise(territory.label).replace(" ", "-") + "_"
    return STUDIES / f"{name}{territory.level.value}-{territory.code.replace(',', '-')}"


@contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """A work folder whose files move into `folder` together at the end; an error or an interruption leaves none."""
    new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with tempfile.TemporaryDirectory(prefix=".en-cours-", dir=folder) as work:
                yield Path(work)
                for path in sorted(Path(work).iterdir()):
                    path.replace(folder / path.name)
        finally:
            if new and not any(folder.iterdir()):
                folder.rmdir()
    except OSError as error:
        raise AncrageError(
            f"Le dossier {folder} ne peut pas être écrit ({error.strerror or error}).",
            "Choisissez un autre dossier avec --sortie.",
        ) from error
