"""The annotation of an argument is its contract: a mode, a flag, a number, a whole number, a text.

Arrays are checked by `arrays.numbers`, inside the methods, which know their shapes and their ranges.
"""

import math
from collections.abc import Callable
from functools import wraps
from inspect import signature
from types import NoneType
from typing import Any, Literal, ParamSpec, TypeVar, get_args, get_origin

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")
Check = Callable[[Any, str], None]


def checked(method: Callable[P, R]) -> Callable[P, R]:
    """Refuse, by its name and in French, an argument that its annotation does not allow (ValueError)."""
    order = list(signature(method).parameters.items())
    place = {name: i for i, (name, _) in enumerate(order)}
    checks = [(name, place[name], check) for name, p in order if (check := _check(p.annotation)) is not None]

    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        for name, position, check in checks:
            if name in kwargs:
                check(kwargs[name], name)
            elif position < len(args):
                check(args[position], name)
        return method(*args, **kwargs)

    return call


def _check(annotation: Any) -> Check | None:
    """What to check of an argument so annotated; None when its type says too little."""
    options = get_args(annotation) if get_origin(annotation) is not Literal else ()
    if NoneType in options:
        inner = [option for option in options if option is not NoneType]
        one = _check(inner[0]) if len(inner) == 1 else None
        return None if one is None else lambda value, name: None if value is None else one(value, name)
    if get_origin(annotation) is Literal:
        allowed = get_args(annotation)
        return lambda value, name: _mode(value, name, allowed)
    by_type: dict[Any, Check] = {bool: _flag, int: _whole, float: _number, str: _text}
    return by_type.get(annotation)


def _mode(value: Any, name: str, allowed: tuple[Any, ...]) -> None:
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"« {name} » doit être {_either(allowed)} (reçu : {_short(value)}).")


def _either(allowed: tuple[Any, ...]) -> str:
    return " ou ".join([", ".join(map(str, allowed[:-1])), str(allowed[-1])] if len(allowed) > 1 else map(str, allowed))


def _flag(value: Any, name: str) -> None:
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"« {name} » doit être vrai ou faux (reçu : {_short(value)}).")


def _whole(value: Any, name: str) -> None:
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer):
        raise ValueError(f"« {name} » doit être un nombre entier (reçu : {_short(value)}).")


def _number(value: Any, name: str) -> None:
    plain = value.item() if isinstance(value, np.ndarray) and value.ndim == 0 else value
    if isinstance(plain, bool | np.bool_) or not isinstance(plain, int | float | np.integer | np.floating):
        raise ValueError(f"« {name} » doit être un nombre (reçu : {_short(value)}).")
    if math.isnan(plain):
        raise ValueError(f"« {name} » manque : ce n'est pas un nombre.")


def _text(value: Any, name: str) -> None:
    if not isinstance(value, str):
        raise ValueError(f"« {name} » doit être un texte (reçu : {_short(value)}).")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
