"""Dependence on few employers: how much of the jobs hangs on the largest ones."""

from typing import Annotated, Any

import numpy as np
import polars as pl

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.standing import standing
from ancrage.domain.units import FIRMS, INDEX, JOBS, SHARE, SITES
from ancrage.domain.wording import count, listing, percent
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
    standing: Annotated[str, text("État du plus grand établissement", head="État")] = field(name="etat")


class EmployerDependence(Record):
    """Shares are of the jobs of the register here; all None in a territory without establishment.

    `remarks`: plants that a source says closed, and plants that the register lacks: named, never counted."""

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
    remarks: Annotated[tuple[str, ...], text("Remarques", kind="prose")] = field(name="remarques")


def employer_dependence(local: Local) -> EmployerDependence:
    rows = local.register
    if rows.is_empty():
        sentence = "Aucun établissement de 20 salariés et plus dans le champ du répertoire : rien à mesurer."
        return EmployerDependence(0, 0, None, None, None, None, sentence, (), remarks(local))
    firms: dict[str, list[Any]] = {}
    ordered = rows.sort(["jobs", "siret"], descending=[True, False])
    known = ordered.select("siret", "name", "class", "jobs", "state", "state_date", "state_source", "warning")
    for row in known.iter_rows(named=True):
        firm = firms.setdefault(row["siret"][:9], [row, 0, 0])
        firm[1] += row["jobs"]
        firm[2] += 1
    largest = sorted(firms, key=lambda siren: (-firms[siren][1], siren))
    jobs = np.array([firms[siren][1] for siren in largest], dtype=float)
    shares = jobs / jobs.sum()
    labels = local.country.labels
    main = tuple(
        Employer(siren, row["name"], row["class"], labels[row["class"]], held, float(share), sites, standing(row))
        for siren, share in zip(largest[:SHOWN], shares, strict=False)
        for row, held, sites in [firms[siren]]
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
