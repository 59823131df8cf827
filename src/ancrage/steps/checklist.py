"""What to check before a council reads the study: the largest employers, and everyone that the dossier names first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ancrage.domain.standing import standing
from ancrage.steps.actors import Actor
from ancrage.steps.local import Local

EMPLOYERS, TARGETS, FIRST = 20, 3, 2


@dataclass(frozen=True, slots=True)
class ToCheck:
    """An establishment as the study knows it, and why it stands in the list."""

    siret: str
    name: str | None
    commune: str
    naf: str
    activity: str
    size: str
    standing: str
    why: str


def checklist(local: Local, actors: Sequence[Actor], targets: Sequence[str]) -> tuple[ToCheck, ...]:
    """The EMPLOYERS largest establishments here, those said closed « à confirmer », then the FIRST actors here of each
    role for the first TARGETS of `targets` (activities), each once."""
    largest = local.register.sort(["jobs", "siret"], descending=[True, False]).head(EMPLOYERS)
    doubtful = local.closed.filter("to_confirm")
    why = {siret: f"employeur n° {i}" for i, siret in enumerate(largest["siret"], start=1)}
    why |= dict.fromkeys(doubtful["siret"], "signalé fermé, à confirmer")
    wanted = set(targets[:TARGETS])
    named = [a for a in actors if a.siret and a.here and a.target in wanted and a.rank <= FIRST]
    for actor in named:
        why.setdefault(str(actor.siret), f"cité : {actor.role} ({actor.activity_label})")
    rows = pl.concat([local.register, doubtful.drop("replaced_by", "to_confirm")], how="diagonal")
    known = {row["siret"]: row for row in rows.filter(pl.col("siret").is_in(list(why))).iter_rows(named=True)}
    places = dict(local.communes.select("commune", "label").iter_rows())
    nafs = dict(local.edition.table("naf").select("naf", "label").iter_rows())
    return tuple(_to_check(known[siret], reason, places, nafs) for siret, reason in why.items())


def _to_check(row: Mapping[str, Any], why: str, places: Mapping[str, str], nafs: Mapping[str, str]) -> ToCheck:
    return ToCheck(
        siret=row["siret"],
        name=row["name"],
        commune=places.get(row["commune"], row["commune"]),
        naf=row["naf"],
        activity=nafs.get(row["naf"], ""),
        size=row["size_class"],
        standing=standing({**row, "to_confirm": True}),
        why=why,
    )
