"""Studies as tests need them: the results of the steps, and the document that is put together from them."""

from pathlib import Path
from typing import Any

from ancrage.domain.documents import plain, read
from ancrage.study import Study
from ancrage.study.document import document
from ancrage.study.run import Results


def as_dict(results: Results) -> dict[str, Any]:
    """The document as plain data."""
    return plain(document(results))  # type: ignore[no-any-return]


def from_file(path: Path) -> dict[str, Any]:
    """A study read back from its file, as plain data: its tables are lists of rows again."""
    return plain(read(Study, path.read_bytes()))  # type: ignore[no-any-return]
