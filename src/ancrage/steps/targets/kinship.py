"""How near each activity is to what is done here, by three kinds of relatedness, and what it would open."""

import numpy as np

from ancrage.domain.described import columns
from ancrage.domain.wording import listing
from ancrage.methods import complexity_outlook_gain, density, io_relatedness, normalise, occupation_relatedness
from ancrage.steps.input_output import input_output
from ancrage.steps.local import Local
from ancrage.steps.national import Floats, national
from ancrage.steps.targets.target import Kinship, Nearness
from ancrage.steps.targets.values import candidates, occupations
from ancrage.warehouse.edition import Edition, derived

# what a kind of nearness rests on, in the words of a sentence
KINDS = {"lieux": "les lieux", "echanges": "les échanges entre branches", "metiers": "les métiers"}
STRONG, FAIR = 0.75, 0.5
GRADES = ("forte", "moyenne", "faible")


@derived
def relatedness(edition: Edition) -> dict[str, Floats]:
    """National relatedness (classes, classes) of each kind: found in the same places, trading together (by branch),
    hiring the same occupations (negative correlations are no link)."""
    country, table = national(edition), input_output(edition)
    between = io_relatedness(table.flows)
    known = table.of_class >= 0
    traded = np.zeros_like(country.proximity)
    at = np.flatnonzero(known)
    traded[np.ix_(at, at)] = between[np.ix_(table.of_class[at], table.of_class[at])]
    shared = np.maximum(occupation_relatedness(occupations(edition)[1]), 0.0)
    return {"lieux": country.proximity, "echanges": traded, "metiers": shared}


def kinships(local: Local) -> tuple[list[Kinship], Floats]:
    """For each candidate, its nearness of each kind (nothing is known where the register is empty), and the complexity
    it would bring within reach (COG, in the unit of the complexity index; NaN where unknown)."""
    chosen, country = candidates(local.edition), local.country
    if not local.presence.any():
        nothing = Nearness(None, None)
        return [Kinship(nothing, nothing, nothing)] * len(chosen.codes), np.full(len(chosen.codes), np.nan)
    present = local.presence[None, :]
    near = {kind: density(present, phi)[0][chosen.at] for kind, phi in relatedness(local.edition).items()}
    notes = {kind: normalise(values[:, None], None, "rank")[:, 0] for kind, values in near.items()}
    by_kind = (map(Nearness, near[kind].tolist(), notes[kind].tolist()) for kind in columns(Kinship))
    each = [Kinship(*row) for row in zip(*by_kind, strict=True)]
    pci = country.vector(local.edition.table("complexity_class"), "pci")
    gain = complexity_outlook_gain(present, np.nan_to_num(pci), country.proximity)[0]
    return each, np.where(np.isnan(pci), np.nan, gain)[chosen.at]


def kinship_sentence(kinship: Kinship) -> str:
    """« Parenté avec ce qui se fait ici : forte par les métiers, faible par les lieux. »"""
    notes = {kind: getattr(kinship, columns(Kinship)[kind].name).note for kind in KINDS}
    by_grade = {
        grade: [KINDS[kind] for kind, note in notes.items() if note is not None and low <= note < high]
        for grade, low, high in zip(GRADES, (STRONG, FAIR, 0.0), (np.inf, STRONG, FAIR), strict=True)
    }
    told = [f"{grade} par {listing(kinds)}" for grade, kinds in by_grade.items() if kinds]
    return f"Parenté avec ce qui se fait ici : {', '.join(told)}." if told else ""
