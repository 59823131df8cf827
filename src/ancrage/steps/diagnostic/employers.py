"""Dependence on few employers: how much of the jobs hangs on the largest ones."""

from typing import Annotated, Any

import numpy as np

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.units import FIRMS, INDEX, JOBS, SHARE, SITES
from ancrage.domain.wording import count, percent
from ancrage.methods import herfindahl
from ancrage.steps.local import Local

SHOWN = 10


REGISTER, PUB = ("establishments",), Status.PUBLISHED


class Employer(Record):
    """A legal entity (SIREN) with all its establishments here; `name` is None when it may be a person's."""

    siren: Annotated[str, text("SIREN", kind="code")]
    name: Annotated[str | None, text("Nom")] = field(name="nom")
    activity: Annotated[str, text("Activité (NAF)", kind="code")] = field(name="activite")
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    jobs: Annotated[int, number("Emplois", JOBS, of=REGISTER)] = field(name="emplois")
    share: Annotated[float, number("Part des emplois observés", SHARE, of=REGISTER, head="Part des emplois d'ici")] = (
        field(name="part")
    )
    establishments: Annotated[int, number("Établissements ici", SITES, of=REGISTER, status=PUB)] = field(
        name="etablissements"
    )


class EmployerDependence(Record):
    """Shares are of the jobs of the register here; all None in a territory without establishment."""

    establishments: Annotated[int, number("Établissements", SITES, of=REGISTER, status=PUB)] = field(
        name="etablissements"
    )
    employers: Annotated[int, number("Employeurs (SIREN)", FIRMS, of=REGISTER, status=PUB)] = field(name="employeurs")
    top_share: Annotated[float | None, number("Part du premier employeur", SHARE, of=REGISTER)] = field(
        name="part_premier"
    )
    top_three_share: Annotated[float | None, number("Part des trois premiers", SHARE, of=REGISTER)] = field(
        name="part_trois_premiers"
    )
    top_ten_share: Annotated[float | None, number("Part des dix premiers", SHARE, of=REGISTER)] = field(
        name="part_dix_premiers"
    )
    hhi: Annotated[float | None, number("Concentration des emplois par employeur (Herfindahl)", INDEX, of=REGISTER)]
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    main: Annotated[tuple[Employer, ...], text("Principaux employeurs")] = field(name="principaux")


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
