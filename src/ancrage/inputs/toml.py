"""From a file to parsed TOML, within bounds: no file, however hostile, takes long or ends in a traceback."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ancrage.domain.errors import AncrageError

MAX_BYTES = 256_000
# Deeper dotted keys mean nothing here, and the parser's time grows with the square of their length.
DEEP_KEY = re.compile(r"""(?:\.[ \t]*+(?:[\w-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')[ \t]*+){8}""")
AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is, in the sentences that refuse it: its name, how to make one, and how long one may be."""

    name: str
    new_one: str
    brief: str


UNREADABLE: dict[type[Exception], str] = {
    FileNotFoundError: "il n'existe pas",
    PermissionError: "vous n'en avez pas le droit",
}
# what the parser of the standard library says, by how its sentence begins
TOML_REASONS = {
    "Cannot overwrite": "une clé y est donnée deux fois",
    "Cannot declare": "une table y est ouverte deux fois",
    "Cannot redefine": "une table y est ouverte deux fois",
    "Cannot mutate": "une clé y est donnée deux fois",
    "Duplicate inline": "une clé y est donnée deux fois",
    "Unclosed array": "une liste n'est pas fermée par « ] » ou une virgule y manque",
    "Unclosed inline": "une accolade n'est pas fermée",
    "Unterminated string": "un texte n'est pas fermé par un guillemet",
    "Illegal character": "un texte n'est pas fermé par un guillemet, ou contient un caractère interdit",
    "Found invalid character": "un caractère y est interdit",
    "Expected '=' after a key": "il manque « = » après une clé",
    "Expected newline": "il y a quelque chose en trop après la valeur (un guillemet, une virgule ?)",
    "Expected ']": "un crochet n'est pas fermé",
    "Invalid value": "la valeur n'est pas comprise (un texte s'écrit entre guillemets, un nombre avec un point)",
    "Invalid initial character": "la clé n'est pas comprise (une clé avec « / » ou un accent s'écrit entre guillemets)",
    "Invalid statement": "cette ligne ne commence pas par une clé ; un commentaire commence par #",
    "Invalid date": "une date n'existe pas",
    "Escaped character": "un caractère donné par son code n'existe pas",
    "Unescaped": "une barre oblique inverse « \\ » y est mal placée",
    "Invalid hex": "un caractère donné par son code n'existe pas",
    "Expected": "un signe manque (un guillemet, un crochet ou une accolade ?)",
}


def read_text(path: Path, kind: Kind) -> str:
    """The text of a file of at most MAX_BYTES, in UTF-8 (or UTF-16 with its mark), lines ended by a line feed."""
    try:
        if path.exists() and not path.is_file():
            what = "c'est un dossier" if path.is_dir() else "ce n'est pas un fichier ordinaire"
            raise AncrageError(f"{kind.name} {path} ne se lit pas ({what}).", kind.new_one)
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = UNREADABLE.get(type(error), "le système refuse")
        raise AncrageError(f"{kind.name} {path} ne se lit pas ({reason}).", kind.new_one) from error
    if len(raw) > MAX_BYTES:
        raise AncrageError(
            f"{kind.name} {path} dépasse {MAX_BYTES // 1000} ko.",
            kind.brief,
        )
    return decode(path, raw, kind)


def decode(path: Path, raw: bytes, kind: Kind) -> str:
    """The text of the bytes of a file. Raises AncrageError: neither UTF-8 nor UTF-16 with its mark."""
    try:
        # Windows terminals write UTF-16 when they redirect, and some editors begin UTF-8 with a mark
        text = raw.decode("utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise AncrageError(
            f"{kind.name} {path} n'est pas un texte en UTF-8, ligne {line}.",
            "Enregistrez-le avec l'encodage UTF-8.",
        ) from error
    return text.replace("\r\n", "\n")


def parse(path: Path, text: str, kind: Kind) -> dict[str, Any]:
    """The parsed TOML. Texts made to exhaust the parser are refused before or when they do."""
    if deep := DEEP_KEY.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise AncrageError(
            f"{kind.name} {path} n'est pas un TOML valable : ligne {line}, une clé est trop longue.",
            "Aucune clé n'a plus de deux points ; un texte s'écrit entre guillemets, avec des espaces.",
        )
    return load(path, text, kind)


def load(path: Path, text: str, kind: Kind) -> dict[str, Any]:
    """The parsed TOML of a text that need not be suspected. Raises AncrageError: the line and what is wrong there."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise AncrageError(
            f"{kind.name} {path} n'est pas un TOML valable : des listes y sont emboîtées sans fin.",
            kind.new_one,
        ) from error
    except ValueError as error:  # syntax, and numbers of thousands of digits
        found = str(error)
        reason = next((french for start, french in TOML_REASONS.items() if found.startswith(start)), "mal écrit")
        at = AT_LINE.search(found)
        where = f"ligne {at[1]}" if at else "à la fin" if "at end of document" in found else "un nombre est démesuré"
        what = f"{where}, {reason}" if at or "at end" in found else where
        raise AncrageError(
            f"{kind.name} {path} n'est pas un TOML valable : {what}.", "Corrigez cette ligne."
        ) from error
