"""`ancrage strategie`: a file to start from, and a check of it."""

from pathlib import Path

import click

from ancrage.cli.options import edition_option, the_territory


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
    from ancrage.strategy import strategy_template
    from ancrage.warehouse.edition import open_edition

    click.echo(strategy_template(the_territory(open_edition(edition_folder), territoire)), nl=False)


@strategie.command()
@click.argument("fichier", type=click.Path(path_type=Path))
def verifier(fichier: Path) -> None:
    """Vérifie un fichier de stratégie et dit la première erreur, avec sa place."""
    from ancrage.strategy import load_strategy

    load_strategy(fichier)
    click.echo(f"{fichier} : stratégie valable.")
