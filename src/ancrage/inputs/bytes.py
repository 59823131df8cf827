"""The bytes of a file that people give, within bounds, and the text that they spell."""

import re
from dataclasses import dataclass
from pathlib import Path

from ancrage.domain.errors import AncrageError, system_reason
from ancrage.domain.wording import decimal

TEXT_BYTES = 256_000  # what people write by hand: a strategy, a mapping of columns
AS_UTF8 = "Enregistrez-le depuis votre tableur au format CSV UTF-8 ou XLSX, puis relancez la commande."
# letters and signs of French texts beyond ASCII: they tell which encoding a text was saved in
FRENCH = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ’‘“”«»…–—°²³€•\u00a0")
# what no one typed: they would forge lines in terminals and pages
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is, in the sentences that refuse it: its name, how to make one, what to do when it is too long."""

    name: str
    new_one: str
    brief: str


def read_bytes(path: Path, kind: Kind, most: int) -> bytes:
    """The whole file. Raises AncrageError: absent, a folder, a pipe or a device, more than `most` bytes."""
    unread = f"{kind.name} {shown(path)} ne se lit pas"
    try:
        if path.exists() and not path.is_file():
            what = "c'est un dossier" if path.is_dir() else "ce n'est pas un fichier ordinaire"
            raise AncrageError(f"{unread} ({what}).", kind.new_one)
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        raise AncrageError(f"{unread} ({system_reason(error)}).", kind.new_one) from error
    except ValueError as error:  # a NUL in a name
        raise AncrageError(f"{unread} (son nom est impossible).", kind.new_one) from error
    if len(raw) > most:
        size = f"{decimal(most / 1e6, 0)} Mo" if most >= 1e6 else f"{most // 1000} ko"
        raise AncrageError(f"{kind.name} {shown(path)} dépasse {size} : rien n'a été lu.", kind.brief)
    return raw


def visible(text: str) -> str:
    """Text without what no one typed; line feeds and tabulations stay."""
    return UNSEEN.sub("", text) if UNSEEN.search(text) else text


def shown(value: object, most: int = 200) -> str:
    """What people gave, as it may be printed: one line, short, nothing that a terminal would obey."""
    plain = " ".join("".join(c if c.isprintable() or c in "\n\t" else "�" for c in str(value)[: most + 1]).split())
    return f"{plain[:most]}…" if len(plain) > most else plain


def decode(path: Path, content: bytes) -> tuple[str, str, list[str]]:
    """The text of a table, its encoding, and what was repaired: UTF-8, UTF-16, Windows-1252 or Mac.

    Raises AncrageError: an encoding that cannot be told, bytes that are no text.
    """
    notes: list[str] = []
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif content[:400].count(b"\x00") > len(content[:400]) // 4:
        encoding = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as broken:
        if encoding != "utf-8-sig":
            raise AncrageError(
                f"Le fichier {shown(path)} est abîmé : son encodage change en cours de route.", AS_UTF8
            ) from None
        text, encoding = _eight_bits(path, content)
        line = content[: broken.start].count(b"\n") + 1
        name = "Windows-1252" if encoding == "cp1252" else "Mac"
        notes.append(f"Encodage {name} reconnu (premier accent à la ligne {line}).")
    mended = _mend(text)
    if mended != text:
        notes.append("Accents réparés : le fichier avait été relu dans un mauvais encodage (« Ã© » pour « é »).")
        text = mended
    if "\x00" in text:
        text = text.replace("\x00", "")
        notes.append("Caractères nuls retirés.")
    head = text[:4000]
    if sum(c < " " and c not in "\r\n\t\x0b\x0c" for c in head) > len(head) / 50:
        raise AncrageError(
            f"Le fichier {shown(path)} n'est pas un tableau : il contient des octets illisibles.", AS_UTF8
        )
    return text, "utf-8" if encoding == "utf-8-sig" else encoding, notes


def _eight_bits(path: Path, content: bytes) -> tuple[str, str]:
    """Windows-1252, unless the letters beyond ASCII are French only when they are read as a Mac wrote them."""
    odd = bytes(byte for byte in content if byte > 0x7F)
    mac = odd.decode("mac_roman")
    if not set(odd.decode("cp1252", "replace")) <= FRENCH and set(mac) <= FRENCH:
        return content.decode("mac_roman"), "mac_roman"
    try:
        return content.decode("cp1252"), "cp1252"
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise AncrageError(
            f"L'encodage du fichier {shown(path)} est inconnu : la ligne {line} n'est ni en UTF-8 ni en Windows-1252.",
            AS_UTF8,
        ) from None


def _mend(text: str) -> str:
    """« sociÃ©tÃ© » -> « société », line by line, only where the whole line can be mended."""
    if not re.search("Ã[\u0080-\u00bf\u2019\u201c\u20ac©¨ªª´»§]", text):
        return text
    lines = []
    for line in text.split("\n"):
        try:
            lines.append(line.encode("cp1252").decode("utf-8") if "Ã" in line else line)
        except (UnicodeEncodeError, UnicodeDecodeError):
            lines.append(line)
    return "\n".join(lines)
