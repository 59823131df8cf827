"""`ancrage strategie`: a file to start from, and a check of it."""

from datetime import date
from pathlib import Path

import click

from ancrage.cli.options import PATH, edition_option, heard, the_territory
from ancrage.cli.terminal import plain_lines


@click.group()
def strategie() -> None:
    """Le fichier de stratégie : modèle, contrôle.

    Ce que le territoire veut, écrit et modifiable."""


@strategie.command()
@click.argument("territoire")
@edition_option
def nouvelle(territoire: str, edition_folder: Path | None) -> None:
    """Écrit sur la sortie standard un fichier de stratégie à modifier.

    Exemple : ancrage strategie nouvelle "Cognac" > strategie.toml
    """
    from ancrage.inputs.strategy import strategy_template
    from ancrage.warehouse.edition import open_edition

    territory = the_territory(open_edition(edition_folder), territoire)
    click.echo(strategy_template(territory, date.today().year), nl=False)


@strategie.command()
@click.argument("fichier", type=PATH)
@edition_option
def verifier(fichier: Path, edition_folder: Path | None) -> None:
    """Vérifie un fichier de stratégie et le résume.

    Dit toutes les erreurs, ligne par ligne ; sinon les poids en pour cent, leur cohérence, les objectifs, les limites
    et ce qui mérite attention.
    """
    from ancrage.inputs.strategy import check_codes, load_strategy
    from ancrage.inputs.strategy.wording import summary
    from ancrage.warehouse.edition import open_edition

    strategy = load_strategy(fichier)
    edition = open_edition(edition_folder)
    strategy = heard(check_codes(strategy, edition))
    territory = the_territory(edition, strategy.territory) if strategy.territory else None
    click.echo(plain_lines("\n".join([*summary(strategy, territory), f"{fichier} : stratégie valable."])))
