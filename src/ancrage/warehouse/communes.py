"""From what a person writes of a commune to its code: a code of today or of before a merger, or a name."""

from ancrage.domain.territory import Territory
from ancrage.warehouse.edition import Edition, derived
from ancrage.warehouse.territories import loosen, normalise

NEAREST = 3
SHOWN = 8


class Communes:
    """The communes of an edition; of several that bear a name, the one of `territory` is meant."""

    def __init__(self, edition: Edition, territory: Territory) -> None:
        self.edition = edition
        self.labels = _labels(edition)
        self.own = set(territory.communes)

    def find(self, text: str) -> tuple[str, tuple[str, str] | None]:
        """(INSEE code, None), or ("", what is wrong and what to do, two French sentences)."""
        code = text.strip().upper()
        code = code.zfill(5) if code.isdigit() else code  # a spreadsheet drops the first zero
        if code in self.labels:
            return code, None
        if (heir := _successors(self.edition).get(code)) in self.labels:
            return str(heir), None
        name = normalise(text)
        named = _by_name(self.edition)
        found = named.get(name) or named.get(loosen(name), [])
        near = [c for c in found if c in self.own] or found
        if len(near) == 1:
            return near[0], None
        if near:
            listed = ", ".join(f"{c} ({c[:3] if c.startswith('97') else c[:2]})" for c in sorted(near)[:SHOWN])
            return "", (f"plusieurs communes s'appellent {shown(text)}.", f"Donnez le code INSEE : {listed}.")
        return "", (f"la commune {shown(text)} est inconnue.", self._suggestion(name))

    def _suggestion(self, name: str) -> str:
        from rapidfuzz import fuzz, process  # only errors need it

        among = {normalise(self.labels[code]): code for code in sorted(self.own & set(self.labels))}
        close = process.extract(name, list(among), scorer=fuzz.WRatio, limit=1, score_cutoff=80)
        if not close:
            among = {normalise(label): code for code, label in self.labels.items()}
            close = process.extract(name, list(among), scorer=fuzz.WRatio, limit=NEAREST)
        words = [f"{self.labels[among[key]]} ({among[key]})" for key, _, _ in close]
        return (
            f"Vouliez-vous {' ou '.join(words)} ? Le code INSEE convient aussi." if words else "Donnez un code INSEE."
        )


@derived
def _labels(edition: Edition) -> dict[str, str]:
    return dict(edition.table("communes").select("commune", "label").iter_rows())


@derived
def _by_name(edition: Edition) -> dict[str, list[str]]:
    """Codes by normalised name, with and without its articles: made once, however many lists are read."""
    found: dict[str, list[str]] = {}
    for code, label in _labels(edition).items():
        for name in {normalise(label), loosen(normalise(label))}:
            found.setdefault(name, []).append(code)
    return found


@derived
def _successors(edition: Edition) -> dict[str, str]:
    """A commune of before a merger -> the one of today."""
    return dict(edition.table("commune_names").drop_nulls("commune").select("code", "commune").iter_rows())


def shown(cell: str) -> str:
    """A cell as it can be printed: short, without what could upset a terminal."""
    plain = "".join(c if c.isprintable() else "�" for c in cell[:40])
    return f"« {plain}{'…' if len(cell) > 40 else ''} »"
