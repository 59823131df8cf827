"""The command line: it reads what was typed, calls, prints. No formula and no query here.

Commands import what is heavy when they run: `ancrage --help` opens no table and loads no numeric library.
"""

import gettext
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ancrage import __version__
from ancrage.cli.acteurs import acteurs
from ancrage.cli.carnet import carnet
from ancrage.cli.cas import cas
from ancrage.cli.comparer import comparer
from ancrage.cli.cout import cout
from ancrage.cli.donnees import donnees
from ancrage.cli.entretien import entretien
from ancrage.cli.etablissements import etablissements
from ancrage.cli.etude import etude
from ancrage.cli.failures import DEFECT, defect, refusal, silence_output, speak_utf8
from ancrage.cli.help_text import put_back
from ancrage.cli.impact import impact
from ancrage.cli.plan import plan
from ancrage.cli.schema import schema
from ancrage.cli.sites import sites
from ancrage.cli.strategie import strategie
from ancrage.cli.terminal import plain, shortened
from ancrage.cli.territoires import territoires
from ancrage.cli.verifier import verifier
from ancrage.domain.errors import AncrageError

USER_ERROR = 2
INTERRUPTED = 130
READER_GONE = 141  # as any program that « | head » stops
MOST = 800  # characters of a line of an error


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    options_metavar="[OPTIONS]",
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
)
@click.version_option(__version__, prog_name="ancrage", message="%(prog)s %(version)s", help="Affiche la version.")
def ancrage() -> None:
    """Ancrage donne à un territoire français une stratégie de relocalisation qu'il peut défendre.

    Première étude : ancrage etude "La Vallée de l'Arve"
    """


COMMANDS = (
    etude,
    comparer,
    territoires,
    acteurs,
    etablissements,
    cas,
    entretien,
    verifier,
    carnet,
    cout,
    impact,
    sites,
    plan,
    strategie,
    donnees,
    schema,
)
for command in COMMANDS:
    ancrage.add_command(command)


def speak_french() -> None:
    """Click takes its words from gettext: give it ours, whatever the language of the machine."""
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain("ancrage", str(Path(__file__).parent / "locale"))
    gettext.textdomain("ancrage")
    click.FLOAT.name, click.INT.name, click.IntRange.name = "nombre", "nombre entier", "nombre entier"


def stop(message: str, next_step: str, code: int) -> None:
    click.echo(f"Erreur : {plain(shortened(message, MOST))}", err=True)
    for line in next_step.split("\n") if next_step else ():  # a line a problem
        click.echo(plain(shortened(line, MOST)), err=True)
    sys.exit(code)


def main(args: Sequence[str] | None = None) -> None:
    """Run a command. What the user can mend ends in one French sentence, a next step and exit code 2."""
    speak_french()
    speak_utf8()
    if sys.flags.optimize > 1:
        put_back(ancrage)
    try:
        ancrage.main(args=args, prog_name="ancrage", standalone_mode=False)
        sys.stdout.flush()
    except AncrageError as error:
        stop(error.message, error.next_step, USER_ERROR)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(USER_ERROR)
    except click.ClickException as error:
        found = getattr(error, "ctx", None)
        path = found.command_path if found else "ancrage"
        stop(error.format_message(), f"Voyez « {path} --help ».", USER_ERROR)
    except click.Abort:
        stop("Interrompu : rien n'a été écrit à moitié.", "Relancez la même commande.", INTERRUPTED)
    except BrokenPipeError:
        silence_output()
        sys.exit(READER_GONE)
    except SystemExit:  # Click's own answer to a reader that is gone
        sys.exit(READER_GONE)
    except Exception as error:  # noqa: BLE001 - told to the user, its trace kept in a file
        told = refusal(error)
        mistake = told or defect(error)
        stop(mistake.message, mistake.next_step, USER_ERROR if told else DEFECT)
