"""Dependence on few employers: how much of the jobs hangs on the largest ones."""

from dataclasses import dataclass

import polars as pl

from ancrage.domain.standing import standing
from ancrage.domain.wording import count, listing, percent
from ancrage.methods import herfindahl
from ancrage.steps.local import Local

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Employer:
    """A legal entity (SIREN) with all its establishments here; `name` is None when it may be a person's.

    `standing`: what is known of its largest establishment here since the register was made (French)."""

    siren: str
    name: str | None
    activity: str
    label: str
    jobs: int
    share: float
    establishments: int
    standing: str


@dataclass(frozen=True, slots=True)
class EmployerDependence:
    """Shares are of the jobs of the register here; all None in a territory without establishment.

    `remarks`: plants that a source says closed, and plants that the register lacks: named, never counted."""

    establishments: int
    employers: int
    top_share: float | None
    top_three_share: float | None
    top_ten_share: float | None
    hhi: float | None
    sentence: str
    main: tuple[Employer, ...]
    remarks: tuple[str, ...]


def employer_dependence(local: Local) -> EmployerDependence:
    rows = local.register
    if rows.is_empty():
        sentence = "Aucun établissement de 20 salariés et plus dans le champ du répertoire : rien à mesurer."
        return EmployerDependence(0, 0, None, None, None, None, sentence, (), remarks(local))
    by_siren = (
        rows.sort(["jobs", "siret"], descending=[True, False])
        .group_by(siren=pl.col("siret").str.slice(0, 9), maintain_order=True)
        .agg(
            pl.col("name", "class").first(),
            jobs=pl.col("jobs").sum(),
            establishments=pl.len(),
            state=pl.struct("state", "state_date", "state_source", "warning").first(),
        )
        .sort(["jobs", "siren"], descending=[True, False])
    )
    shares = (by_siren["jobs"] / by_siren["jobs"].sum()).to_numpy()
    main = tuple(
        Employer(
            siren, name, activity, local.country.labels[activity], int(jobs), float(share), int(sites), standing(state)
        )
        for (siren, name, activity, jobs, sites, state), share in zip(
            by_siren.head(SHOWN).iter_rows(), shares, strict=False
        )
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
        remarks=remarks(local),
    )


def remarks(local: Local) -> tuple[str, ...]:
    """One sentence a kind: closings to confirm, closings, plants that the register lacks. The largest first."""
    doubtful = local.closed.filter("to_confirm")
    closed = local.closed.filter(~pl.col("to_confirm"))
    found = []
    if doubtful.height:
        found.append(f"Signalés fermés, à confirmer, et laissés hors des comptes : {_closed(local, doubtful)}.")
    if closed.height:
        found.append(f"Signalés fermés depuis, et retirés des comptes : {_closed(local, closed)}.")
    if local.added.height:
        places = _labels(local)
        named = [f"{name} ({places[commune]})" for name, commune in local.added.select("name", "commune").iter_rows()]
        found.append(
            f"Connus ici et absents du registre, nommés sans être comptés, faute d'effectif : {listing(_first(named))}."
        )
    return tuple(found)


def _closed(local: Local, rows: pl.DataFrame) -> str:
    """« Bridgestone (Béthune, 750 emplois au registre, 2021) »."""
    places = _labels(local)
    named = [
        f"{row['name'] or 'nom non diffusé'} ({places[row['commune']]}, {count(row['jobs'], 'emploi')} au registre"
        + (f", {row['state_date'][:4]})" if row["state_date"] else ")")
        for row in rows.iter_rows(named=True)
    ]
    return listing(_first(named))


def _first(named: list[str]) -> list[str]:
    return [*named[:SHOWN], count(len(named) - SHOWN, "autre")] if len(named) > SHOWN else named


def _labels(local: Local) -> dict[str, str]:
    return dict(local.communes.select("commune", "label").iter_rows())
