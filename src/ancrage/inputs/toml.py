"""From a file to parsed TOML, within bounds: no file, however hostile, takes long or ends in a traceback."""

import re
import tomllib
from pathlib import Path
from typing import Any

from ancrage.domain.errors import AncrageError
from ancrage.inputs.bytes import TEXT_BYTES, Kind, read_bytes, shown
from ancrage.inputs.toml_lines import without_texts

# Deeper dotted keys mean nothing here, and the parser's time grows with the square of their length.
DEEP_KEY = re.compile(r"""(?:\.[ \t]*+(?:[\w-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')[ \t]*+){8}""")
AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
CURLED = re.compile("[“”«»„‟]")
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


def read_text(path: Path, kind: Kind, most: int = TEXT_BYTES) -> str:
    """The text of a file of at most `most` bytes, in UTF-8 (or UTF-16 with its mark), lines ended by a line feed."""
    raw = read_bytes(path, kind, most)
    try:
        # Windows terminals write UTF-16 when they redirect, and some editors begin UTF-8 with a mark
        text = raw.decode("utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise AncrageError(
            f"{kind.name} {shown(path)} n'est pas un texte en UTF-8, ligne {line}.",
            "Enregistrez-le avec l'encodage UTF-8.",
        ) from error
    return text.replace("\r\n", "\n")


def parse(path: Path, text: str, kind: Kind) -> dict[str, Any]:
    """The parsed TOML. Raises AncrageError: the line and what is wrong there. Texts made to exhaust the parser are
    refused before or when they do."""
    plain = without_texts(text)
    if deep := DEEP_KEY.search(plain):
        line = plain.count("\n", 0, deep.start()) + 1
        raise AncrageError(
            f"{kind.name} {shown(path)} n'est pas un TOML valable : ligne {line}, une clé est trop longue.",
            "Aucune clé n'a plus de deux points ; un texte s'écrit entre guillemets, avec des espaces.",
        )
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise AncrageError(
            f"{kind.name} {shown(path)} n'est pas un TOML valable : des listes y sont emboîtées sans fin.",
            kind.new_one,
        ) from error
    except ValueError as error:  # syntax, and numbers of thousands of digits
        problem = str(error)
        reason = next((french for start, french in TOML_REASONS.items() if problem.startswith(start)), "mal écrit")
        at = AT_LINE.search(problem)
        where = f"ligne {at[1]}" if at else "à la fin" if "at end of document" in problem else "un nombre est démesuré"
        what = f"{where}, {reason}" if at or "at end" in problem else where
        remedy = "Corrigez cette ligne."
        if at and CURLED.search(plain.split("\n")[int(at[1]) - 1]):
            what = f"{where}, des guillemets typographiques (“ ” ou « ») entourent un texte"
            remedy = 'Écrivez des guillemets droits : "comme ceci".'
        raise AncrageError(f"{kind.name} {shown(path)} n'est pas un TOML valable : {what}.", remedy) from error
