"""The register of the embedded edition laid out in parts, as a full edition is: same rows, same code."""

import json
from pathlib import Path

from ancrage.warehouse.edition import MANIFEST, Edition, open_edition
from ancrage.warehouse.parts import whole_hash, write_parts
from ancrage.warehouse.register import TABLE

CHUNK = 7_000


def in_parts(edition: Edition, target: Path) -> Edition:
    """`edition` with its establishments in parts, in the new folder `target`."""
    target.mkdir()
    rows = edition.table(TABLE).sample(fraction=1.0, shuffle=True, seed=3)
    parts = write_parts(rows.iter_slices(CHUNK), target / TABLE)
    entries = dict(edition.manifest["tables"])
    for name, entry in entries.items():
        if name != TABLE:
            (target / entry["file"]).symlink_to(edition.folder / entry["file"])
    entries[TABLE] = entries[TABLE] | {"file": TABLE, "sha256": whole_hash(parts), "parts": parts}
    (target / MANIFEST).write_text(json.dumps(edition.manifest | {"tables": entries}), encoding="utf-8")
    return open_edition(target)
