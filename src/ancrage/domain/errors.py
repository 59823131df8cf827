"""Errors a user reads: one French sentence that says what, where, and what to do next."""


class AncrageError(Exception):
    """A problem the user can act on. The command line prints it alone and exits with code 2.

    `message` is a whole French sentence: what failed and where. `next_step` says what to do.
    """

    def __init__(self, message: str, next_step: str = "") -> None:
        self.message = message
        self.next_step = next_step
        super().__init__(f"{message} {next_step}".strip())
