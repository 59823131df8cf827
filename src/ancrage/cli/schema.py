"""`ancrage schema`: the JSON Schema of `etude.json`."""

import click


@click.command()
def schema() -> None:
    """Écrit le schéma (JSON Schema) d'etude.json : chaque objet, ses clés, leurs unités.

    Pour le garder : ancrage schema > etude.schema.json
    """
    from ancrage.writers.json import schema_text

    click.echo(schema_text(), nl=False)
