"""PostgreSQL's own dump and restore, run against an address."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from cairong.home.addresses import Address
from cairong.home.postgres import program
from cairong.home.trouble import Trouble


def run_tool(name: str, *words: str, at: Address) -> None:
    """Run pg_dump or pg_restore; a failure becomes one sentence with its first line."""
    output_of(name, *_where(at), *words, password=at.password)


@contextmanager
def stream_of(name: str, *words: str, at: Address) -> Iterator[IO[bytes]]:
    """Read what pg_dump writes as it comes. Raises Trouble at the end where it failed."""
    command = [str(program(name)), *_where(at), *words]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(  # noqa: S603 - PostgreSQL's own program
            command, stdout=subprocess.PIPE, stderr=said, env=_environment(at.password)
        ) as running:
            assert running.stdout
            try:
                yield running.stdout
            except BaseException:
                running.kill()
                raise
        said.seek(0)
        _require(name, running.returncode, said.read())


def output_of(name: str, *words: str, password: str = "") -> str:
    """Run one of PostgreSQL's programs and read what it says. Raises Trouble."""
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [str(program(name)), *words], check=False, capture_output=True, env=_environment(password)
    )
    _require(name, done.returncode, done.stderr)
    return done.stdout.decode(errors="replace")


def _where(at: Address) -> list[str]:
    return ["-h", at.host, "-p", at.port, "-U", at.user, "-d", at.name, "--no-password"]


def _environment(password: str) -> dict[str, str]:
    return {**os.environ, "PGPASSWORD": password, "PGCONNECT_TIMEOUT": "10", "LC_ALL": "C"}


def _require(name: str, code: int, said: bytes) -> None:
    if code != 0:
        first = said.decode(errors="replace").strip().split("\n")[0]
        raise Trouble(f"{name} 没有做成({first}):请改好后再运行一次。")
