"""`python -m bench [million|shelf]`: in a city of its own; exit code 1 for a broken bound."""

import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from cairong.home.database import make_keys
from cairong.home.folder import Home

LONGEST_SECONDS = {"run": 480, "million": 3600, "shelf": 240}


def main() -> int:
    """Prepare a folder, then measure in it; none runs longer than it may."""
    which = sys.argv[1] if len(sys.argv) > 1 else "run"
    for name in ("DATABASE_URL", "DATABASE_APP_URL", "CAIRONG_PROCESS"):
        os.environ.pop(name, None)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(LONGEST_SECONDS[which])
    with TemporaryDirectory(prefix="cairong-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        home = Home(Path(folder) / "home")
        home.prepare()
        make_keys(home)
        os.environ |= {"CAIRONG_HOME": str(home.path), "DJANGO_SETTINGS_MODULE": "bench.settings"}
        django.setup()
        # Models can be imported only now.
        return 0 if import_module(f"bench.{which}").run(home) else 1


def _too_long(*_: object) -> None:
    raise SystemExit("stopped: not done within the time a run may take")


if __name__ == "__main__":
    sys.exit(main())
