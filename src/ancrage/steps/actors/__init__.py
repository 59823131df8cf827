"""Step 4, Acteurs: for each target, who could make it, supply it, buy it, move to it, come, stay and help."""

from collections.abc import Callable, Sequence
from functools import partial

from ancrage.domain.knowledge import Knowledge, SupportBody
from ancrage.domain.wording import listing, lower_first
from ancrage.steps.actors.actor import (
    ATTRACT,
    CUSTOMER,
    KEEP,
    PIVOT,
    PRODUCER,
    RADIUS_KM,
    ROLES,
    STRONG,
    SUPPLIER,
    SUPPORT,
    TOLD,
    WEAK,
    Actor,
    Around,
    around,
)
from ancrage.steps.actors.attract import to_attract
from ancrage.steps.actors.keep import to_keep
from ancrage.steps.actors.partners import customers, suppliers
from ancrage.steps.actors.pivots import pivots
from ancrage.steps.actors.producers import producers
from ancrage.steps.actors.wanted import Wanted, wanted_activity, wanted_product
from ancrage.steps.diagnostic.know_how import RareActivity, know_how_at_risk
from ancrage.steps.local import Local
from ancrage.steps.national import commune_labels

TARGETS, SHOWN, OTHERS = 10, 10, 4
NOTHING = Knowledge()

__all__ = [
    "PRODUCER",
    "RADIUS_KM",
    "ROLES",
    "SHOWN",
    "SUPPORT",
    "TARGETS",
    "Actor",
    "Wanted",
    "actors",
    "find_actors",
    "wanted_activity",
    "wanted_product",
]


def actors(
    local: Local,
    activities: Sequence[str],
    shown: int = SHOWN,
    knowledge: Knowledge = NOTHING,
    at_risk: tuple[RareActivity, ...] | None = None,
) -> tuple[Actor, ...]:
    """The actors of each target activity, by role in the order of ROLES, best first: `shown` possible producers and
    at most OTHERS in each other role. `at_risk`: the know-how of the diagnosis, when the caller has it."""
    wanted = [wanted_activity(a) for a in activities]
    return find_actors(local, wanted, shown, knowledge=knowledge, at_risk=at_risk)


def find_actors(
    local: Local,
    wanted: Sequence[Wanted],
    shown: int = SHOWN,
    *,
    others: int = OTHERS,
    knowledge: Knowledge = NOTHING,
    at_risk: tuple[RareActivity, ...] | None = None,
    roles: Sequence[str] = ROLES,
) -> tuple[Actor, ...]:
    """The same for activities or products (`wanted`)."""
    near = around(local)
    if at_risk is None and KEEP in roles:
        at_risk = know_how_at_risk(local, knowledge.signals)
    found: list[Actor] = []
    for one in wanted:
        makers = producers(near, one, shown)
        told = frozenset(a.siret for a in makers if a.siret)
        firms = frozenset(a.siren for a in makers if a.siren and a.confidence != WEAK)
        by_role: dict[str, Callable[[], list[Actor]]] = {
            PRODUCER: partial(list, makers),
            SUPPLIER: partial(suppliers, near, one, others, firms),
            CUSTOMER: partial(customers, near, one, others, firms),
            PIVOT: partial(pivots, near, one, others, told),
            ATTRACT: partial(to_attract, near, one, others),
            KEEP: partial(to_keep, near, one, at_risk or (), others),
            SUPPORT: partial(_support, near, one, knowledge.bodies, others),
        }
        for role in ROLES:
            if role in roles:
                found += by_role[role]()
    return tuple(found)


def _support(found: Around, wanted: Wanted, bodies: tuple[SupportBody, ...], shown: int) -> list[Actor]:
    """Bodies that the territory listed for the activity; none is invented."""
    fit = [b for b in bodies if any(c.startswith(p) for c in wanted.classes for p in b.activities)]
    labels = commune_labels(found.local.edition) if fit else {}
    return [
        Actor(
            target=wanted.key,
            rank=rank,
            siret=None,
            name=body.name,
            activity=None,
            activity_label=None,
            role=SUPPORT,
            commune=body.commune,
            commune_label=labels.get(body.commune or "", body.commune),
            here=body.commune in found.local.territory.communes if body.commune else None,
            distance_km=None,
            size_class=None,
            jobs=None,
            proximity=None,
            reason=f"{body.kind[:1].upper()}{body.kind[1:]} que le territoire liste pour cette activité "
            f"({listing(list(body.activities))}) ; source : {lower_first(body.source)}.",
            confidence=STRONG,
            lon=None,
            lat=None,
            siren=None,
            proof=TOLD,
            standing=None,
        )
        for rank, body in enumerate(fit[:shown], start=1)
    ]
