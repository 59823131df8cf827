"""Dependence on few employers: how much of the jobs hangs on the largest ones."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ancrage.domain.wording import count, percent
from ancrage.methods import herfindahl
from ancrage.steps.local import Local

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Employer:
    """A legal entity (SIREN) with all its establishments here; `name` is None when it may be a person's."""

    siren: str
    name: str | None
    activity: str
    label: str
    jobs: int
    share: float
    establishments: int


@dataclass(frozen=True, slots=True)
class EmployerDependence:
    """Shares are of the jobs of the register here; all None in a territory without establishment."""

    establishments: int
    employers: int
    top_share: float | None
    top_three_share: float | None
    top_ten_share: float | None
    hhi: float | None
    sentence: str
    main: tuple[Employer, ...]


def employer_dependence(local: Local) -> EmployerDependence:
    rows = local.register
    if rows.is_empty():
        sentence = "Aucun établissement de 20 salariés et plus dans le champ du répertoire : rien à mesurer."
        return EmployerDependence(0, 0, None, None, None, None, sentence, ())
    firms: dict[str, list[Any]] = {}
    ordered = rows.sort(["jobs", "siret"], descending=[True, False]).select("siret", "name", "class", "jobs")
    for siret, name, activity, held in ordered.iter_rows():
        firm = firms.setdefault(siret[:9], [name, activity, 0, 0])
        firm[2] += held
        firm[3] += 1
    largest = sorted(firms, key=lambda siren: (-firms[siren][2], siren))
    jobs = np.array([firms[siren][2] for siren in largest], dtype=float)
    shares = jobs / jobs.sum()
    main = tuple(
        Employer(siren, name, activity, local.country.labels[activity], held, float(share), sites)
        for siren, share in zip(largest[:SHOWN], shares, strict=False)
        for name, activity, held, sites in [firms[siren]]
    )
    three = float(shares[:3].sum())
    sentence = (
        f"Le premier employeur porte {percent(shares[0])} des emplois observés, les trois premiers "
        f"{percent(three)}, sur {count(len(shares), 'employeur')}."
    )
    return EmployerDependence(
        establishments=rows.height,
        employers=len(shares),
        top_share=float(shares[0]),
        top_three_share=three,
        top_ten_share=float(shares[:10].sum()),
        hhi=float(herfindahl(jobs)),
        sentence=sentence,
        main=main,
    )
