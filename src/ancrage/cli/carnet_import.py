"""`ancrage carnet importer`: a file read, its columns shown and confirmed, its rows matched, written whole."""

import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ancrage.cli.carnet_options import KINDS, author_option, open_workspace, territory_option
from ancrage.cli.options import PATH, Number, edition_option, the_territory
from ancrage.cli.progress import counting, waiting
from ancrage.cli.terminal import plain
from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import NBSP, count, integer, percent

if TYPE_CHECKING:
    from ancrage.inputs.columns import Columns
    from ancrage.inputs.table import Sheet
    from ancrage.store.rows import Row

SHOWN_PROBLEMS = 8
MOST_MB = 1000


def _threshold(context: click.Context, parameter: click.Parameter, value: float | None) -> float:
    from ancrage.store.matching import DOUBT, THRESHOLD

    if value is None:
        return THRESHOLD
    if not DOUBT < value < 1:
        raise AncrageError(
            f"Le seuil {value} n'a pas de sens.", f"Donnez un nombre entre {DOUBT} et 1, par exemple 0.9."
        )
    return value


def _size(context: click.Context, parameter: click.Parameter, value: float | None) -> float:
    from ancrage.inputs.table import SIZE_LIMIT_MB

    if value is None:
        return SIZE_LIMIT_MB
    if not 0 < value <= MOST_MB:
        raise AncrageError(f"La limite {value:g} Mo n'a pas de sens.", f"Donnez un nombre positif, {MOST_MB} au plus.")
    return value


@click.command()
@click.argument("fichier", type=PATH)
@click.option(
    "--type", "kind", type=click.Choice(KINDS), default="contacts", show_default=True, help="Ce que dit le fichier."
)
@territory_option
@click.option("--colonnes", metavar="LISTE", help='Quelle colonne dit quoi : nom="Raison sociale",siret=SIRET.')
@click.option("--correspondance", type=PATH, metavar="FICHIER", help="La même chose, dans un fichier.")
@click.option("--feuille", metavar="NOM", help="Feuille du classeur (défaut : la première qui contient quelque chose).")
@click.option(
    "--seuil",
    type=Number(),
    callback=_threshold,
    metavar="P",
    help="Chances à partir desquelles une ligne est appariée (défaut : 0,8).",
)
@click.option("--a-blanc", "dry", is_flag=True, help="Tout lire et tout rapprocher, sans rien écrire dans le carnet.")
@click.option("--oui", is_flag=True, help="Accepter la correspondance proposée sans la confirmer.")
@click.option(
    "--limite-mo",
    type=Number(),
    metavar="MO",
    callback=_size,
    help="Taille au-delà de laquelle un fichier est refusé (défaut : 50).",
)
@author_option
@edition_option
def importer(
    *,
    fichier: Path,
    kind: str,
    territoire: str | None,
    colonnes: str | None,
    correspondance: Path | None,
    feuille: str | None,
    seuil: float,
    dry: bool,
    oui: bool,
    limite_mo: float,
    author: str,
    edition_folder: Path | None,
) -> None:
    """Importe un fichier CSV, XLSX ou ODS : contacts, adhérents, visites…

    Les colonnes reconnues sont montrées avant d'être utilisées ; les autres ne sont pas gardées. Chaque ligne est
    rapprochée du registre : SIRET, puis SIREN, puis nom et commune. Les lignes douteuses attendent votre avis
    (ancrage carnet revoir). Importer deux fois le même fichier ne change rien.
    """
    from ancrage.inputs.table import read_sheet

    with waiting("Lecture du fichier…"):
        from ancrage.inputs.columns import is_known

        sheet = read_sheet(fichier, feuille, limite_mo, known=lambda heading: is_known(heading, kind))
    columns = the_columns(sheet, kind, colonnes, correspondance)
    show(sheet, columns, kind, fichier)
    if not (dry or oui or colonnes or correspondance):
        confirm(sheet, columns, kind, fichier)
    workspace = None if dry else open_workspace(territoire, edition_folder)
    if workspace is not None:
        from ancrage.store.writing import already_imported, counts_of

        if before := already_imported(workspace, kind, sheet, columns):
            click.echo(
                plain(
                    f"Ce fichier a déjà été importé le {before.created_at:%d/%m/%Y} par {before.author} "
                    f"(import {before.pk}) : rien n'a changé."
                )
            )
            summary(counts_of(before), seuil)
            return
    from ancrage.inputs.ground import Ground
    from ancrage.store.rows import understand
    from ancrage.warehouse.edition import open_edition

    edition = open_edition(edition_folder)
    with matching(len(sheet.rows)) as progress:
        from ancrage.store.matching import Register

        place = workspace.key if workspace is not None else territoire
        ground = Ground(edition, frozenset(the_territory(edition, place).communes if place else ()))
        register = Register.of(edition)
        rows = understand(sheet, columns, kind, register, ground, threshold=seuil, progress=progress)
    if workspace is None:
        counts: dict[str, int] = {}
        for row in rows:
            counts[row.match.status] = counts.get(row.match.status, 0) + 1
        click.echo("À blanc : rien n'a été écrit dans le carnet.")
        summary(counts, seuil)
        problems(rows)
        return
    from ancrage.store.writing import record

    done = record(
        workspace,
        kind,
        rows,
        file_name=fichier.name,
        sheet=sheet,
        columns=columns,
        edition=edition.id,
        threshold=seuil,
        author=author,
    )
    click.echo(plain(f"Import {done.imported.pk} dans le carnet de {workspace.label}, par {author}."))
    summary(done.counts, seuil)
    problems(rows)


@contextmanager
def matching(number: int) -> Iterator[Callable[[int], None]]:
    """A bar when the file is long, a word when it is not."""
    from ancrage.store.matching import BATCH

    if number <= 2 * BATCH:
        with waiting(f"Rapprochement de {count(number, 'ligne')} avec le registre…"):
            yield lambda done: None
        return
    with counting(1 - (-number // BATCH), "Rapprochement avec le registre") as begin:
        begin("préparation")
        yield lambda done: begin(f"{integer(done)} lignes")


def the_columns(sheet: "Sheet", kind: str, typed: str | None, path: Path | None) -> "Columns":
    from ancrage.inputs.columns import check_mapping, load_columns, parse_columns, propose

    if typed and path:
        raise AncrageError("La correspondance est donnée deux fois.", "Gardez --colonnes ou --correspondance.")
    if typed:
        columns = parse_columns(typed)
    elif path:
        columns = load_columns(path)
    else:
        columns = propose(sheet.headers, sheet.rows, kind)
    check_mapping(columns, sheet.headers, kind)
    return columns


def show(sheet: "Sheet", columns: "Columns", kind: str, path: Path) -> None:
    """On stderr: what was read, what each column is taken for, what is left aside."""
    from ancrage.inputs.columns import fields_of
    from ancrage.inputs.rows import conversions

    def say(text: str) -> None:
        click.echo(plain(text), err=True)

    where = f", feuille « {sheet.sheet} »" if sheet.sheet else ""
    say(f"{path.name}{where} : {count(len(sheet.rows), 'ligne')}, {count(len(sheet.headers), 'colonne')}.")
    for note in sheet.notes:
        say(f"  {note}")
    say("Colonnes gardées :")
    fields = fields_of(kind)
    width = max((len(h) for h in columns.headings()), default=0)
    for name, heading in columns.columns.items():
        personal = " (donnée personnelle)" if fields[name].personal else ""
        say(f"  {heading.ljust(width)}  →  {fields[name].label}{personal}")
    for told in conversions(kind, columns.columns):
        say(f"  {told}")
    for heading in columns.kept:
        say(f"  {heading.ljust(width)}  →  gardée telle quelle")
    aside = [h for h in sheet.headers if h not in columns.headings()]
    if aside:
        say(f"Colonnes laissées de côté : {', '.join(aside[:12])}{'…' if len(aside) > 12 else ''}")


def confirm(sheet: "Sheet", columns: "Columns", kind: str, path: Path) -> None:
    """Ask on a terminal; without one, or when the answer is no, leave the mapping in a file to correct."""
    question = "Importer ainsi ? (oui/non)"
    if sys.stdin.isatty() and click.prompt(question, default="oui", show_default=False)[:1].lower() == "o":
        return
    from ancrage.files.whole import write_whole
    from ancrage.inputs.columns import mapping_file

    mark = f"# {plain(path.name)}, {plain(sheet.sheet)}, {kind}, {sheet.sha256}"
    for number in itertools.count(1):
        target = Path(f"{path.stem}.correspondance{'' if number == 1 else f'-{number}'}.toml")
        if not target.exists():
            text = f"{mark}\n{mapping_file(columns, sheet.headers, kind)}"
            write_whole(target, text.encode(), private=True)
            break
        if first_line(target) == mark:  # this file's own, which someone may have corrected
            break
    raise AncrageError(
        f"La correspondance des colonnes n'est pas confirmée : elle est dans {target}, et rien n'a été importé.",
        f"Relisez-la, puis relancez avec --correspondance {target} (ou --oui pour l'accepter telle quelle).",
    )


def first_line(path: Path) -> str:
    """The first line of a text, or what can be read of it."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.readline(1000).rstrip("\n")
    except OSError:
        return ""


def summary(counts: dict[str, int], threshold: float) -> None:
    """Statuses with what each means for the reader."""
    from ancrage.store.matching import DOUBTFUL, DUPLICATE, MATCHED, NOT_FOUND
    from ancrage.store.rows import RECORDED, UNREADABLE

    register = "le registre de l'édition ne compte que les établissements de 20 salariés et plus, et tait certains noms"
    certain = f"(identifiant exact, ou au moins {percent(threshold)} de chances)"
    file_ = f"telle{{s}} quelle{{s}}{NBSP}: à revoir dans le fichier (voir ci-dessous)"
    meanings = {
        MATCHED: f"reliée{{s}} à un établissement {certain}",
        DOUBTFUL: "à revoir, qui {attend} votre avis : ancrage carnet revoir",
        NOT_FOUND: f"non trouvée{{s}}, gardée{{s}} telle{{s}} quelle{{s}} : {register}",
        DUPLICATE: "déjà connue{s}, non recopiée{s}",
        RECORDED: "notée{s} dans le carnet",
        UNREADABLE: f"illisible{{s}}, gardée{{s}} mais inutilisable{{s}} {file_}",
    }
    for status, meaning in meanings.items():
        if number := counts.get(status):
            many = number > 1
            said = meaning.format(s="s" if many else "", attend="attendent" if many else "attend")
            click.echo(f"  {integer(number):>6} {said}")


def problems(rows: "list[Row]") -> None:
    """On stderr: the first cells that could not be read, and the first that were not read literally."""
    odd = [(row.line, problem) for row in rows for problem in row.problems]
    notes = [(row.line, note) for row in rows for note in row.notes]
    for line, note in notes[:SHOWN_PROBLEMS]:
        click.echo(f"Ligne {line} : {note}", err=True)
    if len(notes) > SHOWN_PROBLEMS:
        click.echo(
            f"… et {count(len(notes) - SHOWN_PROBLEMS, 'autre lecture', 'autres lectures')} de ce genre.", err=True
        )
    for line, problem in odd[:SHOWN_PROBLEMS]:
        click.echo(plain(f"Ligne {line} : {problem}."), err=True)
    if len(odd) > SHOWN_PROBLEMS:
        click.echo(f"… et {count(len(odd) - SHOWN_PROBLEMS, 'autre')} : ancrage carnet lister dit tout.", err=True)
    same: dict[Any, list[int]] = {}
    for row in rows:
        if row.values.get("siret"):
            same.setdefault(row.values["siret"], []).append(row.line)
    twice = {siret: lines for siret, lines in same.items() if len(lines) > 1}
    if twice:
        siret, lines = next(iter(twice.items()))
        click.echo(
            f"{count(len(twice), 'SIRET', 'SIRET')} sur plusieurs lignes (par exemple {siret}, lignes "
            f"{', '.join(map(str, lines[:4]))}) : toutes sont gardées.",
            err=True,
        )
