"""A strategy file to start from: every key, explained; those in use hold the default strategy."""

from importlib.resources import files
from string import Template

from ancrage.domain.strategy import GROUPS
from ancrage.domain.territory import Level, Territory
from ancrage.inputs.strategy.default import default_strategy

EXAMPLE_YEARS = 10
SOME_COMMUNES = 'perimetre = ["74081", "74042"]'
SOME_TERRITORY = 'territoire = "zone_emploi:8414"'


def strategy_template(territory: Territory, year: int) -> str:
    """Commented TOML for this territory; `year` dates the examples. Read back, it is the default strategy."""
    default = default_strategy()
    place = f'territoire = "{territory.key}"\n# ... ou des communes choisies :\n#{SOME_COMMUNES}'
    if territory.level is Level.COMMUNES:
        codes = ", ".join(f'"{code}"' for code in territory.communes)
        place = f"perimetre = [{codes}]\n# ... ou un territoire officiel :\n#{SOME_TERRITORY}"
    template = (files("ancrage.inputs.strategy") / "modele.toml").read_text(encoding="utf-8")
    return Template(template).substitute(
        label=territory.label,
        place=place,
        year=year,
        later=year + EXAMPLE_YEARS,
        stakes="\n".join(f"{s.code} = {s.weight:g}  # {s.label}" for s in default.stakes),
        groups="\n".join(f"{code} = {default.groups[code]:g}  # {label}" for code, label in GROUPS.items()),
    )
