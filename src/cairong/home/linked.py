"""Processes that do not outlive their parent and gain no rights, where the system offers it."""

import shutil
from collections.abc import Sequence


def linked(command: Sequence[str], *, last_signal: str) -> list[str]:
    """Have `last_signal` sent to the command when its parent dies, even by kill -9.

    Nothing that it starts gains what it has not itself (set-user-ID programs).

    Where util-linux's setpriv is missing the command stands as it is: what it leaves behind is
    found and ended at the next start.
    """
    setpriv = shutil.which("setpriv")
    if not setpriv:
        return list(command)
    return [setpriv, "--no-new-privs", "--pdeathsig", last_signal, *command]
