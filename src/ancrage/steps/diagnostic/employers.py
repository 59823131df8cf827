"""Dependence on few employers: how much of the jobs hangs on the largest ones."""

from dataclasses import dataclass

import polars as pl

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
    by_siren = (
        rows.sort(["jobs", "siret"], descending=[True, False])
        .group_by(siren=pl.col("siret").str.slice(0, 9), maintain_order=True)
        .agg(pl.col("name", "class").first(), jobs=pl.col("jobs").sum(), establishments=pl.len())
        .sort(["jobs", "siren"], descending=[True, False])
    )
    shares = (by_siren["jobs"] / by_siren["jobs"].sum()).to_numpy()
    main = tuple(
        Employer(siren, name, activity, local.country.labels[activity], int(jobs), float(share), int(sites))
        for (siren, name, activity, jobs, sites), share in zip(by_siren.head(SHOWN).iter_rows(), shares, strict=False)
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
        hhi=float(herfindahl(by_siren["jobs"].to_numpy())),
        sentence=sentence,
        main=main,
    )
