"""One real PostgreSQL per test process; tests speak to it as the app role."""

import gc
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from cairong.doors.actors import city_facts, home_city
from cairong.home.folder import Home
from support.bans import lift_bans_always
from support.browsers import share_middleware
from support.clock import MORNING, Clock
from support.cluster import Cluster
from support.memory import begun_by, keep_in_memory, sweep
from support.seeds import AGAIN
from support.staging import pytest_fixture_setup, staged
from support.town import Town, found_town
from support.typed import typed

__all__ = ["pytest_fixture_setup", "typed"]

# Run in the background, a shell has us ignore Ctrl-C, and all we start with us.
signal.signal(signal.SIGINT, signal.default_int_handler)
keep_in_memory()
share_middleware()
lift_bans_always()
HERE = Path(__file__).parent
OWN, OF_RUN = "cairong-test", "cairong-tests"
TEMPORARY = tempfile.TemporaryDirectory(prefix=begun_by(OWN), ignore_cleanup_errors=True)
Path(TEMPORARY.name).chmod(0o711)
if "PYTEST_XDIST_WORKER" not in os.environ:
    # A root of this run's own: pytest closes a shared one to all others whenever a run begins,
    # under the feet of a server that runs as another account.
    sweep(OWN, OF_RUN)
    ROOT = Path(tempfile.mkdtemp(prefix=begun_by(OF_RUN)))
    ROOT.chmod(0o711)
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(ROOT)
settings.HOME = Home(Path(TEMPORARY.name) / "home")
settings.FILES_ROOT = settings.HOME.files
settings.PASSWORD_HASHERS = ["support.hashing.QuickHasher"]


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Leave the run's folders behind only where something failed, until the next run begins."""
    if "PYTEST_XDIST_WORKER" not in os.environ and exitstatus == pytest.ExitCode.OK:
        shutil.rmtree(ROOT, ignore_errors=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how what was drawn by chance is drawn again."""
    terminalreporter.write_line(AGAIN)


def pytest_unconfigure() -> None:
    """Take away the folder in which this process kept its server."""
    TEMPORARY.cleanup()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave each file to one worker: its stages are built there, and there alone."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(str(item.path.relative_to(HERE))))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Have what was imported left out of every search for garbage, and search seldom.

    A test makes much and keeps little: the two together are a sixth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what would begin after the time this run may take (tools/quick.py)."""
    if time.time() > float(os.environ.get("CAIRONG_TESTS_UNTIL", "inf")):
        pytest.skip("no time left")


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """Whoever asks what time it is in this process is told what this clock says."""
    told = Clock(MORNING)
    monkeypatch.setattr(timezone, "now", told.now)
    return told


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A started server with a migrated template; durability off."""
    started = Cluster(settings.HOME)
    started.start()
    yield started
    for connection in connections.all(initialized_only=True):
        connection.close()
    started.stop()


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster) -> None:
    """Point both aliases at this process's own copy of the template."""
    cluster.renew()
    cluster.point(connections)


@pytest.fixture
def committed_db(cluster: Cluster, django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """A database in which commits are real (threads, subprocesses); no other test sees them."""
    with django_db_blocker.unblock():
        yield
        cluster.spend()


@pytest.fixture
def owner_db(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The owner's connection, for what only the owner may look at."""
    with django_db_blocker.unblock():
        yield
        connections["owner"].close()


@pytest.fixture
def database_env(cluster: Cluster) -> dict[str, str]:
    """The environment in which a subprocess speaks to this process's test database."""
    return {**os.environ, **cluster.environment()}


@staged
def town(db: None) -> Town:
    """Luoyang with three counties, and nobody in it yet but its bureau."""
    return found_town()


@pytest.fixture(autouse=True)
def fresh_names() -> None:
    """Names of cities are read once by a process; this one has a city for each test."""
    for kept in (city_facts, home_city):
        kept.cache_clear()
