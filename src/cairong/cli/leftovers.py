"""Processes of an earlier run that was killed before it could stop them."""

import secrets

import psutil

from cairong.home.folder import Home, write_whole

MARK = "CAIRONG_RUN"
GRACE_SECONDS = 2


def new_token(home: Home) -> str:
    """Make the word by which this run's processes are known, and keep it."""
    token = secrets.token_hex(16)
    write_whole(home.path / "run.token", token + "\n")
    return token


def end_leftovers(home: Home) -> int:
    """End what a killed run left behind, and count it."""
    try:
        token = (home.path / "run.token").read_text().strip()
    except FileNotFoundError:
        return 0
    left = [process for process in psutil.process_iter() if _is_marked(process, token)]
    for process in left:
        _end(process, kill=False)
    _, stubborn = psutil.wait_procs(left, timeout=GRACE_SECONDS)
    for process in stubborn:
        _end(process, kill=True)
    psutil.wait_procs(stubborn, timeout=10)
    return len(left)


def _is_marked(process: psutil.Process, token: str) -> bool:
    try:
        return bool(process.environ().get(MARK) == token)
    except (psutil.Error, OSError):
        return False


def _end(process: psutil.Process, *, kill: bool) -> None:
    try:
        process.kill() if kill else process.terminate()
    except psutil.NoSuchProcess:
        return
