"""Progress on stderr, only for work that lasts: standard output stays clean for pipes."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

import click

PATIENCE_S = 2.0


@contextmanager
def waiting(text: str) -> Iterator[None]:
    """Show `text` once the work has lasted two seconds."""
    shown = []

    def show() -> None:
        if not sys.stderr.isatty():
            click.echo(text, err=True)
            return
        from rich.console import Console  # only a person waiting needs it
        from rich.status import Status

        shown.append(Status(text, console=Console(stderr=True)))
        shown[0].start()

    timer = Timer(PATIENCE_S, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        for status in shown:
            status.stop()


@contextmanager
def counting(total: int, text: str) -> Iterator[Callable[[str], None]]:
    """A bar over `total` steps; call the result with what begins at each step."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(text, total=total)
        begun = 0

        def begin(what: str) -> None:
            nonlocal begun
            bar.update(task, completed=begun, description=f"{text} : {what}")
            begun += 1

        yield begin
        bar.update(task, completed=total, description=text)
