"""The gateway is killed between an instruction's setting out and its mark. 二(三)-4."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import cairong
from cairong.audit.models import Event
from cairong.home.addresses import GATEWAY
from cairong.kernel.errors import Conflict
from cairong.lending.actions.return_payment import return_payment
from cairong.orders.models import Instruction
from lending.ground import twice
from orders.conftest import asked, city
from support.cluster import url
from support.signing import SIGNED, as_gateway
from support.slips import came_back

__all__ = ["asked", "city"]
pytestmark = pytest.mark.kill
TESTS, SOURCE = Path(__file__).parents[1], Path(cairong.__file__).parents[1]


@pytest.mark.parametrize("stop", ["before", "line", "held", "after"])
def test_killed_before_its_mark_it_is_carried_again_and_comes_not_back(
    cluster, city, tmp_path, stop
):
    with as_gateway(cluster):
        number = city.instruction().order.number
    file = tmp_path / "out" / f"{number}.json"
    with process(cluster, tmp_path, stop) as going:
        assert going.stdout.readline() == "stands\n"
        going.kill()
    assert Instruction.objects.get().state == "leaving"
    assert file.exists() is (stop == "after")
    first = file.read_bytes() if file.exists() else None
    with pytest.raises(Conflict, match=r"orders\.awaits_treasury"):
        twice(return_payment, *city.pair, SIGNED, **came_back(city.payment))
    with process(cluster, tmp_path, "") as going:
        assert going.wait(60) == 0
    assert Instruction.objects.get().state == "sent"
    assert first in {None, file.read_bytes()}
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert Event.objects.filter(type="orders.instruction.sent").count() == 1


@pytest.mark.parametrize(
    ("stop", "left"), [("before", False), ("held", False), ("line", True), ("after", True)]
)
def test_killed_and_with_a_full_disk_it_is_put_back_where_nothing_was_written(
    cluster, city, tmp_path, stop, left
):
    """Its line says so: with it the treasury may have read the file, though it is there no more."""
    with as_gateway(cluster):
        number = city.instruction().order.number
    with process(cluster, tmp_path, stop) as going:
        assert going.stdout.readline() == "stands\n"
        going.kill()
    (tmp_path / "out" / f"{number}.json").unlink(missing_ok=True)
    with process(cluster, tmp_path, "shut") as going:
        assert going.wait(60) == 0
    assert Instruction.objects.get().state == ("leaving" if left else "queued")
    if not left:
        with process(cluster, tmp_path, "") as going:
            assert going.wait(60) == 0
        assert Instruction.objects.get().state == "sent"
        assert [path.name for path in (tmp_path / "out").iterdir()] == [f"{number}.json"]
        assert Event.objects.filter(type="orders.instruction.held_back").count() == 1


def process(cluster, folder: Path, stop: str) -> subprocess.Popen[str]:
    """A gateway of a process of its own, as its own role."""
    return subprocess.Popen(
        [sys.executable, "-m", "kill.carrying", str(folder), SIGNED.isoformat(), stop],
        cwd=TESTS, stdout=subprocess.PIPE, text=True,
        env={
            **os.environ,
            "PYTHONPATH": f"{TESTS}:{SOURCE}",
            "DJANGO_SETTINGS_MODULE": "cairong.config.gateway_settings",
            "DATABASE_GATEWAY_URL": url(cluster.address(GATEWAY)),
        },
    )  # fmt: skip
