"""Codes of sources of other years, as the edition knows them: communes that merged, activities of the next NAF."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from ancrage.sources.codes import refuse_unknown

if TYPE_CHECKING:  # the tables of a build need more libraries than a study
    from ancrage.warehouse.table import Inputs

COMMUNE = "COM"
# what an older or newer name of a commune is
MERGED, RECODED, RENAMED, RECENT, DISTRICT, OVERSEAS = (
    "réunie", "recodée", "renommée", "plus récente", "arrondissement", "outre-mer",
)  # fmt: skip


class History:
    """What each commune became, from the events of the official code."""

    def __init__(self, events: pl.DataFrame) -> None:
        self.events = events
        between = events.filter(
            pl.col("type_before") == COMMUNE, pl.col("type_after") == COMMUNE, pl.col("before") != pl.col("after")
        )
        self.ends: dict[str, list[tuple[date, str, str]]] = {}
        self.origins: dict[str, list[tuple[date, str]]] = {}
        for when, event, before, after in between.select("date", "event", "before", "after").iter_rows():
            self.ends.setdefault(before, []).append((when, event, after))
            self.origins.setdefault(after, []).append((when, before))

    def end(self, code: str) -> tuple[date, str] | None:
        """When a commune became others for the last time, and by which kind of event."""
        return max(((when, event) for when, event, _ in self.ends.get(code, ())), default=None)

    def heirs(self, code: str, known: Collection[str], path: tuple[str, ...] = ()) -> set[str]:
        """Communes of `known` that an older code became, those of its last end; empty when there is none."""
        if code in known:
            return {code}
        last = self.end(code)
        if last is None or code in path:
            return set()
        after = {heir for when, _, heir in self.ends[code] if when == last[0]}
        return {one for heir in after for one in self.heirs(heir, known, (*path, code))}

    def parents(self, code: str, known: Collection[str]) -> set[str]:
        """Communes of `known` that a newer code was taken from."""
        made = self.origins.get(code, [])
        latest = max((when for when, _ in made), default=None)
        return {before for when, before in made if when == latest and before in known}


def current_communes(inputs: "Inputs", codes: pl.Series, source: str) -> pl.Series:
    """Communes of the edition: one that ended becomes its heir; one that nobody knows, or that was shared out, stops
    the build (AncrageError)."""
    known = set(inputs.source("cog_communes")["commune"])
    if strange := set(codes.drop_nulls()) - known:
        history = History(inputs.source("cog_mouvements"))
        heirs = {code: history.heirs(code, known) or history.parents(code, known) for code in sorted(strange)}
        codes = codes.replace({code: next(iter(those)) for code, those in heirs.items() if len(those) == 1})
    remedy = (
        "Corrigez ce code dans la source : aucun événement du code officiel géographique ne le relie à une commune."
    )
    refuse_unknown(codes, known, "commune", source, remedy)
    return codes


def current_activities(inputs: "Inputs", codes: pl.Series, source: str) -> pl.Series:
    """Sub-classes of the NAF rév. 2: one of the NAF 2025 becomes the most common of those it comes from; one that
    nobody knows stops the build (AncrageError)."""
    known = set(inputs.tables["naf"]["naf"])
    if set(codes.drop_nulls()) - known:
        numbers = inputs.source("sirene_departements").group_by("naf").agg(pl.col("establishments").sum())
        links = inputs.source("naf_correspondance").join(numbers, on="naf", how="left")
        best = links.sort(
            ["naf_2025", "main", "establishments", "naf"], descending=[False, True, True, False], nulls_last=True
        ).unique("naf_2025", keep="first", maintain_order=True)
        codes = codes.replace(dict(best.select("naf_2025", "naf").iter_rows()))
    remedy = "Ajoutez la sous-classe au fichier de la nomenclature, ou corrigez celle de l'établissement."
    refuse_unknown(codes, known, "sous-classe NAF", source, remedy)
    return codes
