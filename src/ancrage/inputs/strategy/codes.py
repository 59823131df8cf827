"""Do the sectors that a strategy names exist in the nomenclature of an edition?"""

from collections.abc import Iterator

from ancrage.domain.errors import AncrageError
from ancrage.domain.limits import Limits
from ancrage.domain.strategy import Strategy
from ancrage.warehouse.edition import Edition

NEAREST = 4


def check_codes(strategy: Strategy, edition: Edition) -> None:
    """Raises AncrageError listing the sectors of the limits that are no division, group or class of the NAF of the
    edition, each with the nearest ones, and the required sectors of which the excluded ones leave nothing."""
    limits = strategy.limits
    if not limits.excluded and not limits.required:
        return
    rows = edition.table("naf_classes").select("class", "label", "division", "division_label").rows()
    labels = {division: title for _, _, division, title in rows} | {code: label for code, label, _, _ in rows}
    found = [*_unknown(limits, [row[0] for row in rows], labels), *_emptied(limits, [row[0] for row in rows])]
    if len(found) == 1:
        raise AncrageError(f"{strategy.origin} : {found[0][0]}", found[0][1])
    if found:
        told = "\n".join(f"{sentence} {next_step}" for sentence, next_step in found)
        raise AncrageError(f"{strategy.origin} : {len(found)} secteurs à corriger.", told)


def _unknown(limits: Limits, classes: list[str], labels: dict[str, str]) -> Iterator[tuple[str, str]]:
    known = {code[:length] for code in classes for length in (2, 4, 5)}
    for name, codes in (("secteurs_exclus", limits.excluded), ("secteurs_minimum", limits.required)):
        for code in codes:
            if code not in known:
                near = [f"{c} {labels.get(c, '')}".strip() for c in _nearest(code, known)]
                yield (
                    f"Le secteur « {code} » de « {name} » n'existe pas dans la NAF rév. 2.",
                    f"Les plus proches : {' ; '.join(near)}.",
                )


def _emptied(limits: Limits, classes: list[str]) -> Iterator[tuple[str, str]]:
    for code in limits.required:
        inside = [c for c in classes if c.startswith(code)]
        if inside and all(limits.excludes(c) for c in inside):
            yield (
                f"« secteurs_exclus » écarte toutes les classes du secteur {code} que « secteurs_minimum » demande.",
                "Gardez-en au moins une.",
            )


def _nearest(code: str, known: set[str]) -> list[str]:
    """Codes of the same length: those that share the longest beginning, the closest in number first."""

    def away(other: str) -> tuple[int, float, str]:
        shared = next((i for i, (a, b) in enumerate(zip(code, other, strict=True)) if a != b), len(code))
        return -shared, abs(float(other) - float(code)), other

    return sorted((c for c in known if len(c) == len(code)), key=away)[:NEAREST]
