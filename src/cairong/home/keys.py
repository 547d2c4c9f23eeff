"""Secrets that are made once and kept in the data folder."""

import fcntl
import os
import secrets

from cairong.home.folder import Home, write_whole


def known_secret(home: Home, name: str) -> str:
    """Read a kept secret; empty where none was made yet or it may not be read."""
    try:
        return (home.keys / name).read_text().strip()
    except (FileNotFoundError, PermissionError):
        return ""


def secret(home: Home, name: str) -> str:
    """Read a kept secret, or make it; of two commands at once, one makes it for both.

    Empty where it is kept and not for this account.
    """
    return known_secret(home, name) or _made(home, name)


def _made(home: Home, name: str) -> str:
    folder = os.open(home.keys, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        found, path = known_secret(home, name), home.keys / name
        if not (found or (path.exists() and not os.access(path, os.R_OK))):
            found = secrets.token_urlsafe(32)
            write_whole(path, found + "\n")
        return found
    finally:
        os.close(folder)
