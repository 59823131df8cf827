"""Pages and files that the program writes about itself: commands, methods, data. `make docs` runs this module."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ancrage.cli.case_page import case_page
from ancrage.cli.main import ancrage, speak_french
from ancrage.domain.card import Card
from ancrage.domain.described import Column, columns, is_record, item_type, records
from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import decimal, integer
from ancrage.methods import FAMILIES
from ancrage.methods.cards import all_cards
from ancrage.reference import read_reference
from ancrage.sources.declaration import load_declaration
from ancrage.study import Study
from ancrage.study.document import VERSION
from ancrage.warehouse.edition import open_edition
from ancrage.writers.json import schema_text

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
WORDS = Path(__file__).parent / "locale" / "fr" / "LC_MESSAGES" / "ancrage.po"
GENERATED = "<!-- Page produite par « make docs » : ne pas la modifier à la main. -->\n\n"


def generated_files() -> dict[Path, bytes]:
    """Every generated file and what it must hold. Tests compare it with what is committed."""
    pages = {DOCS / "commandes.md": commands_page(), DOCS / "donnees.md": data_page(), **method_pages()}
    pages[DOCS / "etude-json.md"] = study_page()
    pages[DOCS / "dossier-economique-exemple.md"] = case_page(DOCS / "exemples" / "moules-arve.toml")
    files = {WORDS.with_suffix(".mo"): compiled_words(), DOCS / "etude.schema.json": schema_text().encode()}
    return files | {path: (GENERATED + text.rstrip() + "\n").encode() for path, text in pages.items()}


def compiled_words() -> bytes:
    compiled = BytesIO()
    with WORDS.open("rb") as file:
        write_mo(compiled, read_po(file, locale="fr"))
    return compiled.getvalue()


def commands_page() -> str:
    """The help of every command, as the terminal prints it."""
    speak_french()
    blocks = [
        f"## {context.command_path}\n\n```text\n{context.command.get_help(context)}\n```\n"
        for context in contexts(ancrage, "ancrage")
    ]
    return "# Les commandes\n\n" + "\n".join(blocks)


def contexts(command: click.Command, name: str, parent: click.Context | None = None) -> Iterator[click.Context]:
    """The context of a command and of those below it, as a terminal of 100 columns would see them."""
    context = command.make_context(name, [], parent=parent, resilient_parsing=True, terminal_width=100)
    yield context
    if isinstance(command, click.Group):
        for below, subcommand in command.commands.items():
            yield from contexts(subcommand, below, context)


def method_pages() -> dict[Path, str]:
    """One page a family of methods, and their index."""
    cards = all_cards()
    folder = DOCS / "methodes"
    titles = dict(read_reference("familles_methodes.csv").iter_rows())
    if untitled := FAMILIES.keys() - titles.keys():
        raise AncrageError(
            f"La famille de méthodes {', '.join(sorted(untitled))} n'a pas de titre français.",
            "Ajoutez-la à src/ancrage/reference/familles_methodes.csv.",
        )
    pages = {
        folder / f"{family}.md": f"# {titles[family]}\n\n" + "\n".join(card_section(cards[name]) for name in names)
        for family, names in FAMILIES.items()
    }
    index = [
        f"- [{titles[family]}]({family}.md) : {', '.join(f'`{name}`' for name in names)}"
        for family, names in FAMILIES.items()
    ]
    count = sum(len(names) for names in FAMILIES.values())
    intro = (
        f"# Les méthodes\n\n{count} méthodes, chacune une fonction pure de `ancrage.methods` et une fiche : "
        "formule, unité, lecture, conventions choisies et pourquoi, références.\n\n"
    )
    return {folder / "README.md": intro + "\n".join(index)} | pages


def card_section(card: Card) -> str:
    conventions = "\n".join(f"- {text}" for text in card.conventions)
    references = "\n".join(f"- {text}" for text in card.references)
    return (
        f"## {card.label}\n\n`ancrage.methods.{card.id}`\n\n"
        f"**Lecture.** {card.reading}\n\n**Formule.** `{card.formula}`\n\n"
        f"| Unité | Étendue | Valeur neutre |\n|---|---|---|\n"
        f"| {cell(card.unit)} | {cell(card.range)} | {cell(card.neutral)} |\n\n"
        f"**Conventions**\n\n{conventions}\n\n**Références**\n\n{references}\n"
    )


def data_page() -> str:
    """The dictionary of the embedded edition: every table and column, every source with its caveats."""
    edition = open_edition()
    tables = edition.manifest["tables"]
    size = sum(entry["bytes"] for entry in tables.values()) / 1e6
    parts = [
        f"# Les données de l'édition embarquée\n\n{len(tables)} tables, {decimal(size)} Mo. "
        + "« Statut » dit si un nombre est publié par sa source, estimé, secret ou absent.\n\n## Les sources\n"
    ]
    used = {(s["id"], s["vintage"]) for entry in tables.values() for s in entry["sources"]}
    parts += [source_section(source_id, vintage) for source_id, vintage in sorted(used)]
    parts += ["## Les tables\n", *(table_section(name, entry) for name, entry in sorted(tables.items()))]
    return "\n".join(parts)


def source_section(source_id: str, vintage: str) -> str:
    declared = load_declaration(source_id)
    lines = [
        f"### {declared.title}\n",
        f"{declared.producer}, millésime {vintage}. Licence : {declared.licence}. Rythme : {declared.rhythm}. "
        f"Unité : {declared.unit}. [Page du producteur]({declared.page}).\n",
        f"**Comment le millésime a été établi.** {declared.evidence}\n",
    ]
    return "\n".join([*lines, *(f"- {caveat}" for caveat in declared.caveats), ""])


def table_section(name: str, entry: dict[str, object]) -> str:
    columns: dict[str, dict[str, str]] = entry["columns"]  # type: ignore[assignment]
    sources: list[dict[str, str]] = entry["sources"]  # type: ignore[assignment]
    lines = [
        f"### {name}\n",
        f"{entry['title']}. {integer(float(str(entry['rows'])))} lignes.\n",
        f"**Méthode.** {entry['method']}\n",
        f"**Sources.** {' ; '.join(s['attribution'] for s in sources)}\n",
        "| Colonne | Libellé | Unité | Statut | Type |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{column}` | {cell(d['label'])} | {cell(d['unit'])} | {d['status']} | {cell(d['type'])} |"
        for column, d in columns.items()
    ]
    return "\n".join([*lines, ""])


def study_page() -> str:
    """The dictionary of `etude.json`: every record and field, from the records themselves."""
    parts = [
        "# Ce que contient etude.json\n\nLe document suit son [schéma](etude.schema.json), que donne aussi "
        "`ancrage schema` : aucune clé inconnue, aucune clé manquante. « en colonnes » : la liste est écrite comme un "
        "objet d'une liste par champ ; « répété » : chaque texte y est écrit une fois, puis sa place. Un champ dont la "
        "colonne « Unité » est vide n'est pas un nombre. Le document "
        f"lui-même décrit chacun de ses nombres sous `mesures`, par leur chemin. Version {VERSION} ; ce qui a changé "
        "depuis la version 1 : [comparer](etude-json-versions.md).\n"
    ]
    for record in records(Study):
        parts += [f"## {_title(record)}\n", f"{' '.join((record.__doc__ or '').split())}\n"]
        parts += ["| Clé | Ce que c'est | Unité | Statut | Tables |", "|---|---|---|---|---|"]
        parts += [_field_row(key, column) for key, column in columns(record).items()]
        parts.append("")
    return "\n".join(parts)


def _title(record: type) -> str:
    """Name of a record; followed by that of its module when another has the same name."""
    same = [other for other in records(Study) if other.__name__ == record.__name__]
    return record.__name__ if len(same) < 2 else f"{record.__name__}-{record.__module__.rpartition('.')[2]}"


def _field_row(key: str, column: Column) -> str:
    inner = item_type(column.type)
    label = f"{column.label} ([{_title(inner)}](#{_title(inner).lower()}))" if is_record(inner) else column.label
    label += ", en colonnes" if column.in_columns else ", répété" if column.repeats else ""
    label += f" ; à partir de la première en bref, sous `{column.rest}`, en colonnes" if column.rest else ""
    unit = column.unit or ("celle de sa colonne" if column.born else "")
    tables = ", ".join(f"`{name}`" for name in column.tables)
    return f"| `{key}` | {cell(label)} | {cell(unit)} | {column.status} | {tables} |"


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    WORDS.with_suffix(".mo").write_bytes(compiled_words())  # first: the page of commands is written with these words
    for path, content in generated_files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            click.echo(f"écrit : {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
