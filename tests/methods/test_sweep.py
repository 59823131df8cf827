"""Every argument of every method, wrong in every way: a French sentence that names something, or a number that says
it does not know. Never an English message of a library, never a warning, never a value of another mode."""

import re
from collections.abc import Iterator
from inspect import signature
from typing import Any, Literal, get_args, get_origin

import numpy as np
import pytest

from ancrage import methods
from tests.methods.valid_calls import CALLS, VARIADIC

PUBLIC = [name for names in methods.FAMILIES.values() for name in names]


def spoilt(value: Any) -> Iterator[Any]:
    """The same argument, wrong."""
    yield from ("texte", object(), 1j, {"a": 1}, [[1.0, 2.0], [3.0]], ["1"])
    if isinstance(value, str):
        yield from (None, 3, np.nan, value.upper() + "x")
    elif isinstance(value, bool):
        yield from ("non", 2, np.nan, None)
    elif isinstance(value, int | float):
        yield from (np.nan, np.inf, -np.inf, -1e9, [], [1.0, np.nan], str(value))
    elif isinstance(value, list | tuple):
        for bad in (np.nan, np.inf, -1e9, "1", None):
            yield with_first(value, bad)
        yield [*value, *value[:1]]
        yield value[:-1]
        yield []
        yield 3
        yield None


def with_first(value: Any, bad: Any) -> Any:
    return [with_first(value[0], bad), *value[1:]] if isinstance(value, list | tuple) and len(value) else bad


def answer(method: str, /, *args: Any, **kwargs: Any) -> None:
    try:
        getattr(methods, method)(*args, **kwargs)
    except ValueError as error:
        text = str(error)
        assert "«" in text or text[:1].isupper(), text
        assert text.rstrip().endswith((".", ")", "?")), text
        assert not re.search(r"\b(shapes?|could|operands|arrays?|must|invalid|not|expected)\b", text), text


def test_every_method_has_a_valid_call() -> None:
    assert CALLS.keys() | VARIADIC.keys() == set(PUBLIC)
    for name, kwargs in CALLS.items():
        getattr(methods, name)(**kwargs)
    for name, args in VARIADIC.items():
        getattr(methods, name)(*args)


@pytest.mark.parametrize("name", CALLS)
def test_a_wrong_argument_is_refused_in_french(name: str) -> None:
    for argument, value in CALLS[name].items():
        for bad in spoilt(value):
            try:
                answer(name, **(CALLS[name] | {argument: bad}))
            except Exception as error:
                raise AssertionError(f"{name}({argument}={bad!r}) : {type(error).__name__} {error}") from error


@pytest.mark.parametrize("name", VARIADIC)
def test_a_wrong_array_among_many_is_refused_in_french(name: str) -> None:
    for i, value in enumerate(VARIADIC[name]):
        for bad in spoilt(value):
            try:
                answer(name, *[*VARIADIC[name][:i], bad, *VARIADIC[name][i + 1 :]])
            except Exception as error:
                raise AssertionError(f"{name}[{i}]={bad!r} : {type(error).__name__} {error}") from error


def modes() -> list[tuple[str, str]]:
    found = []
    for name in PUBLIC:
        for argument, parameter in signature(getattr(methods, name)).parameters.items():
            options = (parameter.annotation, *get_args(parameter.annotation))
            if any(get_origin(option) is Literal for option in options):
                found.append((name, argument))
    return found


@pytest.mark.parametrize(("name", "argument"), modes())
def test_an_unknown_mode_is_refused_and_the_known_ones_listed(name: str, argument: str) -> None:
    options = (signature(getattr(methods, name)).parameters[argument].annotation,)
    known = next(get_args(o) for o in (*options, *get_args(options[0])) if get_origin(o) is Literal)
    for bad in ("additif", "", known[0].upper(), 1, ["a"]):
        with pytest.raises(ValueError, match=f"« {argument} »") as error:
            getattr(methods, name)(**(CALLS[name] | {argument: bad}))
        assert all(mode in str(error.value) for mode in known)
