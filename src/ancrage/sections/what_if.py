"""How sure the ranking is: other weights, other methods, and what would move each of the first targets."""

from collections.abc import Callable, Iterator

from ancrage.domain.strategy import GROUPS
from ancrage.sections import wording
from ancrage.sections.blocks import Block, Rows, Section, Text, Title, items
from ancrage.sections.shortlist import labels, to_do
from ancrage.sections.table import Cell, Chain, Col, View, table, walk
from ancrage.sections.what_if_figures import tornado
from ancrage.steps.targets.what_if import Move
from ancrage.study import Study

NAMED = 10
SCENARIOS = 6  # what a change of stakes does, told on the page


def _robust(study: Study) -> Iterator[Chain]:
    names = labels(study)
    return ({**chain, "libelles": names} for chain in walk(study, "cibles.robustesse"))


def _points(study: Study) -> Iterator[Chain]:
    targets = {target.activity: target for target in study.targets}
    rows = walk(study, "robustesse.arbitrage")
    return ({**chain, "cibles": targets[chain["arbitrage"].activity]} for chain in rows)


def _top(size: int, head: str) -> Col:
    """Chances of being among the first `size`."""

    def probability(chain: Chain) -> Cell:
        return next((c.probability for c in chain["robustesse"].chances if c.size == size), None)

    return Col("chances.probabilite", head=head, value=probability)


def _moves(key: str, head: str, of: Callable[[Chain], tuple[Move, ...]]) -> Col:
    def written(chain: Chain) -> Cell:
        return " ; ".join(f"{m.label} ({m.before} → {m.after})" for m in of(chain)) or "aucune"

    return Col(key, head=head, kind="text", value=written)


def _group(chain: Chain) -> Cell:
    return GROUPS.get(chain["robustesse"].weight_change.group or "")


def _change(chain: Chain) -> Cell:
    """The one weight that would move it."""
    change = chain["robustesse"].weight_change
    if change.group is None:
        return "aucun poids seul n'y suffit"
    new, now = wording.percent(change.new_weight), wording.percent(change.weight)
    return f"{GROUPS[change.group]} : {new} au lieu de {now}"


def _other(chain: Chain) -> Cell:
    code = chain["robustesse"].weight_change.other
    return chain["libelles"].get(code, code)  # type: ignore[no-any-return]


_POSTURE = Col("cibles.posture", value=lambda chain: to_do(chain["cibles"]))
STEADINESS = View(
    "solidite",
    "Les premières cibles : à quel point leur place tient",
    rows="cibles.robustesse",
    columns=(
        "cibles.rang", "cibles.libelle", _top(10, "Dans les 10 premières"), "rangs.promethee_ii", "rangs.topsis",
        Col("changement_decisif", head="Sort des dix premières si", value=_change),
        Col("autre_cible", head="Prendrait sa place", value=_other),
    ),
    keep=lambda chain: not chain["cibles"].set_apart and chain["cibles"].rank <= NAMED,
    empty="Aucune des dix premières à éprouver : elles sont mises à part, ou le classement est trop court.",
    chains=_robust,
)  # fmt: skip
TESTED = View(
    "cibles",
    "Chances, rangs par trois méthodes, et plus petit changement d'un poids qui déplace chaque cible",
    rows="cibles.robustesse",
    columns=(
        "cibles.rang", "cibles.activite", "cibles.libelle", _POSTURE,
        *(_top(size, f"Chances de rester dans les {size} premières") for size in (5, 10, 20)),
        "rangs.somme_ponderee", "rangs.promethee_ii", "rangs.topsis",
        Col("bascule.groupe", kind="text", value=_group), "bascule.poids", "bascule.nouveau_poids", "bascule.points",
        Col("autre_cible", head="Prendrait ou laisserait la place", value=_other),
    ),
    empty="La solidité du classement n'a pas pu être mesurée ici.",
    chains=_robust,
)  # fmt: skip
SCENARIO = View(
    "scenarios",
    "Chaque enjeu doublé, réduit de moitié, retiré : qui entre dans les dix premières, qui en sort",
    rows="robustesse.scenarios",
    columns=(
        "hashtag", "libelle", "changement", "part", "nouvelle_part",
        _moves("entrent", "Entrent", lambda chain: chain["scenarios"].entering),
        _moves("sortent", "Sortent", lambda chain: chain["scenarios"].leaving),
    ),
    empty="Un seul enjeu pèse : rien à mettre en balance.",
)  # fmt: skip
TORNADO = View(
    "tornade",
    "Changement du score et rang obtenu, chaque critère pesant double, moitié moins, ou retiré",
    rows="cibles.robustesse.tornade.barres",
    columns=(
        Col("cibles.activite", head="Cible (NAF)"), Col("cibles.libelle", head="Libellé de la cible"),
        "libelle", "poids", "double", "rang_double", "moitie", "rang_moitie", "sans", "rang_sans",
    ),
)  # fmt: skip
TRADE_OFF = View(
    "arbitrage",
    "Ancrage local et promesse de chaque cible",
    rows="robustesse.arbitrage",
    columns=("rang", "activite", "cibles.libelle", _POSTURE, "ancrage", "promesse", "non_domine"),
    empty="L'ancrage local n'est pas connu ici.",
    chains=_points,
    beside=(("cibles", "cibles"),),
)


def blocks(study: Study) -> Iterator[Block]:
    robustness = study.robustness
    yield Title("Si un enjeu pesait autrement")
    sentences = robustness.sentences[1:]
    if sentences:
        yield items(sentences[:SCENARIOS])
        if len(sentences) > SCENARIOS:
            more = f"{SCENARIOS} phrases sur {len(sentences)} : feuille « Robustesse » de tableaux.xlsx."
            yield Text(more, style="more")
    else:
        nothing = "Rien à mettre en balance : un seul enjeu pèse, ou le classement n'a pas pu être éprouvé."
        yield Text(nothing, style="empty")
    yield Title("Si l'on comptait autrement")
    yield Text(
        f"{robustness.agreement.sentence} {wording.number(robustness.draws)} tirages font varier ensemble les poids et "
        "les données : « dans les 10 premières » en donne la part."
    )
    yield Rows(table(study, STEADINESS), NAMED)
    yield tornado(study)
    yield Text(
        "Les autres cibles et chaque enjeu doublé, réduit de moitié ou retiré : feuille « Robustesse » de "
        "tableaux.xlsx.",
        style="more",
    )


WHAT_IF = Section(
    "et-si",
    "Et si ?",
    "Que changeraient d'autres poids ou une autre méthode ? À quel point en sommes-nous sûrs ?",
    blocks,
    views=(TESTED, SCENARIO, TORNADO, TRADE_OFF),
    sheet="Robustesse",
    about="à quel point chaque place tient, et ce qui la ferait changer",
)
