"""What the cells of a file may name: communes and activities of an edition, of any year, read once per text."""

import re
from dataclasses import dataclass, field

from ancrage.domain.errors import AncrageError
from ancrage.inputs.activities import read_activities
from ancrage.inputs.bytes import shown
from ancrage.inputs.cells import UnreadError, read_naf
from ancrage.inputs.communes import read_commune
from ancrage.inputs.reading import Reading
from ancrage.warehouse.edition import Edition, derived

SUGGESTED = 30  # unknown communes for which the nearest names are looked for


@dataclass(slots=True)
class Ground:
    """The communes and activities of an edition, each text read once however many rows bear it.

    Of several communes that bear a name, one of `near` is meant.
    """

    edition: Edition
    near: frozenset[str] = frozenset()
    _read: dict[str, Reading[str] | AncrageError] = field(default_factory=dict)
    _activities: dict[str, Reading[str] | str] = field(default_factory=dict)
    _unknown: int = 0

    def commune(self, text: str, suggest: bool = True) -> Reading[str]:
        """INSEE code. Raises AncrageError."""
        if text not in self._read:
            try:
                # nobody reads the nearest names of the thousandth unknown commune, and they take time
                suggest = suggest and self._unknown < SUGGESTED
                self._read[text] = read_commune(self.edition, text, self.near, suggest=suggest)
            except AncrageError as error:
                self._read[text] = error
                self._unknown += 1
        found = self._read[text]
        if isinstance(found, AncrageError):
            raise AncrageError(found.message, found.next_step)
        return found

    def activity(self, text: str) -> Reading[str]:
        """« 25.62 », or the division « 25 » that several classes share. Raises UnreadError."""
        if text not in self._activities:
            try:
                self._activities[text] = self._activity(text)
            except (AncrageError, UnreadError) as error:
                self._activities[text] = f"activité « {shown(text, 40)} » inconnue : donnez un code NAF, comme 25.62"
                if isinstance(error, UnreadError):
                    self._activities[text] = str(error)
        found = self._activities[text]
        if isinstance(found, str):
            raise UnreadError(found)
        return found

    def _activity(self, text: str) -> Reading[str]:
        read_naf(text if re.match(r"\s*[A-Z]?\d", text) else text.rsplit(maxsplit=1)[-1])  # a code, and no words
        reading = read_activities(self.edition, text)
        classes = {naf[:5] for naf in reading.value.nafs}
        shared = classes if len(classes) == 1 else {code[:2] for code in classes}
        if len(shared) != 1:
            raise UnreadError(f"activité « {shown(text, 40)} » trop large : donnez une division ou une classe NAF")
        return Reading(next(iter(shared)), reading.note)

    def centre(self, code: str) -> tuple[str, float, float]:
        """Name, longitude and latitude."""
        return _centres(self.edition)[code]


@derived
def _centres(edition: Edition) -> dict[str, tuple[str, float, float]]:
    rows = edition.table("communes").select("commune", "label", "lon", "lat").iter_rows()
    return {code: (label, lon, lat) for code, label, lon, lat in rows}
