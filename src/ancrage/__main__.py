"""`python -m ancrage` is the command `ancrage`. What takes time is imported once an interruption can be told."""

import sys


def run() -> None:
    """The command, an interruption of its very beginning included."""
    try:
        from ancrage.cli.main import main

        main()
    except KeyboardInterrupt:
        sys.stderr.write("Erreur : Interrompu : rien n'a été écrit à moitié.\nRelancez la même commande.\n")
        sys.exit(130)


if __name__ == "__main__":
    run()
