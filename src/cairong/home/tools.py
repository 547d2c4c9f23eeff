"""PostgreSQL's own dump and restore, run against an address."""

import os
import subprocess

from cairong.home.addresses import Address
from cairong.home.postgres import program
from cairong.home.trouble import Trouble


def run_tool(name: str, *words: str, at: Address) -> None:
    """Run pg_dump or pg_restore; a failure becomes one sentence with its first line."""
    where = ["-h", at.host, "-p", at.port, "-U", at.user, "-d", at.name, "--no-password"]
    output_of(name, *where, *words, password=at.password)


def output_of(name: str, *words: str, password: str = "") -> str:
    """Run one of PostgreSQL's programs and read what it says. Raises Trouble."""
    env = {**os.environ, "PGPASSWORD": password, "PGCONNECT_TIMEOUT": "10", "LC_ALL": "C"}
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [str(program(name)), *words], check=False, capture_output=True, env=env
    )
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().split("\n")[0]
        raise Trouble(f"{name} 没有做成({said}):请改好后再运行一次。")
    return done.stdout.decode(errors="replace")
