"""Processes that do not outlive the one that started them, where the system offers it."""

import shutil
from collections.abc import Sequence


def linked(command: Sequence[str], *, last_signal: str) -> list[str]:
    """Have `last_signal` sent to the command when its parent dies, even by kill -9.

    Where util-linux's setpriv is missing the command stands as it is: what it leaves behind is
    found and ended at the next start.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", last_signal, *command] if setpriv else list(command)
