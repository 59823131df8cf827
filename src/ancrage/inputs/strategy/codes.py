"""The sectors that a strategy names, in the nomenclature of an edition."""

from collections.abc import Iterator
from dataclasses import replace

from ancrage.domain.errors import AncrageError
from ancrage.domain.limits import Limits
from ancrage.domain.strategy import Strategy
from ancrage.inputs.activities import read_activities
from ancrage.inputs.reading import Reading
from ancrage.warehouse.edition import Edition

NEAREST = 4


def check_codes(strategy: Strategy, edition: Edition) -> Reading[Strategy]:
    """The strategy, its sectors written as divisions, groups or classes of the NAF of the edition whatever nomenclature
    they were taken from; the note says which ones were read as others.

    Raises AncrageError listing the sectors that exist nowhere, each with the nearest ones, and the required sectors of
    which the excluded ones leave nothing.
    """
    limits = strategy.limits
    if not limits.excluded and not limits.required:
        return Reading(strategy)
    rows = edition.table("naf_classes").select("class", "label", "division", "division_label").rows()
    classes = [row[0] for row in rows]
    labels = {division: title for _, _, division, title in rows} | {code: label for code, label, _, _ in rows}
    problems: list[tuple[str, str]] = []
    notes: list[str] = []
    sectors: dict[str, tuple[str, ...]] = {}
    for name, codes in (("secteurs_exclus", limits.excluded), ("secteurs_minimum", limits.required)):
        read: list[str] = []
        for code in codes:
            try:
                reading = _sector(edition, code, classes)
            except AncrageError as error:
                problems.append(_unknown(name, code, classes, labels, error))
            else:
                read += reading.value
                notes += [reading.note] if reading.note else []
        sectors[name] = tuple(dict.fromkeys(read))
    limits = replace(limits, excluded=sectors["secteurs_exclus"], required=sectors["secteurs_minimum"])
    problems += _emptied(limits, classes)
    if len(problems) == 1:
        raise AncrageError(f"{strategy.origin} : {problems[0][0]}", problems[0][1])
    if problems:
        told = "\n".join(f"{sentence} {next_step}" for sentence, next_step in problems)
        raise AncrageError(f"{strategy.origin} : {len(problems)} secteurs à corriger.", told)
    return Reading(replace(strategy, limits=limits), " ".join(dict.fromkeys(notes)))


def _sector(edition: Edition, code: str, classes: list[str]) -> Reading[tuple[str, ...]]:
    """The code when the NAF of the edition has it; else the classes that it means there."""
    reading = read_activities(edition, code)
    if any(known.startswith(code) for known in classes) and len(code) in (2, 4, 5):
        return Reading((code,), reading.note)
    return Reading(tuple(sorted({naf[:5] for naf in reading.value.nafs})), reading.note)


def _unknown(name: str, code: str, classes: list[str], labels: dict[str, str], error: AncrageError) -> tuple[str, str]:
    sentence = f"Le secteur « {code} » de « {name} » n'existe pas dans la NAF rév. 2."
    known = {other[:length] for other in classes for length in (2, 4, 5)}
    if not code.replace(".", "").isdecimal():
        return sentence, error.next_step.replace("\n", " ")
    near = [f"{c} {labels.get(c, '')}".strip() for c in _nearest(code, known)]
    return sentence, f"Les plus proches : {' ; '.join(near)}." if near else "Donnez un code, comme 25 ou 25.62."


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
