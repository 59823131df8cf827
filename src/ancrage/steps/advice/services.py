"""The services that the founding text names (data, AI, hosting, cybersecurity): their own list, their own evidence."""

from typing import Annotated

import numpy as np

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.units import JOBS, QUOTIENT, RANK
from ancrage.domain.wording import NBSP, count, lower_first, times
from ancrage.steps.local import Local
from ancrage.steps.reference_base import products_by
from ancrage.steps.targets.values import candidates, service_values, services

OF = ("jobs_departement_class", "communes")
# fewer jobs, or half as many as so many people have in France, are no evidence
LEAST_JOBS, LEAST_QUOTIENT = 20.0, 0.5
# a class of the founding text without a service of the base behind it is left to the table of all activities
SHOWN = 5


class Service(Record):
    """A service of the founding text. Its jobs are those of the département, in proportion to its people here."""

    rank: Annotated[int, number("Rang", RANK)] = field(name="rang")
    activity: Annotated[str, text("Activité (NAF)", kind="code")] = field(name="activite")
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    offers: Annotated[tuple[str, ...], text("Services nommés par le texte fondateur")] = field(name="services")
    jobs: Annotated[float, number("Emplois estimés (part du département)", JOBS, of=OF, head="Emplois (est.)")] = field(
        name="emplois"
    )
    quotient: Annotated[float | None, number("Fois la part nationale par habitant", QUOTIENT, of=OF)]
    reason: Annotated[str, text("Pourquoi", kind="prose")] = field(name="raison")


def service_list(local: Local) -> tuple[Service, ...]:
    """Those with some jobs here, most above what as many people have in France first (ties by code)."""
    country, chosen = local.country, candidates(local.edition)
    jobs, _, _ = service_values(local)
    known = services(local.edition)
    people = float(local.communes["population"].fill_null(0).sum())
    everyone = float(local.edition.table("communes")["population"].fill_null(0).sum())
    expected = known.jobs.sum(axis=0) * (people / everyone if everyone else 0.0)
    codes = country.codes()
    named = {i: tuple(p.label for p in products_by(local.edition, codes[i])) for i in chosen.at[chosen.is_service]}
    found = [i for i, offers in named.items() if offers and np.nan_to_num(jobs[i]) >= LEAST_JOBS]
    found = [i for i in found if jobs[i] >= LEAST_QUOTIENT * expected[i]]
    found.sort(key=lambda i: (-jobs[i] / expected[i] if expected[i] else 0.0, codes[i]))
    return tuple(
        Service(
            rank=rank,
            activity=codes[i],
            label=country.labels[codes[i]],
            offers=named[i],
            jobs=float(jobs[i]),
            quotient=float(jobs[i] / expected[i]) if expected[i] else None,
            reason=_reason(float(jobs[i]), float(jobs[i] / expected[i]) if expected[i] else None, named[i]),
        )
        for rank, i in enumerate(found[:SHOWN], start=1)
    )


def _reason(jobs: float, quotient: float | None, offers: tuple[str, ...]) -> str:
    held = f"Environ {count(round(jobs), 'emploi')}, comptés dans le département et rapportés aux habitants d'ici"
    told = f" : {times(quotient)} ce qu'auraient autant d'habitants en France" if quotient else ""
    strong = quotient is not None and quotient >= 1.0
    end = "une base pour" if strong else "peu pour porter seul"
    names = " ; ".join(lower_first(offer) for offer in offers)
    return f"{held}{told}. C'est {end}{NBSP}: {names}."
