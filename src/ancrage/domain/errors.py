"""Errors a user reads: one French sentence that says what, where, and what to do next."""

import errno


class AncrageError(Exception):
    """A problem the user can act on. The command line prints it alone and exits with code 2.

    `message` is a whole French sentence: what failed and where. `next_step` says what to do.
    """

    def __init__(self, message: str, next_step: str = "") -> None:
        self.message = message
        self.next_step = next_step
        super().__init__(f"{message} {next_step}".strip())


# what the system answers, by the number of its error: its own words are those of the machine's language
REASONS = {
    errno.ENOENT: "introuvable",
    errno.ENOTDIR: "un dossier du chemin est un fichier",
    errno.EISDIR: "c'est un dossier",
    errno.EACCES: "vous n'en avez pas le droit",
    errno.EPERM: "vous n'en avez pas le droit",
    errno.EROFS: "ce disque est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "votre part du disque est pleine",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.ELOOP: "un lien y renvoie à lui-même",
    errno.EBUSY: "un autre programme s'en sert",
    errno.EMFILE: "trop de fichiers sont ouverts",
    errno.ENOMEM: "la mémoire manque",
    errno.EIO: "le disque répond mal",
}


def system_reason(error: OSError) -> str:
    """Why the system refused, in a few French words."""
    return REASONS.get(error.errno or 0, "le système refuse")
