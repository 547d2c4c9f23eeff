"""Why a file is not taken, as the process that looked into it says it."""


class UnfitError(Exception):
    """A file is none of those that are taken; its only argument is the code of the sentence."""
