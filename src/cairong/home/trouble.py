"""What stops a command: one sentence that says what to do."""


class Trouble(Exception):  # noqa: N818 - an answer to whoever typed the command
    """A command cannot go on. Its text is the sentence shown; the exit code is 1."""


class Misused(Trouble):
    """A word typed after an option cannot be used. The exit code is 2."""
