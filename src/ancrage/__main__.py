"""`python -m ancrage` is the command `ancrage`."""

from ancrage.cli.main import main

main()
