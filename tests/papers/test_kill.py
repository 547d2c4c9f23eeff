"""Whoever takes a file in is killed at any moment: nothing half is ever found under a hash.

二(四)-2
"""

import hashlib
import os
import random
import signal
import time
from datetime import UTC, datetime, timedelta

import pytest

from cairong.papers import store
from papers.ground import photograph, taken

pytestmark = pytest.mark.soak
KILLS = 400 if os.environ.get("CAIRONG_SOAK") else 12
LONGEST = 1.2  # seconds: as long as one file takes here, and a little more


def killed_after(seconds: float, content: bytes) -> None:
    """Take a file in, in a process of its own that is killed."""
    child = os.fork()
    if child == 0:
        try:
            taken(content, content)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_a_folder_that_is_there_is_whole_whenever_it_was_killed(settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    drawn = random.Random(9)  # noqa: S311 - moments
    for number in range(KILLS):
        killed_after(drawn.uniform(0, LONGEST), photograph((1500 + number, 1000)))
    taken(photograph())
    places = list(store.every())
    for place in places:
        whole = (place / store.WHOLE).read_bytes()
        assert hashlib.sha256(whole).hexdigest() == place.name
        assert (place / "001.jpg").is_file()
    time.sleep(LONGEST)
    later = datetime.fromtimestamp(places[-1].stat().st_mtime, UTC) + timedelta(days=2)
    for shard in {place.parent.name for place in places}:
        store.sweep(shard, now=later, named=set)
    assert {place.name for place in store.every()} == {place.name for place in places}
    assert not list((store.folder() / store.PREPARED).iterdir())
