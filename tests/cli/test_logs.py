"""The logs of what runs: none grows without bound while its process writes on."""

import sys
import time

from cairong.cli.supervisor import Child

WRITES = """
import sys, time
for number in range(1000):
    print(f"line {number}", "x" * 500, flush=True)
    time.sleep(0.002)
"""


def test_a_log_is_cut_while_its_process_writes(tmp_path, monkeypatch):
    monkeypatch.setattr("cairong.cli.supervisor.LOG_BYTES", 20_000)
    log = tmp_path / "web.log"
    child = Child(
        name="x", command=[sys.executable, "-c", WRITES], log=log, env={}, patience_seconds=5
    )
    child.start()
    most = 0
    for _ in range(400):
        child.watch()
        most = max(most, log.stat().st_size)
        if child.process is None:
            break
        time.sleep(0.01)
    child.stop()
    kept = [(log.parent / name).read_text() for name in ("web.log.1", "web.log")]
    assert most < 60_000
    assert all(text.startswith("line ") for text in kept if text)  # the last cut may leave none
    assert "line 999 " in kept[0] + kept[1]
