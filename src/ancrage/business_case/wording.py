"""What `ancrage cout` prints: the answer, in a page that can be read aloud."""

import re
from collections.abc import Iterator

from ancrage.domain.wording import NBSP, decimal, integer, lower_first, percent
from ancrage.steps.costs.compare import Comparison, Result
from ancrage.steps.costs.components import GROUPS
from ancrage.steps.costs.estimates import TO_CHECK, TOLD
from ancrage.steps.costs.wording import money, share_range

SWINGS, LINES = 6, 12


def summary(result: Result) -> Iterator[str]:
    case = result.case
    yield f"{case.title}"
    yield (
        f"{integer(case.volume.central)} par an (unité : {case.unit}), {case.years} ans à partir de "
        f"{case.first_year} ; {integer(result.draws)} tirages."
    )
    for found in result.comparisons:
        yield ""
        yield from found.sentences
    yield ""
    if len(result.comparisons) > 1:
        yield f"Le détail, face à l'origine la plus dure à battre ({result.hardest.origin.place.label}) :"
    yield from _detail(result.hardest, case.unit)
    yield ""
    yield _hypotheses(result)
    yield "Chaque hypothèse, sa source et son effet : --sortie DOSSIER (cout.html, cout.xlsx, cout.json)."


def _detail(found: Comparison, unit: str) -> Iterator[str]:
    if found.group_gaps:
        yield "  Du plus sûr au plus discutable, l'écart devient :"
        for group, gap in found.group_gaps:
            yield f"    {GROUPS[group]:<24} {share_range(gap)}"
        yield ""
    yield f"  Coût d'une unité ({unit}), moyenne des fourchettes :"
    yield f"    {'':<44}{'ailleurs':>14}{'ici':>14}"
    ranked = sorted(found.lines, key=lambda line: -abs(line.there - line.here) if line.key != "price" else -1e18)
    shown = list(ranked[:LINES])
    for line in shown:
        yield f"    {line.label:<44}{money(line.there):>14}{money(line.here) if found.gap else '?':>14}"
    if rest := ranked[LINES:]:
        there, here = sum(line.there for line in rest), sum(line.here for line in rest)
        yield f"    {'Autres lignes':<44}{money(there):>14}{money(here) if found.gap else '?':>14}"
    if found.levers:
        yield ""
        yield "  Ce qu'il faudrait pour que ce soit vrai, chaque levier seul :"
        yield from (f"    {lever.sentence}" for lever in found.levers)
    if found.payback:
        yield ""
        yield from (f"  {said}" for said in re.split(r"(?<=\.) (?=[A-Z])", found.payback.sentence))
    if found.swings:
        yield ""
        yield "  Si une hypothèse change seule :"
        for s in found.swings[:SWINGS]:
            ends = (
                f"{decimal(100 * s.at_low)} à {decimal(100 * s.at_high)}{NBSP}%"
                if found.gap
                else f"{money(s.at_low)} à {money(s.at_high)}"
            )
            yield f"    {s.label} : {ends}"


def _hypotheses(result: Result) -> str:
    """How much of the answer nobody told."""
    every = {key: value for found in result.comparisons for key, value in found.hypotheses.items()}
    told = sum(value.confidence == TOLD for value in every.values())
    doubtful = [key for key, value in every.items() if value.confidence == TO_CHECK]
    top = [s for found in result.comparisons for s in found.swings if s.estimate.confidence == TO_CHECK]
    first = list(dict.fromkeys(lower_first(s.label) for s in sorted(top, key=lambda s: -s.width)))[:3]
    check = f" À vérifier d'abord : {' ; '.join(first)}." if first else ""
    return (
        f"{told} hypothèses viennent du dossier, {len(every) - told} sont prises par défaut, dont {len(doubtful)} à "
        f"vérifier ({percent(len(doubtful) / len(every), 0)}).{check}"
    )
