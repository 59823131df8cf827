"""From what a file calls a town to communes: names, INSEE codes and postcodes, as people write them."""

import re
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ancrage.warehouse.territories import loosen, normalise

MOST = 12  # communes kept for one name: more tell nothing
ALIKE = 0.93
_CEDEX = re.compile(r"\bcedex\b.*$|\bcdx\b.*$")
_POSTCODE = re.compile(r"(?<!\d)(\d{5}|\d{4}(?=\s*$)|2[abAB]\d{3})(?!\d)")
_DISTRICTS = {"paris": "75056", "lyon": "69123", "marseille": "13055"}


@dataclass(frozen=True, eq=False)
class Towns:
    """For each row of a file: `communes` (n x MOST positions in the table of communes, -1: none) and `departement`."""

    communes: NDArray[np.int64]
    departement: NDArray[np.str_]


class Places:
    """The communes of an edition, found by name or code."""

    def __init__(self, communes: pl.DataFrame) -> None:
        self.codes = communes["commune"].to_list()
        self.labels = communes["label"].to_list()
        self.departement = np.asarray(communes["departement"].fill_null("").to_list())
        self.lon = communes["lon"].cast(pl.Float64).to_numpy()
        self.lat = communes["lat"].cast(pl.Float64).to_numpy()
        self.position = {code: i for i, code in enumerate(self.codes)}
        self._exact: dict[str, list[int]] = {}
        self._loose: dict[str, list[int]] = {}
        for i, label in enumerate(self.labels):
            name = normalise(label)
            self._exact.setdefault(name, []).append(i)
            self._loose.setdefault(loosen(name), []).append(i)
        self._found: dict[tuple[str, str], list[int]] = {}

    def towns(self, names: list[str], postcodes: list[str]) -> Towns:
        """names, postcodes: one text a row, empty when not told."""
        communes = np.full((len(names), MOST), -1, dtype=np.int64)
        departements = []
        for row, (name, postcode) in enumerate(zip(names, postcodes, strict=True)):
            code = postcode_of(postcode) or postcode_of(name)
            departement = departement_of(code)
            found = self.find(name, departement)
            communes[row, : len(found)] = found
            only = {str(self.departement[i]) for i in found}
            departements.append(departement or (only.pop() if len(only) == 1 else ""))
        return Towns(communes, np.asarray(departements, dtype=str))

    def find(self, name: str, departement: str = "") -> list[int]:
        """Positions of the communes that this name may mean, those of the département when one is known."""
        asked = (name, departement)
        if asked not in self._found:
            self._found[asked] = self._search(name, departement)[:MOST]
        return self._found[asked]

    def _search(self, name: str, departement: str) -> list[int]:
        code = name.strip().upper()
        if code in self.position:
            return [self.position[code]]
        if re.fullmatch(r"75[01]\d\d|751\d\d", code):
            return [self.position["75056"]] if "75056" in self.position else []
        text = _CEDEX.sub("", normalise(_POSTCODE.sub(" ", name))).strip()
        text = re.sub(r"\s\d+\s*(e|er|eme)?( arrondissement)?$", "", text) or text
        if not text:
            return []
        if text in _DISTRICTS and _DISTRICTS[text] in self.position:
            return [self.position[_DISTRICTS[text]]]
        found = self._exact.get(text) or self._loose.get(loosen(text)) or self._alike(text, departement)
        here = [i for i in found if self.departement[i] == departement]
        return here or found

    def _alike(self, text: str, departement: str) -> list[int]:
        from rapidfuzz import process
        from rapidfuzz.distance import JaroWinkler

        best = process.extract(
            text, list(self._exact), scorer=JaroWinkler.similarity, score_cutoff=ALIKE, limit=3, processor=None
        )
        found = [i for name, _, _ in best for i in self._exact[name]]
        return [i for i in found if not departement or self.departement[i] == departement]


def postcode_of(text: str) -> str:
    """The postcode in a text (« 74300 Cluses », « 1000 » whose zero a spreadsheet dropped), or nothing."""
    found = _POSTCODE.search(text)
    return found.group(1).zfill(5) if found else ""


def departement_of(postcode: str) -> str:
    """Département of a postcode: two digits, three overseas, Corsica by its hundreds."""
    if not postcode:
        return ""
    if postcode.startswith(("97", "98")):
        return postcode[:3]
    if postcode.startswith("20"):
        return "2A" if postcode[2] in "01" else "2B"
    return postcode[:2].upper()
