"""On which line of a TOML text each key stands: the parser of the standard library does not tell."""

import re

Location = tuple[str | int, ...]

# strings and comments of a valid TOML text; those that span lines hide what looks like a key
TOKEN = re.compile(
    r'#[^\n]*|"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'',
    re.DOTALL,
)
PART = r"""(?:[\w-]+|"(?:\\.|[^"\\])*"|'[^']*')"""
DOTTED = rf"{PART}(?:[ \t]*\.[ \t]*{PART})*"
HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({DOTTED})[ \t]*\]")
KEY = re.compile(rf"[ \t]*({DOTTED})[ \t]*=")


def lines_of_keys(text: str) -> dict[Location, int]:
    """{("limites", "hectares"): 12, ("objectifs", 0): 15, ("objectifs", 0, "cible"): 18...} of a valid TOML text.

    Keys inside inline tables and values of arrays are not listed: the line of the key that holds them is.
    """
    found: dict[Location, int] = {}
    rows: dict[Location, int] = {}
    table: Location = ()
    for number, line in enumerate(TOKEN.sub(_flat, text).split("\n"), start=1):
        if header := HEADER.match(line):
            table = _parts(header[2])
            if header[1] == "[[":
                rows[table] = rows.get(table, -1) + 1
                table = (*table, rows[table])
            location = table
        elif key := KEY.match(line):
            location = (*table, *_parts(key[1]))
        else:
            continue
        for length in range(1, len(location) + 1):
            found.setdefault(location[:length], number)
    return found


def without_texts(text: str) -> str:
    """The same lines without comments, every text empty: what is left are keys, signs and numbers."""
    return TOKEN.sub(lambda token: "" if token[0].startswith("#") else "''" + "\n" * token[0].count("\n"), text)


def line_of(location: Location, lines: dict[Location, int]) -> int | None:
    """Line of the key at `location`, or of the nearest key that holds it."""
    return next((lines[location[:n]] for n in range(len(location), 0, -1) if location[:n] in lines), None)


def _flat(token: re.Match[str]) -> str:
    found = token[0]
    if found.startswith("#"):
        return ""
    return "''" + "\n" * found.count("\n") if found.startswith(('"""', "'''")) else found


def _parts(dotted: str) -> Location:
    return tuple(part.strip("\"'") for part in re.findall(PART, dotted))
