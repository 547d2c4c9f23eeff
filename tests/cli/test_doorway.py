"""The gateway's address is bound before anything else is started, and nobody else has it."""

import ctypes
import errno
import os
import socket
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cairong.cli import doorway
from cairong.cli.doorway import Doorway
from cairong.cli.supervisor import Child
from support.installation import free_port

V4, V6 = socket.AF_INET, socket.AF_INET6
pytestmark = pytest.mark.skipif(not socket.has_ipv6, reason="没有 IPv6")


def taken(port: int, family: int, host: str) -> bool:
    """Whether nobody else can have a port, by whatever options."""
    for option in (0, socket.SO_REUSEADDR, socket.SO_REUSEPORT):
        with socket.socket(family) as other:
            if option:
                other.setsockopt(socket.SOL_SOCKET, option, 1)
            if family == V6:
                other.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            try:
                other.bind((host, port))
                other.listen()
            except OSError:
                continue
            return False
    return True


def shut(door: Doorway) -> None:
    for each in (door.listening, door._aside, door._anchor):
        if each is not None:
            each.close()


def test_once_it_is_open_nobody_else_has_either_address():
    door = Doorway(port=free_port(), path=None)
    assert door.open()
    for family, hosts in ((V4, ("127.0.0.1", "0.0.0.0")), (V6, ("::1", "::"))):  # noqa: S104
        for host in hosts:
            assert taken(door.port, family, host), host
    assert not Doorway(port=door.port, path=None).open()
    with socket.socket(V6) as visitor:  # a browser goes on to the other address at once
        assert visitor.connect_ex(("::1", door.port)) != 0
    shut(door)


def shuts(handed: socket.socket, _elsewhere: socket.socket) -> None:
    handed.shutdown(socket.SHUT_RDWR)


def goes_elsewhere(handed: socket.socket, elsewhere: socket.socket) -> None:
    """Make a client of the socket, as whoever it was handed to may, and stay there."""
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.connect(handed.fileno(), ctypes.create_string_buffer(16), 16) == 0  # AF_UNSPEC
    handed.connect(elsewhere.getsockname())


def comes_back(handed: socket.socket, elsewhere: socket.socket) -> None:
    """Make a client of it whose other end is closed."""
    goes_elsewhere(handed, elsewhere)
    elsewhere.accept()[0].close()
    handed.recv(1)


def makes_clients() -> bool:
    """Whether this kernel lets a socket that listened become a client."""
    server = ("127.0.0.1", 0)
    with socket.create_server(server) as one, socket.create_server(server) as other:
        try:
            goes_elsewhere(one, other)
        except OSError:
            return False
    return True


CLIENTS = pytest.mark.skipif(not makes_clients(), reason="this kernel makes no such client")
WAYS = [shuts, *(pytest.param(way, marks=CLIENTS) for way in (goes_elsewhere, comes_back))]


@pytest.mark.parametrize("takes_it", WAYS)
def test_a_port_that_was_shut_by_whoever_was_handed_it_stays_ours_and_listens_again(takes_it):
    door = Doorway(port=free_port(), path=None)
    assert door.open()
    assert door.mend() == ""
    for _ in range(3):
        handed = door.listening.dup()
        with closing(handed), socket.create_server(("127.0.0.1", 0)) as elsewhere:
            takes_it(handed, elsewhere)
            assert taken(door.port, V4, "127.0.0.1")
            with pytest.raises(OSError, match=r"in use|Invalid"):
                handed.listen()
            assert f"端口 {door.port} 被签名网关自己的账号关掉,已重新打开" in door.mend()
            for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
                handed.setsockopt(socket.SOL_SOCKET, option, 1)
            with pytest.raises(OSError, match=r"in use|Invalid"):
                handed.listen()  # nor can whoever shut it have it listen beside us
            with socket.create_connection(("127.0.0.1", door.port), timeout=5):
                door.listening.accept()[0].close()
            assert taken(door.port, V4, "127.0.0.1")
            assert not Doorway(port=door.port, path=None).open()
    assert door.mend() == ""
    shut(door)


def test_what_cannot_be_opened_now_is_said_and_tried_again_and_ends_nothing(tmp_path, monkeypatch):
    door, told = Doorway(port=free_port(), path=None), []
    assert door.open()
    child = Child(
        name="签名网关",
        command=["sleep", "600"],
        log=tmp_path / "log",
        env={},
        patience_seconds=1,
        doorway=door,
        alarm=told.append,
        wanted=door.open,
    )
    child.start()
    door.listening.shutdown(socket.SHUT_RDWR)
    with monkeypatch.context() as patched:
        patched.setattr(doorway, "_listen_by_anchor", full)
        child.watch()
    assert (door.listening, child.process) == (None, None)
    assert "还没有重新打开,几秒后再试" in told[0]
    assert "没有让出去" in door.news()
    assert taken(door.port, V4, "127.0.0.1")
    door._next = child.next_start = 0.0
    child.watch()
    assert child.process is not None
    assert door.listening is not None
    child.stop()
    shut(door)


def full(*_: object) -> None:
    raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))


def test_a_socket_that_was_shut_is_made_anew(folder):
    door = Doorway(port=1, path=folder / "socket")
    assert door.open()
    door.listening.shutdown(socket.SHUT_RDWR)
    assert str(folder / "socket") in door.mend()
    with closing(socket.socket(socket.AF_UNIX)) as visitor:
        assert visitor.connect_ex(str(folder / "socket")) == 0
    shut(door)


@pytest.mark.parametrize(("family", "host"), [(V4, "127.0.0.1"), (V6, "::1"), (V4, "0.0.0.0")])  # noqa: S104
def test_where_somebody_has_it_it_is_not_opened_and_says_so(family, host):
    with socket.socket(family) as other:
        other.bind((host, 0))
        other.listen()
        port = other.getsockname()[1]
        door = Doorway(port=port, path=None)
        assert not door.open()
        for said in (
            "签名网关没有启动",
            f"端口 {port} 已被别的程序占用",
            "不要在上面签名",
            "ss -ltnp",
        ):
            assert said in door.why
    assert not door.open()  # not at once
    door._next = 0.0
    assert (door.open(), door.why) == (True, "")
    shut(door)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name: a socket's has 107 bytes."""
    with tempfile.TemporaryDirectory() as made:
        Path(made, "door").mkdir(mode=0o750)
        yield Path(made, "door")


def test_a_socket_in_a_folder_of_ours_is_for_its_group(folder):
    door = Doorway(port=1, path=folder / "socket")
    assert door.open(), door.why
    assert stat.S_IMODE((folder / "socket").stat().st_mode) == 0o660
    with closing(socket.socket(socket.AF_UNIX)) as visitor:
        assert visitor.connect_ex(str(folder / "socket")) == 0
    second = Doorway(port=1, path=folder / "socket")
    assert not second.open()
    assert "已有别的程序在应答" in second.why
    shut(door)
    second._next = 0.0
    assert second.open(), second.why  # what a killed run left is answered by nobody
    shut(second)


def test_a_folder_in_which_others_write_is_refused(folder):
    for mode in (0o770, 0o757, 0o1777):
        folder.chmod(mode)
        door = Doorway(port=1, path=folder / "socket")
        assert not door.open()
        assert "可以在那里冒充签名网关" in door.why
        assert "install -d" in door.why
    above = folder / "above"
    above.mkdir(mode=0o700)
    folder.chmod(0o777)
    door = Doorway(port=1, path=above / "socket")
    assert not door.open()
    assert str(folder) in door.why
    missing = Doorway(port=1, path=folder / "missing" / "socket")
    assert not missing.open()
    assert "进不去" in missing.why


def test_a_file_in_its_place_is_left_alone(folder):
    (folder / "socket").write_text("kept")
    door = Doorway(port=1, path=folder / "socket")
    assert not door.open()
    assert "请移走那里的文件" in door.why
    assert (folder / "socket").read_text() == "kept"
