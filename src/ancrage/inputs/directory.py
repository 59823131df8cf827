"""Every code and every name that a commune bears or bore, normalised once an edition."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from ancrage.domain.wording import NBSP, at_place, count, listing, of_place
from ancrage.warehouse.edition import Edition, derived
from ancrage.warehouse.successions import DISTRICT, OVERSEAS, RECENT, RECODED
from ancrage.warehouse.territories import loosen, normalise

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Former:
    """A code and a name of another year. `commune`: the one of the edition, empty when it is outside."""

    code: str
    label: str
    commune: str
    when: date | None
    kind: str


@dataclass(frozen=True, eq=False)
class Directory:
    """The communes of an edition, by code, by name, by older code, by older name and by postcode."""

    edition: Edition

    @cached_property
    def labels(self) -> dict[str, str]:
        return dict(self.edition.table("communes").select("commune", "label").iter_rows())

    @cached_property
    def population(self) -> dict[str, int]:
        return dict(self.edition.table("communes").select("commune", pl.col("population").fill_null(0)).iter_rows())

    @cached_property
    def former(self) -> dict[str, list[Former]]:
        """By code; the last name that a code bore comes first."""
        rows = self.edition.table("commune_names").sort(
            "code",
            pl.col("kind") != RECENT,
            pl.col("date").fill_null(date.min).dt.epoch("d").neg(),
            "label",
            "commune",
            nulls_last=True,
        )
        found: dict[str, list[Former]] = {}
        for code, label, commune, when, kind in rows.iter_rows():
            found.setdefault(code, []).append(Former(code, label, commune or "", when, kind))
        return found

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """Codes by normalised name."""
        found: dict[str, list[str]] = {}
        for code, label in self.labels.items():
            found.setdefault(normalise(label), []).append(code)
        return found

    @cached_property
    def by_loose_name(self) -> dict[str, list[str]]:
        """Codes by normalised name without its articles."""
        found: dict[str, list[str]] = {}
        for name, codes in self.by_name.items():
            found.setdefault(loosen(name), []).extend(codes)
        return found

    @cached_property
    def by_former_name(self) -> dict[str, list[Former]]:
        """With and without articles."""
        found: dict[str, list[Former]] = {}
        for row in (row for rows in self.former.values() for row in rows):
            for name in {normalise(row.label), loosen(normalise(row.label))} - {""}:
                found.setdefault(name, []).append(row)
        return found

    @cached_property
    def by_postcode(self) -> dict[str, list[str]]:
        rows = self.edition.table("commune_postcodes").group_by("postcode", maintain_order=True).agg("commune")
        return dict(rows.iter_rows())

    @cached_property
    def districts(self) -> dict[str, set[int]]:
        """Numbers of the municipal arrondissements of a commune."""
        found: dict[str, set[int]] = {}
        for row in (row for rows in self.former.values() for row in rows if row.kind == DISTRICT):
            number = re.search(r"\d+", row.label)
            found.setdefault(row.commune, set()).update({int(number.group())} if number else ())
        return found

    @cached_property
    def overseas(self) -> tuple[str, ...]:
        """First three digits of the codes of overseas collectivities that are no département."""
        home = {departement(code) for code in self.labels}
        rows = [row for rows in self.former.values() for row in rows if row.kind == OVERSEAS]
        return tuple(sorted({row.code[:3] for row in rows} - home))

    def named(self, code: str) -> str:
        """« Annecy (74010) »."""
        return f"{self.labels[code]} ({code})"

    def of(self, code: str) -> str:
        """« d'Annecy (74010) »."""
        return f"{of_place(self.labels[code])} ({code})"

    def largest(self, codes: Iterable[str], most: int) -> list[str]:
        """The most peopled first."""
        return sorted(codes, key=lambda code: (-self.population[code], code))[:most]

    def listed(self, codes: Collection[str], most: int = 6) -> str:
        """« Cluses (74081), Thyez (74278) et 3 autres »."""
        shown = [self.named(code) for code in self.largest(codes, most)]
        return listing(shown) if len(codes) <= most else f"{', '.join(shown)} et {count(len(codes) - most, 'autre')}"

    def told(self, row: Former) -> str:
        """What an older code or name became: « 74268 Seynod, réunie à Annecy (74010) le 1er janvier 2017 »."""
        own, of = self.labels.get(row.code), self.of(row.commune)
        if row.kind == DISTRICT:
            return f"{row.code} est un arrondissement {of}, une seule commune dans l'édition"
        if row.kind == RECENT:
            recent = f"{row.code} {row.label}, code plus récent que l'édition{NBSP}: {self.named(row.commune)}"
            return f"{row.label} est le nom récent {of}" if own else recent
        if own is not None or row.label != self.former[row.code][0].label:
            return f"{row.label} est un ancien nom {of}"
        on = f" le {written(row.when)}" if row.when else ""
        if row.kind == RECODED:
            return f"{row.code} {row.label} a changé de code{on}{NBSP}: {self.named(row.commune)}"
        return f"{row.code} {row.label}, réunie {at_place(self.labels[row.commune])} ({row.commune}){on}"


@derived
def directory(edition: Edition) -> Directory:
    return Directory(edition)


def departement(code: str) -> str:
    """Département of an INSEE code."""
    return code[:3] if code.startswith("97") else code[:2]


def written(day: date) -> str:
    """« 1er janvier 2017 »."""
    return f"{day.day if day.day > 1 else '1er'} {MONTHS[day.month - 1]} {day.year}"
