"""Everything wrong in a file, told at once: one error, a line of text a problem."""

from collections.abc import Sequence
from pathlib import Path

from ancrage.domain.errors import AncrageError
from ancrage.inputs.bytes import shown

Told = tuple[int, str, str]


def one_error(path: Path, told: Sequence[Told], whole: str, most: int) -> AncrageError:
    """`told`: (line, what is wrong, what to write), line 0 for the file itself; `whole` names it (« la stratégie »).

    Only the first `most` are said, and how many are left.
    """
    if len(told) == 1:
        line, sentence, next_step = told[0]
        return AncrageError(f"{f'{shown(path)}, ligne {line}' if line else shown(path)} : {sentence}", next_step)
    lines = [f"{f'Ligne {line}' if line else 'Fichier'} : {said} {to_do}" for line, said, to_do in told[:most]]
    if len(told) > most:
        lines.append(f"… et {len(told) - most} autres, à voir une fois celles-ci corrigées.")
    return AncrageError(f"{shown(path)} : {len(told)} erreurs dans {whole}.", "\n".join(lines))
