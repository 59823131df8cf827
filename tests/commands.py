"""Run a command of Ancrage as a user does, and keep what she would read."""

import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

from ancrage.cli.main import main


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


def run(*args: str) -> Outcome:
    """Exit code, standard output and standard error of `ancrage ARGS`, in this process."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main(args)
        except SystemExit as stopped:
            code = int(stopped.code or 0)
    return Outcome(code, out.getvalue(), err.getvalue())


def refused(*args: str) -> str:
    """What a refused command says: exit code 2, nothing on standard output, a sentence, a next step, no traceback.

    A machine slow enough shows progress first: only what follows « Erreur » is judged.
    """
    outcome = run(*args)
    assert outcome.code == 2, outcome
    assert outcome.out == "", outcome
    message, next_step = outcome.err[outcome.err.index("Erreur : ") :].split("\n", 1)
    assert message.endswith((".", "?", ")")), message
    assert next_step.strip(), outcome
    assert "Traceback" not in outcome.err
    return outcome.err
