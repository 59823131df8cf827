"""What was understood of what someone typed."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """`note`: a French sentence saying what was understood when it is not literally what was typed, else empty."""

    value: T
    note: str = ""
