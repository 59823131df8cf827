"""`python -m ancrage` is the command `ancrage`. What takes time is imported once an interruption can be told."""

import signal
import sys


def run() -> None:
    """The command, an interruption of its very beginning included."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to stop: what is half done is put back too
    try:
        from ancrage.cli.main import main

        main()
    except KeyboardInterrupt:
        sys.stderr.write("Erreur : Interrompu : rien n'a été écrit à moitié.\nRelancez la même commande.\n")
        sys.exit(130)


if __name__ == "__main__":
    run()
