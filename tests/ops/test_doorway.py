"""Another account takes the gateway's address, before a start and while it is started again.

二(三)-4
"""

import ctypes
import os
import socket
import stat
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from cairong.cli import hailing
from cairong.cli.hailing import require_ours
from cairong.home.account import GATEWAY, WEB, account
from cairong.home.folder import Home
from cairong.home.handed import HANDED
from cairong.home.trouble import Trouble
from support.installation import Installation, free_port
from support.waiting import wait_for

pytestmark = [
    pytest.mark.xdist_group("ops"),
    pytest.mark.skipif(os.geteuid() != 0, reason="只有以 root 启动,签名网关才有自己的账号"),
]
PIDFD_GETFD = 438
SQUAT = """
import socket, sys, time
port, seconds = int(sys.argv[1]), float(sys.argv[2])
until, had = time.monotonic() + seconds, []
while time.monotonic() < until and not had:
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        other = socket.socket(family)
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            other.bind((host, port))
            other.listen()
            had.append(other)
        except OSError:
            other.close()
    time.sleep(0.005)
print("had" if had else "nothing", flush=True)
if had:
    time.sleep(600)
"""


@contextmanager
def squatter(port: int, seconds: float) -> Iterator[subprocess.Popen[str]]:
    """A process of web's account that tries to have the port so long."""
    own = account(WEB)
    with subprocess.Popen(
        [sys.executable, "-c", SQUAT, str(port), str(seconds)],
        stdout=subprocess.PIPE, text=True, cwd="/", **own.popen,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def page(port: int) -> str:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/", timeout=30) as answer:
            return answer.read().decode()
    except OSError:
        return ""


def gateways(city: Installation) -> list:
    found = []
    for one in city.processes():
        with suppress(psutil.NoSuchProcess):  # it ended while the others were looked at
            if "gateway_serving" in " ".join(one.cmdline()):
                found.append(one)
    return found


def handed_to(processes: list) -> socket.socket:
    """The socket that the gateway was handed, as whoever has its account has it."""
    first = next(one for one in processes if HANDED in one.environ())
    pid = os.pidfd_open(first.pid)
    call = ctypes.CDLL(None, use_errno=True).syscall
    own = call(PIDFD_GETFD, pid, int(first.environ()[HANDED]), 0)
    os.close(pid)
    assert own >= 0, os.strerror(ctypes.get_errno())
    return socket.socket(fileno=own)


def test_nobody_answers_in_its_place(installation: Installation, monkeypatch):
    port = free_port()
    monkeypatch.setenv("CAIRONG_GATEWAY_PORT", str(port))
    monkeypatch.setattr(hailing, "ANSWERS_SECONDS", 1)
    whole = Home(installation.home)
    installation.env["CAIRONG_GATEWAY_PORT"] = str(port)
    place = Home(installation.home).gateway
    place.mkdir(mode=0o700, parents=True)
    with squatter(port, 5) as other:
        assert other.stdout.readline() == "had\n"
        installation.start()
        said = installation.announced()
        assert f"签名网关没有启动:端口 {port} 已被别的程序占用" in said
        assert gateways(installation) == []
        with pytest.raises(Trouble, match="没有打印口令"):
            require_ours(whole)
        other.kill()
    monkeypatch.undo()
    monkeypatch.setenv("CAIRONG_GATEWAY_PORT", str(port))
    require_ours(whole)  # it starts by itself once the address is free
    monkeypatch.setenv("CAIRONG_GATEWAY_URL", "https://qianming.example.gov.cn")
    with pytest.raises(Trouble, match=f"签名网关用的网址是 http://localhost:{port}"):
        require_ours(whole)  # a shell that names another
    assert "签名网关" in page(port)
    own = account(GATEWAY)
    assert {one.uids().real for one in gateways(installation)} == {own.uid}
    with squatter(port, 8) as other:
        time.sleep(0.5)
        for one in gateways(installation):
            one.kill()
        assert "签名网关" in page(port)  # who asks meanwhile is answered by the next one
        before = {one.pid for one in gateways(installation)}
        with closing(handed_to(gateways(installation))) as own:
            own.shutdown(socket.SHUT_RDWR)  # as the gateway's account may
        wait_for(lambda: "签名网关" in page(port), "it is opened again for the next one")
        assert other.stdout.readline() == "nothing\n"
    assert before.isdisjoint(one.pid for one in gateways(installation))
    _, said = installation.stop()
    assert f"端口 {port} 被签名网关自己的账号关掉" in said


def test_behind_a_front_it_answers_on_a_socket_in_a_folder_of_roots(installation: Installation):
    """Only root can make one there; the gateway's own account cannot even go in."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o750)
        path = folder / "socket"
        installation.env |= {"CAIRONG_GATEWAY_SOCKET": str(path)}
        Home(installation.home).gateway.mkdir(mode=0o700, parents=True)
        installation.start()
        wait_for(lambda: "签名网关" in asked_on(path), "it answers there")
        state = path.stat()
        assert (state.st_uid, stat.S_IMODE(state.st_mode)) == (0, 0o660)
        own = account(GATEWAY)
        tried = subprocess.run(["test", "-x", folder], check=False, **own.popen)
        assert tried.returncode != 0
        installation.stop()


def asked_on(path: Path) -> str:
    """What is answered on a Unix socket, as a front asks."""
    with socket.socket(socket.AF_UNIX) as visitor:
        if visitor.connect_ex(str(path)) != 0:
            return ""
        visitor.settimeout(30)
        visitor.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        said = b""
        while more := visitor.recv(65536):
            said += more
    return said.decode(errors="replace")
