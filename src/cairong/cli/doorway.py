"""The gateway's own door: bound by us before anything else is started, held until we end.

Whoever takes its address before it, or while it is started again, could draw pages there in its
name, and have another order signed than they show. So nobody else can have it, and where somebody
has it all the same, there is no gateway (docs/decisions/two-signatures.md).
"""

import errno
import os
import select
import socket
import stat
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cairong.home.environment import gateway_port, gateway_socket
from cairong.home.trouble import Trouble

BACKLOG = 1024
AGAIN_SECONDS = 5
NO_IPV6 = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


@dataclass
class Doorway:
    """The one address of the gateway: a port of the loopback, or a socket in a folder of ours.

    `why` says why it is not ours.
    """

    port: int = field(default_factory=gateway_port)
    path: Path | None = field(default_factory=gateway_socket)
    why: str = ""
    listening: socket.socket | None = None
    _aside: socket.socket | None = None
    _anchor: socket.socket | None = None
    _told: str = ""
    _next: float = 0.0

    def open(self) -> bool:
        """Have the address, or say in `why` who or what stands against it; again every few seconds.

        Whoever is told that nothing is open finds no gateway there.
        """
        if self.listening is None and time.monotonic() >= self._next:
            self._next = time.monotonic() + AGAIN_SECONDS
            try:
                self.listening = _in_folder(self.path) if self.path else self._on_loopback()
                self.why = ""
            except (Trouble, OSError) as trouble:
                self.why = f"签名网关没有启动:{trouble}"
        return self.listening is not None

    def news(self) -> str:
        """Say why the address is not ours where that was not said before."""
        fresh = self.why if self.why != self._told else ""
        self._told = self.why
        return fresh

    def mend(self) -> str:
        """Open it anew where whoever was handed the socket took it from listening, and say so.

        Else empty. What was handed over can be shut or made a client by the gateway's account, and
        listens no more then. A port stays ours all the same (`_anchor`); nobody but us can make a
        socket in the folder. What cannot be opened now is tried again (`open`): nothing is raised.
        """
        if self.listening is None or _listens(self.listening):
            return ""
        _let_go(self.listening)
        self.listening, self._next = None, 0.0
        how = "已重新打开" if self.open() else "还没有重新打开,几秒后再试"
        return (
            f"{self.path or f'端口 {self.port}'} 被签名网关自己的账号关掉,{how},"
            "签名网关随即重启。那个账号可能被人利用:请看 log/gateway.log,查明以前不要签名。"
        )

    def _on_loopback(self) -> socket.socket:
        """Listen on 127.0.0.1, beside the anchor where one was kept. Raises Trouble."""
        made = socket.socket()
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            if self._anchor is None:
                self._take_port(made)
            else:
                _listen_by_anchor(made, self._anchor, self.port)
        except OSError as error:
            made.close()
            kept = f"端口 {self.port} 没有让出去,还打不开({error.strerror})。"
            raise Trouble(kept if self._anchor else _taken(self.port, error)) from error
        return made

    def _take_port(self, made: socket.socket) -> None:
        """Listen, and keep the same port of [::1] from everybody, ourselves too. Raises OSError.

        There nobody answers, and browsers go on to the other; it is bound without SO_REUSEADDR, so
        that nobody binds it beside us. So is, in the end, a second socket of 127.0.0.1 that is
        handed to nobody (`_anchor`): of the other alone, once shut, another account could have the
        port.
        """
        anchor = socket.socket()
        anchor.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            for each in (made, anchor):
                each.bind(("127.0.0.1", self.port))
            made.listen(BACKLOG)
            anchor.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
            self._aside = _kept_aside(self.port)
        except OSError:
            anchor.close()
            raise
        self._anchor = anchor


def _listen_by_anchor(made: socket.socket, anchor: socket.socket, port: int) -> None:
    """Let a new socket listen beside the anchor, at no moment beside anybody else's.

    Linux lets sockets of one user share a port by SO_REUSEPORT, and nobody else's: no other account
    gets in between, as it would by SO_REUSEADDR. Raises OSError.
    """
    both = (made, anchor)
    for each in both:
        each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        made.bind(("127.0.0.1", port))
        made.listen(BACKLOG)
    finally:
        for each in both:
            each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 0)
    _share_no_more(port)


def _share_no_more(port: int) -> None:
    """Have Linux forget that a port was shared, as it does when one is bound that shares it not.

    Else it lets in whoever asks to share it as root's: what was shut could listen again beside us.
    Where another has the address that is used for it, it stays so.
    """
    with suppress(OSError), socket.socket() as other:
        other.bind(("127.0.0.2", port))


def _listens(made: socket.socket) -> bool:
    """Whether a socket listens still: whoever else has it may have shut it, or made it a client.

    One of a folder says that it does after it was shut, too.
    """
    asked = select.poll()
    asked.register(made, select.POLLRDHUP)
    return bool(made.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)) and not asked.poll(0)


def _let_go(shut: socket.socket) -> None:
    """Close our own of a socket that others may have still, so that another is bound beside it."""
    with suppress(OSError):
        for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
            shut.setsockopt(socket.SOL_SOCKET, option, 1)
    shut.close()


def _kept_aside(port: int) -> socket.socket | None:
    """Bind the port of [::1]; None where this machine has no IPv6, and so nobody has it."""
    made = None
    try:
        made = socket.socket(socket.AF_INET6)
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(("::1", port))
    except OSError as error:
        if made is not None:
            made.close()
        if error.errno in NO_IPV6:
            return None
        raise
    return made


def _taken(port: int, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return (
            f"端口 {port} 需要以 root 启动:请以 root 运行(用 systemd 的给它"
            " CAP_NET_BIND_SERVICE),或用 CAIRONG_GATEWAY_PORT 换一个。"
        )
    return (
        f"端口 {port} 已被别的程序占用,在那里看到的网页不是签名网关,请不要在上面签名。"
        f"请用 ss -ltnp 'sport = {port}' 查出它,停掉它,或用 CAIRONG_GATEWAY_PORT 换一个端口。"
    )


def _in_folder(path: Path) -> socket.socket:
    """Listen on a Unix socket, in a folder where nobody but us can make one. Raises Trouble."""
    _refuse_shared(path.parent)
    made = socket.socket(socket.AF_UNIX)
    try:
        if path.is_socket():
            _refuse_answered(path)
            path.unlink()
        made.bind(str(path))
        os.chown(path, -1, path.parent.stat().st_gid)
        path.chmod(0o660)
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        raise Trouble(
            f"{path} 用不了({error.strerror}):请移走那里的文件,或改 CAIRONG_GATEWAY_SOCKET。"
        ) from error
    except Trouble:
        made.close()
        raise
    return made


def _refuse_shared(folder: Path) -> None:
    """Refuse a folder, or one above it, in which somebody else could put another in its place."""
    ours = {0, os.geteuid()}
    how = f"请用 install -d -o {os.geteuid()} -g 前置代理的组 -m 0750 {folder} 建好它。"
    for each in (folder, *folder.parents):
        try:
            state = each.stat()
        except OSError as error:
            raise Trouble(f"目录 {each} 进不去({error.strerror}):{how}") from error
        above = each != folder and state.st_mode & stat.S_ISVTX
        if state.st_uid not in ours or (state.st_mode & OTHERS_WRITE and not above):
            raise Trouble(f"目录 {each} 别的账号能写,可以在那里冒充签名网关:{how}")


def _refuse_answered(path: Path) -> None:
    """Refuse a socket that somebody answers; what a killed run left is answered by nobody."""
    with socket.socket(socket.AF_UNIX) as probe:
        if probe.connect_ex(str(path)) == 0:
            raise Trouble(f"{path} 上已有别的程序在应答:请停掉它,或改 CAIRONG_GATEWAY_SOCKET。")
