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
    """`trade_codes`: HS6 or NC8, empty for a service; `activities`: NAF sub-classes; `stakes`: (code, weight 0-1).

    `lists` holds only memberships that were read. Constraints are orders of magnitude to be checked on a project;
    None when nothing is known. `origin`: the base, or the file of the territory that added the product.
    """

    id: str
    family: str
    subfamily: str | None
    label: str
    kind: str
    trade_codes: tuple[str, ...]
    code_precision: str | None
    activities: tuple[str, ...]
    stakes: tuple[tuple[str, float], ...]
    reason: str
    lists: tuple[str, ...]
    trade_defence: bool | None
    energy_intensive: bool | None
    water_intensive: bool | None
    icpe_regime: str | None
    source: str
    origin: str
