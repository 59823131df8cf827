"""One target against the sites in reach: which are large enough and may be built on, in which order."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ancrage.domain.wording import NBSP, count, listing
from ancrage.methods import site_fit
from ancrage.steps.national import Floats
from ancrage.steps.resources import Need, Range, area, span
from ancrage.steps.sites.offer import Offer, offer
from ancrage.steps.sites.qualities import buildable, weights
from ancrage.steps.sites.reach import OWN

SHOWN, KEPT_FOR_AROUND = 5, 2  # brownfields a target; the sites of the territory's list are all shown
MUCH_BETTER = 0.2  # a note that much higher outside the territory deserves a word
NO_NATIONAL_LIST = "aucun terrain connu ne veut pas dire aucun terrain : donnez votre liste"


@dataclass(frozen=True, slots=True)
class TargetSites:
    """Counts of sites that may serve: `own` of the territory's list, `here` brownfields of the territory, `around`
    within reach of it; `too_small` and `kept_natural`: those set aside. `largest_ha`: of the buildable brownfields in
    reach, None without any. `offers`: own sites first, then those here, then those around, best note first."""

    target: str
    label: str
    need: Need
    own: int
    here: int
    around: int
    too_small: int
    own_too_small: int
    kept_natural: int
    largest_ha: float | None
    offers: tuple[Offer, ...]
    sentence: str


def matched(need: Need, label: str, reach: pl.DataFrame, known: Floats, radius_km: float) -> TargetSites:
    """`reach`: rows of the own list and of the brownfields; `known`: their `qualities`. Without a known need nothing is matched, and it says so."""
    land = need.land_ha
    if land is None:
        return TargetSites(
            need.activity, label, need, 0, 0, 0, 0, 0, 0, None, (), "Besoin de terrain inconnu : rien à comparer."
        )
    notes = site_fit(
        reach["area_ha"].fill_null(np.nan).to_numpy(),
        (land.low, land.central, land.high),
        known,
        weights(need.activity),
    )
    own = pl.col("origin") == OWN
    judged = reach.with_columns(note=pl.Series(notes).fill_nan(None)).with_columns(
        small=pl.col("area_ha").fill_null(np.inf) < land.low, open=own | buildable()
    )
    small = judged.filter("small")
    natural = judged.filter(~pl.col("small"), ~pl.col("open")).height
    fitting = judged.filter(~pl.col("small"), "open").sort(
        own, "here", "note", "site", "name", "commune",
        descending=[True, True, True, False, False, False], nulls_last=True,
    )  # fmt: skip
    brownfields = fitting.filter(~own)
    here, around = brownfields.filter("here"), brownfields.filter(~pl.col("here"))
    shown_here = here.head(SHOWN - min(around.height, KEPT_FOR_AROUND))
    kept = pl.concat([fitting.filter(own), shown_here, around.head(SHOWN - shown_here.height)])
    largest = judged.filter(~own, "open")["area_ha"].max()
    counts = {
        "own": fitting.height - brownfields.height,
        "here": here.height,
        "around": around.height,
        "too_small": small.filter(~own).height,
        "own_too_small": small.filter(own).height,
        "kept_natural": natural,
    }
    offers = tuple(offer(row, rank, need, land) for rank, row in enumerate(kept.iter_rows(named=True), start=1))
    return TargetSites(
        target=need.activity,
        label=label,
        need=need,
        **counts,
        largest_ha=None if largest is None else float(largest),  # type: ignore[arg-type]
        offers=offers,
        sentence=_sentence(land, counts, largest, offers, radius_km),
    )


def _sentence(
    land: Range, counts: dict[str, int], largest: object, offers: tuple[Offer, ...], radius_km: float
) -> str:
    asked = f"Un projet type demande {span(land, area)}{NBSP}ha de terrain"
    small = counts["own_too_small"]
    listed = f" ; {count(small, 'site')} de votre liste {'est trop petit' if small < 2 else 'sont trop petits'}"
    told = listed if small else ""
    if not offers:
        return f"{asked} : aucun site connu{told}. {_why_none(land, counts, largest, radius_km)}."
    parts = [f"{count(counts['own'], 'site')} de votre liste"] if counts["own"] else []
    if counts["here"]:
        parts.append(f"{count(counts['here'], 'friche')} du territoire")
    if counts["around"]:
        away = f"à moins de {radius_km:.0f}{NBSP}km"
        parts.append(f"{count(counts['around'], 'friche')} {away}" if len(parts) < 1 or not counts["here"]
                     else f"{count(counts['around'], 'autre')} {away}")  # fmt: skip
    many = counts["own"] + counts["here"] + counts["around"] > 1
    return f"{asked} : {listing(parts)} {'ont' if many else 'a'} la place{told}. {_first(offers)}."


def _first(offers: tuple[Offer, ...]) -> str:
    """« À voir d'abord : Cluses, 2,3 ha, friche sans projet, zone urbaine »; and the best outside when much better."""
    first = offers[0]
    outside = max((o for o in offers if not o.here and o.note is not None), key=lambda o: o.note or 0, default=None)
    said = f"À voir d'abord : {_told(first)}"
    if first.origin != OWN and first.here and outside and (outside.note or 0) > (first.note or 0) + MUCH_BETTER:
        said += f". Mieux noté, hors du territoire ({outside.distance_km:.0f}{NBSP}km) : {_told(outside)}"
    return said


def _told(best: Offer) -> str:
    what = [f"{best.name} ({best.commune_label})" if best.name else best.commune_label]
    if best.area_ha is not None:
        what.append(f"{area(best.area_ha)}{NBSP}ha")
    if best.origin != OWN:
        what.append(best.status)
    return ", ".join(what + ([best.zoning] if best.zoning else []))


def _why_none(land: Range, counts: dict[str, int], largest: object, radius_km: float) -> str:
    reasons = []
    if largest is not None:
        reasons.append(
            f"la plus grande des friches connues ici et à moins de {radius_km:.0f}{NBSP}km fait "
            f"{area(float(largest))}{NBSP}ha"  # type: ignore[arg-type]
        )
    if counts["kept_natural"]:
        kept = counts["kept_natural"]
        reasons.append(f"{count(kept, 'friche')} assez {'grande est' if kept < 2 else 'grandes sont'} en zone naturelle "
                       "ou agricole")  # fmt: skip
    if not reasons:
        reasons.append(f"aucune friche sans projet n'est recensée ici ni à moins de {radius_km:.0f}{NBSP}km")
    said = " ; ".join([*reasons, NO_NATIONAL_LIST])
    return said[:1].upper() + said[1:]
