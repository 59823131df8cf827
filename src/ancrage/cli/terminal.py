"""Texts of others on a terminal: what was typed or read is quoted, and must neither command it nor flood it."""

import unicodedata


def plain(text: str) -> str:
    """One line without line ends, colours, or marks that reverse it."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs") else c for c in text)


def plain_lines(text: str) -> str:
    """The same of each line of a page."""
    return "\n".join(map(plain, text.split("\n")))


def shortened(text: str, longest: int) -> str:
    """The beginning and the end of a text too long to be read."""
    if len(text) <= longest:
        return text
    return f"{text[: longest * 3 // 4]} […] {text[-longest // 8 :]}"
