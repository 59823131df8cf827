"""Studies as tests need them: the results of the steps, and the document that is put together from them."""

from typing import Any

from ancrage.domain.documents import plain
from ancrage.study.document import document
from ancrage.study.run import Results


def as_dict(results: Results) -> dict[str, Any]:
    """The document as plain data."""
    return plain(document(results))  # type: ignore[no-any-return]
