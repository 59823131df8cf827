"""Do the sectors that a strategy names exist in the nomenclature of an edition?"""

from ancrage.domain.errors import AncrageError
from ancrage.domain.strategy import Strategy
from ancrage.warehouse.edition import Edition

NEAREST = 5


def check_codes(strategy: Strategy, edition: Edition) -> None:
    """Raises AncrageError when a sector of the limits is not a division, group or class of the NAF of the edition
    (with the nearest ones), or when the excluded sectors leave nothing of a required one."""
    limits = strategy.limits
    if not limits.excluded and not limits.required:
        return
    rows = edition.table("naf_classes").select("class", "label", "division", "division_label").rows()
    labels = {division: title for _, _, division, title in rows} | {code: label for code, label, _, _ in rows}
    classes = [row[0] for row in rows]
    known = {code[:length] for code in classes for length in (2, 4, 5)}
    for name, codes in (("secteurs_exclus", limits.excluded), ("secteurs_minimum", limits.required)):
        for code in codes:
            if code not in known:
                near = _nearest(code, known)
                raise AncrageError(
                    f"{strategy.origin} : le secteur « {code} » de « {name} » n'existe pas dans la NAF rév. 2.",
                    "\n  ".join(["Les plus proches :", *(f"{c} {labels.get(c, '')}".strip() for c in near)]),
                )
    for code in limits.required:
        if all(limits.excludes(c) for c in classes if c.startswith(code)):
            raise AncrageError(
                f"{strategy.origin} : « secteurs_exclus » écarte toutes les classes du secteur {code} que "
                "« secteurs_minimum » demande.",
                "Retirez-le de l'une des deux listes.",
            )


def _nearest(code: str, known: set[str]) -> list[str]:
    """Codes of the same length that share the longest beginning, then the closest in number."""

    def away(other: str) -> tuple[int, int, str]:
        shared = next(
            (i for i, (a, b) in enumerate(zip(code, other, strict=False)) if a != b), min(len(code), len(other))
        )
        return -shared, abs(int(other.replace(".", "").ljust(4, "0")) - int(code.replace(".", "").ljust(4, "0"))), other

    return sorted((c for c in known if len(c) == len(code)), key=away)[:NEAREST]
