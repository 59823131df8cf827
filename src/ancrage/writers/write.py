"""Writing the files of a study: all of them whole, or none."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from ancrage.domain.errors import AncrageError
from ancrage.files.whole import write_together
from ancrage.study import Study

# Each writer is imported when asked for: a JSON study must not pay for templates, charts and workbooks.


def _json(study: Study) -> bytes:
    from ancrage.writers.json import write_json

    return write_json(study).encode()


def _html(study: Study) -> bytes:
    from ancrage.writers.html import write_html

    return write_html(study).encode()


def _xlsx(study: Study) -> bytes:
    from io import BytesIO

    from ancrage.writers.xlsx import write_xlsx

    buffer = BytesIO()
    write_xlsx(study, buffer)
    return buffer.getvalue()


def _geojson(study: Study) -> bytes:
    from ancrage.writers.geojson import write_geojson

    return write_geojson(study).encode()


FORMATS: dict[str, tuple[str, Callable[[Study], bytes]]] = {
    "json": ("etude.json", _json),
    "html": ("dossier.html", _html),
    "xlsx": ("tableaux.xlsx", _xlsx),
    "geojson": ("etude.geojson", _geojson),
}


def check_formats(formats: Sequence[str]) -> None:
    """Refuse an unknown format before any work is done."""
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        said = f"Format inconnu : « {unknown[0]} »." if unknown else "Aucun format demandé."
        raise AncrageError(said, f"Les formats sont : {', '.join(FORMATS)}.")


def write_reports(
    study: Study,
    folder: Path,
    formats: Sequence[str],
    *,
    private: bool = False,
    beside: Mapping[str, bytes] = MappingProxyType({}),
) -> list[Path]:
    """Write each format into `folder` (made if needed) and return the paths, in the order asked.

    Contents are made first, then written beside their place and moved there, so that a failure leaves
    what was there before. `private`: for their owner alone; `beside`: files that come with them. An unknown format, or
    a folder that cannot be written, is an AncrageError.
    """
    check_formats(formats)
    files = {FORMATS[name][0]: FORMATS[name][1](study) for name in formats}
    return write_in(folder, files | dict(beside), private=private)[: len(files)]


def write_in(folder: Path, files: Mapping[str, bytes], *, private: bool = False) -> list[Path]:
    """Write files into `folder`, all of them or none. A folder that cannot be written is an AncrageError."""
    return write_together(folder, files, f"Le dossier de sortie {folder}", private=private)
