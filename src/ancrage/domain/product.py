"""A product of the reference base, and the published lists that name it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublishedList:
    """`nature`: dépendance, sensibilité, priorité, politique, secteur or historique: only the first says that a
    product is depended upon. `read` says what of it could be read, `limits` what to hold against it."""

    code: str
    name: str
    author: str
    year: str
    nature: str
    definition: str
    read: str
    limits: str
    source: str


@dataclass(frozen=True, slots=True)
class ReferenceProduct:
    """`trade_codes`: HS6 or NC8 of the nomenclature before 2022, empty for a service; `later_codes`: those of the
    same goods since 2022. `activities`: NAF sub-classes; `activities_reason`: why one is not a class that the customs
    give those codes. `stakes`: (code, weight 0-1).

    `lists` holds only memberships that were read. Energy, water and ICPE constraints (None when nothing is known) are
    general knowledge unless `constraints_read`: to be checked before they are shown as facts. `origin`: the base, or
    the file of the territory that added the product.
    """

    id: str
    family: str
    subfamily: str | None
    label: str
    kind: str
    trade_codes: tuple[str, ...]
    later_codes: tuple[str, ...]
    code_precision: str | None
    activities: tuple[str, ...]
    activities_reason: str | None
    stakes: tuple[tuple[str, float], ...]
    reason: str
    lists: tuple[str, ...]
    trade_defence: bool | None
    energy_intensive: bool | None
    water_intensive: bool | None
    icpe_regime: str | None
    constraints_read: bool
    source: str
    origin: str

    @property
    def code_is_wider(self) -> bool:
        """Whether its trade codes hold other products too."""
        return "plus large" in (self.code_precision or "")
