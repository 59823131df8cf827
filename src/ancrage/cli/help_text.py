"""The sentences of --help when Python was asked to forget docstrings (`python -OO`): read in the source files."""

import ast
import inspect
from pathlib import Path

import click


def put_back(command: click.Command) -> None:
    """Give a command, and those under it, the docstring of its function."""
    if command.help is None and command.callback is not None:
        function = inspect.unwrap(command.callback)
        tree = ast.parse(Path(inspect.getfile(function)).read_text(encoding="utf-8"))
        own = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == function.__name__]
        command.help = ast.get_docstring(own[0]) if own else None
    for under in command.commands.values() if isinstance(command, click.Group) else ():
        put_back(under)
